"""The realtime gateway: WebSockets (RFC 6455) on the port of HTTP, for many connections and large fan-outs.

Promises: what reaches a handler is whole, bounded, valid UTF-8 text; what is sent within one turn of the loop
leaves in one write, in order; a slow reader, a silent one or a broken one is closed by itself and disturbs nobody.
It owns no tables and announces no events.
"""

from veillee.foundation.gateway.admission import Opener, say_violation
from veillee.foundation.gateway.connection import Connection, fan_out
from veillee.foundation.gateway.connections import Connections, say_goodbye
from veillee.foundation.gateway.frames import encode_frame
from veillee.foundation.gateway.gateway import make_protocol
from veillee.foundation.gateway.handshake import Handshake
from veillee.foundation.gateway.limits import GatewayLimits
from veillee.foundation.gateway.recipients import Circle
from veillee.foundation.gateway.spread import Spread, SpreadMissing, choose_spread
from veillee.foundation.gateway.wire import Handler

__all__ = [
    "Circle",
    "Connection",
    "Connections",
    "GatewayLimits",
    "Handler",
    "Handshake",
    "Opener",
    "Spread",
    "SpreadMissing",
    "choose_spread",
    "encode_frame",
    "fan_out",
    "make_protocol",
    "say_goodbye",
    "say_violation",
]

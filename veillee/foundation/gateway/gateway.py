"""Putting the gateway together."""

import asyncio
from collections.abc import Callable

from veillee.foundation.basics import Problem
from veillee.foundation.gateway.admission import Admission, Opener, say_violation
from veillee.foundation.gateway.connection import SayViolation
from veillee.foundation.gateway.connections import Connections
from veillee.foundation.gateway.limits import GatewayLimits
from veillee.foundation.gateway.port import SharedPort


def make_protocol(
    opener: Opener,
    limits: GatewayLimits,
    problem_body: Callable[[Problem], bytes],
    *,
    connections: Connections | None = None,
    say_violation: SayViolation = say_violation,
    path: str = "/api/v1/realtime",
    subprotocol: str = "veillee.v1",
) -> type[asyncio.Protocol]:
    """The class for uvicorn's `http=`, with `ws="none"`: HTTP as uvicorn speaks it, and WebSockets at path.

    It is the HTTP class because a client's first frame may come in the segment of its upgrade request, which
    only that class sees. opener gives the handler of a connection, or the Problem that is answered in place of
    101; it may already send. say_violation makes the message ahead of a close for 1007 and 1009, from slug and
    detail; empty for none. connections is filled; uvicorn's shutdown says goodbye to all that are in it.
    """
    registry = connections if connections is not None else Connections(limits)
    admission = Admission(
        opener=opener,
        limits=limits,
        problem_body=problem_body,
        connections=registry,
        say_violation=say_violation,
        path=path,
        subprotocol=subprotocol,
    )
    return type("GatewayProtocol", (SharedPort,), {"admission": admission})

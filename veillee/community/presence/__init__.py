"""Who is here: live connections by person and by conversation. Nothing is kept.

Owns no table; announces nothing: what changes is told to those present, coalesced.
"""

from veillee.community.presence.attendance import Attendance
from veillee.community.presence.audience import Audience
from veillee.community.presence.elsewhere import Elsewhere
from veillee.community.presence.model import Client, Membership, frame_bytes
from veillee.community.presence.wire import Echo, EchoFrame, ErrorFrame, PresenceFrame, TypingFrame, WatchFrame

__all__ = [
    "Attendance",
    "Audience",
    "Client",
    "Echo",
    "EchoFrame",
    "Elsewhere",
    "ErrorFrame",
    "Membership",
    "PresenceFrame",
    "TypingFrame",
    "WatchFrame",
    "frame_bytes",
]

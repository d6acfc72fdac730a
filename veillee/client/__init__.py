"""A client for programs: async, typed, reconnecting, resuming. docs/bots.md shows how a bot is written with it.

Needs `httpx` and `websockets` (`pip install veillee[client]`) and nothing of the server.
"""

from veillee.client.api import Api
from veillee.client.client import Client
from veillee.client.line import Line, open_socket
from veillee.client.problems import PlaceSaysNo, SessionOver
from veillee.client.wire import (
    Accepted,
    Answer,
    Asked,
    Conversation,
    Event,
    Failed,
    Frame,
    Goodbye,
    Held,
    Hidden,
    Joined,
    Left,
    Message,
    Nudged,
    Opened,
    Person,
    Picture,
    PicturesChanged,
    Presence,
    PrivateRequest,
    Reason,
    Refused,
    Reset,
    Room,
    Typing,
    Welcome,
    read_frame,
)

__all__ = [
    "Accepted",
    "Answer",
    "Api",
    "Asked",
    "Client",
    "Conversation",
    "Event",
    "Failed",
    "Frame",
    "Goodbye",
    "Held",
    "Hidden",
    "Joined",
    "Left",
    "Line",
    "Message",
    "Nudged",
    "Opened",
    "Person",
    "Picture",
    "PicturesChanged",
    "PlaceSaysNo",
    "Presence",
    "PrivateRequest",
    "Reason",
    "Refused",
    "Reset",
    "Room",
    "SessionOver",
    "Typing",
    "Welcome",
    "open_socket",
    "read_frame",
]

"""A sample person's presence: a client without a connection, living in the process."""

import msgspec
import structlog

from veillee.community.conversations import RefusedFrame
from veillee.community.conversations.wire import HeldFrame, NudgedFrame
from veillee.community.people import Caller
from veillee.community.presence import Client, ErrorFrame

NOT_SAID = (NudgedFrame, HeldFrame, RefusedFrame, ErrorFrame)

log = structlog.get_logger("demo")


class SampleClient(Client):
    """Reads nothing; what the place did not let the person say is logged without the words."""

    __slots__ = ("key",)

    def __init__(self, key: str, caller: Caller) -> None:
        super().__init__(caller, None)
        self.key = key

    def tell(self, frame: msgspec.Struct) -> None:
        """Note what did not pass."""
        if isinstance(frame, NOT_SAID):
            log.warning("sample line did not pass", person=self.key, outcome=frame.__struct_config__.tag)

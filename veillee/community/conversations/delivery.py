"""From the commit to everybody's screen: each message encoded once, each conversation handed over once a turn."""

from collections import defaultdict, deque

import msgspec

from veillee.community.conversations.events import MessagesAppended
from veillee.community.conversations.model import Message
from veillee.community.conversations.wire import MessageFrame
from veillee.community.presence import Attendance, frame_bytes
from veillee.foundation.gateway import fan_out
from veillee.safety.policy import Line

RECENT_LINES = 6
ANNOUNCED_MAX = 200_000


class Delivery:
    """Knows, for each conversation, the last seq that was announced here, and its last few lines for the gate.

    On the loop thread only. Commits are announced in order, so whoever subscribes at `announced` and has
    everything up to it misses nothing and gets nothing twice.
    """

    def __init__(self, attendance: Attendance) -> None:
        self._attendance = attendance
        self._announced: dict[str, int] = {}
        self._recent: dict[str, deque[tuple[str, str]]] = {}

    def announced(self, conversation: str, head: int) -> int:
        """The last seq announced; `head`, read from the database just now, when none was since the start."""
        if len(self._announced) > ANNOUNCED_MAX:
            self._forget_unattended()
        return self._announced.setdefault(conversation, head)

    def on_appended(self, event: MessagesAppended) -> None:
        """Hand every message to everybody present in its conversation."""
        by_conversation: dict[str, list[Message]] = defaultdict(list)
        for message in event.messages:
            if message.seq > self._announced.get(message.conversation, 0):
                by_conversation[message.conversation].append(message)
        for conversation, fresh in by_conversation.items():
            self._announced[conversation] = fresh[-1].seq
            self._remember(conversation, fresh)
            audience = self._attendance.audience(conversation)
            if audience is not None and audience.connections:
                fan_out(audience.connections, b"".join(frame_bytes(frame_of(message)) for message in fresh))

    def recent_lines(self, conversation: str, person_id: str) -> tuple[Line, ...]:
        """The last lines said here, seen from one person: what the gate may read beside a new one."""
        lines = self._recent.get(conversation, ())
        return tuple(Line(by="author" if author == person_id else "other", text=text) for author, text in lines)

    def _remember(self, conversation: str, fresh: list[Message]) -> None:
        lines = self._recent.get(conversation)
        if lines is None:
            lines = self._recent[conversation] = deque(maxlen=RECENT_LINES)
        lines.extend((message.author.id, message.text) for message in fresh)

    def _forget_unattended(self) -> None:
        # Nobody present is owed anything, and whoever comes next reads the head again.
        for conversation in list(self._announced):
            if self._attendance.audience(conversation) is None:
                del self._announced[conversation]
                self._recent.pop(conversation, None)


def frame_of(message: Message) -> MessageFrame:
    """The frame that carries a message; members of default value are left out."""
    return msgspec.convert(message, MessageFrame, from_attributes=True)

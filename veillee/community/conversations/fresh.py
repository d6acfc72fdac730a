"""What was just announced: where people talk faster than is read, whoever begins to follow takes the rest from here."""

from collections import deque
from collections.abc import Iterable

from veillee.community.conversations.model import Message

KEPT_MAX = 4_096
"""Messages, of all rooms together: some 3 MB."""
TAKEN_MAX = 200


class Fresh:
    """The last messages that this node announced in rooms, as they were said. For the loop thread only."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self._kept_max = kept_max
        self._messages: dict[str, deque[Message]] = {}
        self._order: deque[Message] = deque()

    def add(self, messages: Iterable[Message]) -> None:
        """These were announced, those of one conversation in order of `seq`."""
        for message in messages:
            self._messages.setdefault(message.conversation, deque()).append(message)
            self._order.append(message)
        while len(self._order) > self._kept_max:
            self._forget_oldest(self._order.popleft())

    def between(self, conversation: str, after: int, until: int) -> list[Message] | None:
        """Those after one `seq` and up to another; None when some are not here, or are more than TAKEN_MAX."""
        if until - after > TAKEN_MAX:
            return None
        found = [message for message in self._messages.get(conversation, ()) if after < message.seq <= until]
        return found if len(found) == until - after else None

    def forget(self, conversation: str) -> None:
        """They are not as they were said any more."""
        self._messages.pop(conversation, None)

    def _forget_oldest(self, oldest: Message) -> None:
        kept = self._messages.get(oldest.conversation)
        if kept and kept[0] is oldest:  # else it was forgotten before
            kept.popleft()
            if not kept:
                del self._messages[oldest.conversation]

"""What was hidden lately: words that are on their way, from another node or out of an older look, lose their text
and their pictures."""

from collections import deque

import msgspec

from veillee.community.conversations.model import Message

KEPT_MAX = 4_096
"""Numbers, of all conversations together: what was hidden before them is nowhere on its way any more."""


class Hidden:
    """The last messages that decisions hid. `count` says how often. For the loop thread only."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self.count = 0
        self._kept_max = kept_max
        self._hidden: dict[str, dict[int, int]] = {}
        self._order: deque[tuple[str, int, int]] = deque()

    def note(self, conversation: str, seq: int, *, hidden: bool) -> None:
        """A decision hid it, or shows it again."""
        if not hidden:
            self._forget(conversation, seq)
            return
        self.count += 1
        self._hidden.setdefault(conversation, {})[seq] = self.count
        self._order.append((conversation, seq, self.count))
        while len(self._order) > self._kept_max:
            oldest, number, noted = self._order.popleft()
            if self._hidden.get(oldest, {}).get(number) == noted:  # else it was hidden again since, or shown
                self._forget(oldest, number)

    def knows(self, conversation: str, seq: int) -> bool:
        """Whether it was noted, and not shown again since."""
        return seq in self._hidden.get(conversation, {})

    def cover(self, conversation: str, messages: list[Message]) -> list[Message]:
        """Messages of one conversation as they may be seen by now."""
        hidden = self._hidden.get(conversation)
        if not hidden:
            return messages
        return [_covered(m) if m.seq in hidden else m for m in messages]

    def since(self, conversation: str, count: int) -> set[int]:
        """Every seq that was hidden there after so many had been hidden."""
        return {seq for seq, noted in self._hidden.get(conversation, {}).items() if noted > count}

    def _forget(self, conversation: str, seq: int) -> None:
        hidden = self._hidden.get(conversation, {})
        hidden.pop(seq, None)
        if not hidden:
            self._hidden.pop(conversation, None)


def _covered(message: Message) -> Message:
    return msgspec.structs.replace(message, text="", hidden=True, pictures=msgspec.UNSET)

"""Reading back from the database what nobody announced here: the bus may lose messages, the database may not."""

from collections.abc import Callable, Coroutine
from typing import Any

from veillee.community.conversations.delivery import Delivery
from veillee.community.conversations.queries import read_after
from veillee.community.conversations.store import read_heads
from veillee.foundation.basics import Unavailable
from veillee.foundation.storage import Database

# What is only late comes by itself within this time.
GRACE_SECONDS = 0.05
AGAIN_SECONDS = 0.5
PAGE_MESSAGES = 500
HEADS_PER_LOOKUP = 1_000

Later = Callable[[float, Callable[[], None]], object]
Run = Callable[[Coroutine[Any, Any, Any]], None]


class Healing:
    """Fills the gaps that Delivery finds. `healed` counts the messages that were read back."""

    def __init__(self, database: Database, delivery: Delivery, later: Later, run: Run) -> None:
        self.healed = 0
        self._database = database
        self._delivery = delivery
        self._later = later
        self._run = run
        self._noted: dict[str, None] = {}
        delivery.on_gap = self.note

    def note(self, conversation: str) -> None:
        """Something is missing there."""
        if not self._noted:
            self._later(GRACE_SECONDS, self._begin)
        self._noted[conversation] = None

    async def sweep(self) -> None:
        """Look whether the last messages of a conversation were missed, after which no gap would show."""
        attended = self._delivery.attended()
        for start in range(0, len(attended), HEADS_PER_LOOKUP):
            heads = await self._database.read(read_heads, attended[start : start + HEADS_PER_LOOKUP])
            for conversation, head in heads.items():
                self._delivery.notice_head(conversation, head)

    def _begin(self) -> None:
        self._run(self.heal())

    async def heal(self) -> None:
        """Fill every gap that was noted."""
        noted, self._noted = self._noted, {}
        for conversation in noted:
            try:
                await self.fill(conversation)
            except Unavailable:
                self._later(AGAIN_SECONDS, lambda conversation=conversation: self.note(conversation))  # type: ignore[misc]

    async def fill(self, conversation: str) -> None:
        """Bring a conversation up to what the database has. Raises Unavailable."""
        while (after := self._delivery.owed_after(conversation)) is not None:
            page = await self._database.read(read_after, conversation, after, PAGE_MESSAGES)
            self._delivery.skip_missing(conversation, after, page[0].seq if page else None)
            self.healed += self._delivery.deliver(page)
            if len(page) < PAGE_MESSAGES:
                return

"""What was hidden of messages that are still on their way here, read where it is known: in the database.

Another node has stored them, and perhaps hidden them and said so. Whoever comes from there to a node that has heard of
neither would be shown, when they arrive, what they were told is hidden.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.delivery import Delivery
from veillee.community.conversations.hidden import KEPT_MAX
from veillee.community.conversations.store import messages
from veillee.community.presence import Membership
from veillee.foundation.storage import Database

Stretch = tuple[str, int, int]
"""A conversation, the seq after which, and the seq up to which."""


class Unheard:
    """Tells Delivery what it has not heard of. On the loop thread only."""

    def __init__(self, database: Database, delivery: Delivery) -> None:
        self._database = database
        self._delivery = delivery

    async def learn(self, memberships: Iterable[Membership]) -> set[str]:
        """Learn what is hidden between what was announced here and the head that was read; where there was such a
        stretch. Reads nothing where there is none. Raises Unavailable."""
        stretches = [
            (membership.conversation, after, membership.head)
            for membership in memberships
            if (after := self._delivery.owed_after(membership.conversation)) is not None and after < membership.head
        ]
        if stretches:
            for conversation, seqs in (await self._database.read(read_hidden, stretches)).items():
                self._delivery.learn_hidden(conversation, seqs)
        return {conversation for conversation, _, _ in stretches}


def find_behind(heads: Iterable[int], memberships: Iterable[Membership]) -> set[str]:
    """Where the database has more than was announced here."""
    return {m.conversation for head, m in zip(heads, memberships, strict=True) if head < m.head}


def read_hidden(connection: sa.Connection, stretches: Iterable[Stretch]) -> dict[str, list[int]]:
    """The seqs of hidden messages, by conversation; of a stretch longer than is kept, of its end."""
    return {
        conversation: [row.seq for row in connection.execute(_hidden_of(conversation, after, until))]
        for conversation, after, until in stretches
    }


def _hidden_of(conversation: str, after: int, until: int) -> sa.Select[Any]:
    first = max(after + 1, until - KEPT_MAX + 1)
    of_stretch = messages.c.seq.between(first, until)
    return sa.select(messages.c.seq).where(
        messages.c.conversation_id == conversation, of_stretch, messages.c.hidden_at.is_not(None)
    )

"""What the ledger says of conversations, for whoever verifies it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.safety import ledger, sealing
from veillee.safety.ledger import Fault

REASONS = ("schedule",)
"""Why conversations are destroyed: both have left."""


def destruction_content(conversation: str, reason: str, at: datetime) -> dict[str, Any]:
    """`conversation.destroyed`: which, why, and when."""
    return {"conversation": conversation, "reason": reason, "at": at}


def check_destroyed(connection: sa.Connection) -> Iterator[Fault]:
    """Keys that are gone, and with them what was said, without a leaf of that hour."""
    by_hour = defaultdict(list)
    for leaf in ledger.list_of_category(connection, "conversation.destroyed"):
        by_hour[ledger.time_of(leaf.leaf)].append(leaf)
    for row in sealing.list_destroyed(connection):
        # Leaves from before said the hour only.
        contents = [{"conversation": row.conversation_id, "reason": reason} for reason in REASONS]
        contents += [destruction_content(row.conversation_id, reason, row.destroyed_at) for reason in REASONS]
        hour = None if row.destroyed_at is None else row.destroyed_at.replace(minute=0, second=0, microsecond=0)
        if row.wrapped is not None or not any(ledger.opens(leaf, contents) for leaf in by_hour.get(hour, ())):
            yield Fault(kind="row", where=f"key of {row.conversation_id}", what="was destroyed by nobody, or not then")

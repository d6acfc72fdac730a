"""Where people came from, forgotten after the legal year."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people.store import people
from veillee.foundation.storage import Transaction

ROWS_PER_BATCH = 200


def purge_people(transaction: Transaction, before: datetime) -> int:
    """Forget address and port of entries before that; how many, at most ROWS_PER_BATCH."""
    old = sa.select(people.c.id).where(people.c.entered_at < before, people.c.origin_address.is_not(None))
    batch = old.limit(ROWS_PER_BATCH).scalar_subquery()
    origin = people.update().where(people.c.id.in_(batch)).values(origin_address=None, origin_port=None)
    return transaction.connection.execute(origin).rowcount

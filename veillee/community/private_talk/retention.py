"""First words that have had their time: the words and their key go first, where they came from after the legal year."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from veillee.community.private_talk.store import private_requests
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.sealing import Keyring

ROWS_PER_BATCH = 200


def delete_requests(
    transaction: Transaction, before: datetime, contested_before: datetime, kept: Collection[str]
) -> int:
    """Take the words of first words, those that a human stopped later; how many, at most ROWS_PER_BATCH.

    Those that wait for a human, and those of cases that are open, stay.
    """
    table = private_requests.c
    has_words = sa.or_(table.sealed.is_not(None), table.text != "")
    answered = sa.and_(table.state.in_(("pending", "accepted", "declined")), table.created_at < before)
    stopped = sa.and_(table.state == "refused", table.created_at < contested_before)
    old = sa.select(table.id).where(has_words, sa.or_(answered, stopped), table.id.not_in(list(kept)))
    ids = list(transaction.connection.execute(old.limit(ROWS_PER_BATCH)).scalars())
    if ids:
        get_tool(transaction.connection, Keyring).drop(transaction, ids)
        transaction.connection.execute(private_requests.update().where(table.id.in_(ids)).values(text="", sealed=None))
    return len(ids)


def purge_requests(transaction: Transaction, before: datetime) -> int:
    """Forget where first words came from after the legal year; how many, at most ROWS_PER_BATCH."""
    table = private_requests.c
    old = sa.select(table.id).where(table.created_at < before, table.origin_address.is_not(None))
    batch = old.limit(ROWS_PER_BATCH).scalar_subquery()
    origin = private_requests.update().where(table.id.in_(batch)).values(origin_address=None, origin_port=None)
    return transaction.connection.execute(origin).rowcount

"""Messages month by month, on PostgreSQL: those to come are made ahead, and past ones go as a whole."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from veillee.community.conversations.retention import Periods, end_of_rows
from veillee.community.conversations.store import messages
from veillee.foundation import storage
from veillee.foundation.storage import Transaction, is_one_of, list_missing_months, list_months

Kept = Mapping[str, set[int] | None]
"""Of these conversations these messages are needed still, all when there is None."""


def list_wanting(connection: sa.Connection, now: datetime) -> list[datetime]:
    """Months that are here or near and have no place of their own yet."""
    return list_missing_months(connection, messages, now)


def list_past(connection: sa.Connection, periods: Periods, now: datetime) -> list[datetime]:
    """Months of which every row has had its time, words and the rest."""
    return [month for month in list_months(connection, messages) if month < end_of_rows(connection, periods, now)]


def make_month(transaction: Transaction, month: datetime) -> bool:
    """Give a month its place. False: not now."""
    return storage.make_month(transaction.connection, messages, messages.c.sent_at, month)


def drop_month(transaction: Transaction, month: datetime, kept: Kept) -> bool:
    """A month goes, but for what is kept. False: not now."""
    needed = partial(_is_kept, transaction.connection, kept)
    return storage.drop_month(transaction.connection, messages, month, needed)


def _is_kept(
    connection: sa.Connection, kept: Kept, columns: sa.ColumnCollection[str, sa.ColumnElement[Any]]
) -> sa.ColumnElement[bool]:
    whole = [(conversation,) for conversation, seqs in kept.items() if seqs is None]
    single = [(conversation, seq) for conversation, seqs in kept.items() for seq in seqs or ()]
    place = (columns["conversation_id"], columns["seq"])
    conditions = [is_one_of(connection, place[: len(keys[0])], keys) for keys in (whole, single) if keys]
    return sa.or_(sa.false(), *conditions)

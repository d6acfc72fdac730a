"""Refused words that have had their time: the words first, where they came from after the legal year."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from veillee.community.outcomes.store import refusals, stopped_words
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.sealing import Keyring

ROWS_PER_BATCH = 200


def take_stopped(transaction: Transaction, before: datetime, kept: Collection[str]) -> int:
    """Take the words of what was stopped before that, and their keys, but for what a case needs; how many, at most
    ROWS_PER_BATCH."""
    table = stopped_words.c
    there = (table.text != "") | table.sealed.is_not(None)
    old = sa.select(table.id).where(there, table.at < before, table.id.not_in(list(kept)))
    ids = list(transaction.connection.execute(old.limit(ROWS_PER_BATCH)).scalars())
    if ids:
        get_tool(transaction.connection, Keyring).drop(transaction, ids)
        transaction.connection.execute(stopped_words.update().where(table.id.in_(ids)).values(text="", sealed=None))
    return len(ids)


def purge_stopped(transaction: Transaction, before: datetime) -> int:
    """Forget where it came from after the legal year; how many, at most ROWS_PER_BATCH."""
    table = stopped_words.c
    old = sa.select(table.id).where(table.at < before, table.origin_address.is_not(None))
    batch = old.limit(ROWS_PER_BATCH).scalar_subquery()
    origin = stopped_words.update().where(table.id.in_(batch)).values(origin_address=None, origin_port=None)
    return transaction.connection.execute(origin).rowcount


def take_refused(transaction: Transaction, before: datetime, kept: Collection[str]) -> int:
    """Take the words of what was refused before that, and their keys; how many, at most ROWS_PER_BATCH."""
    table = refusals.c
    old = sa.select(table.id).where(table.sealed.is_not(None), table.at < before, table.id.not_in(list(kept)))
    ids = list(transaction.connection.execute(old.limit(ROWS_PER_BATCH)).scalars())
    if ids:
        get_tool(transaction.connection, Keyring).drop(transaction, ids)
        transaction.connection.execute(refusals.update().where(table.id.in_(ids)).values(sealed=None))
    return len(ids)

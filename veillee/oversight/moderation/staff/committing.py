"""Rows of staff that the ledger commits to: what moves with sign-ins, what ends, and what was there before it did."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.leaves_staff import (
    count_content,
    invite_end_content,
    name_content,
    passkey_content,
    passkey_removal_content,
    session_end_content,
)
from veillee.oversight.moderation.staff import store
from veillee.safety import ledger


def count_passkey(transaction: Transaction, leaf: int, sign_count: int, now: datetime) -> None:
    """The counter of a passkey has moved; one that says 0 always, as those of many phones, moves once. By its counter
    a copy of a passkey is found."""
    receipt = ledger.append(transaction, "staff.passkey_counted", count_content(leaf, sign_count), now)
    values = {"leaf_index": receipt.index, "passkey_leaf": leaf, "sign_count": sign_count}
    transaction.connection.execute(sa.insert(store.passkey_counts).values(values))


def spend_invite(transaction: Transaction, staff_id: str, digest: bytes, now: datetime) -> None:
    """An invitation opens nothing any more."""
    spent = sa.update(store.invites).where(store.invites.c.digest == digest).values(used_at=now)
    transaction.connection.execute(spent)
    ledger.append(transaction, "staff.invite_spent", invite_end_content(staff_id, digest), now)


def end_sessions(transaction: Transaction, staff_id: str, now: datetime, digest: bytes | None = None) -> None:
    """The sessions of somebody, or one of them, open nothing any more."""
    table = store.sessions.c
    mine = (table.staff_id == staff_id,) if digest is None else (table.staff_id == staff_id, table.digest == digest)
    for ended in transaction.connection.execute(sa.select(table.digest).where(*mine)).scalars().all():
        ledger.append(transaction, "staff.signed_out", session_end_content(staff_id, bytes(ended)), now)
    transaction.connection.execute(sa.delete(store.sessions).where(*mine))


def forget_passkeys(transaction: Transaction, staff_id: str, now: datetime) -> None:
    """Those of somebody who is staff no more: their leaves stay, and leaves of their own say that they went."""
    table = store.passkeys.c
    mine = sa.select(table.leaf_index).where(table.staff_id == staff_id, table.leaf_index.is_not(None))
    for index in transaction.connection.execute(mine.order_by(table.leaf_index)).scalars().all():
        ledger.append(transaction, "staff.passkey_removed", passkey_removal_content(staff_id, index), now)
    transaction.connection.execute(sa.delete(store.passkeys).where(table.staff_id == staff_id))


def take_in_staff(transaction: Transaction, now: datetime) -> None:
    """Commit to the names and passkeys of a place from before the ledger had leaves for them; once, ever.

    Later a row without a leaf is one that nobody added, and is not made good by this.
    """
    connection, table = transaction.connection, store.passkeys.c
    if ledger.find_first(connection, "staff.taken_in") is not None:
        return
    members = connection.execute(sa.select(store.staff).order_by(store.staff.c.id)).all()
    for row in members:
        ledger.append(transaction, "staff.named", name_content(row.id, row.name), now)
    without = sa.select(store.passkeys).where(table.leaf_index.is_(None))
    keys = connection.execute(without.order_by(table.created_at, table.credential_id)).all()
    for row in keys:
        leaf = ledger.append(transaction, "staff.passkey_added", passkey_content(row._asdict()), now).index
        mine = sa.update(store.passkeys).where(table.credential_id == row.credential_id)
        connection.execute(mine.values(leaf_index=leaf))
    ledger.append(transaction, "staff.taken_in", {"members": len(members), "passkeys": len(keys)}, now)


def take_in_counts(transaction: Transaction, now: datetime) -> None:
    """The same for counters of passkeys and invitations that were spent. The caller sees to it that it is once."""
    connection = transaction.connection
    counted = set(connection.execute(sa.select(store.passkey_counts.c.passkey_leaf)).scalars())
    for row in _rows(connection, store.passkeys, store.passkeys.c.leaf_index):
        if row.leaf_index is not None and row.leaf_index not in counted:
            count_passkey(transaction, row.leaf_index, row.sign_count, now)
    spent = ledger.list_of_category(connection, "staff.invite_spent")
    for row in _rows(connection, store.invites, store.invites.c.digest):
        content = invite_end_content(row.staff_id, bytes(row.digest))
        if row.used_at is not None and not any(ledger.opens(leaf, [content]) for leaf in spent):
            ledger.append(transaction, "staff.invite_spent", content, now)


def _rows(connection: sa.Connection, table: sa.Table, order: Any) -> list[Any]:
    return list(connection.execute(sa.select(table).order_by(order)).all())

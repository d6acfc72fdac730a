"""Rows of staff that the ledger commits to: passkeys when they go, and what was there before it did."""

from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.leaves import name_content, passkey_content, passkey_removal_content
from veillee.oversight.moderation.staff import store
from veillee.safety import ledger


def forget_passkeys(transaction: Transaction, staff_id: str, now: datetime) -> None:
    """Those of somebody who is staff no more: their leaves stay, and leaves of their own say that they went."""
    table = store.passkeys.c
    mine = sa.select(table.leaf_index).where(table.staff_id == staff_id, table.leaf_index.is_not(None))
    for index in transaction.connection.execute(mine.order_by(table.leaf_index)).scalars().all():
        ledger.append(transaction, "staff.passkey_removed", passkey_removal_content(staff_id, index), now)
    transaction.connection.execute(sa.delete(store.passkeys).where(table.staff_id == staff_id))


def take_in(transaction: Transaction, now: datetime) -> None:
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

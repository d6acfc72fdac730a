"""Leases: what is to be done by one node at a time."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from veillee.foundation.storage.columns import Id, Instant, metadata
from veillee.foundation.storage.transaction import Transaction

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("node", Id, nullable=False, comment="who has it, or had it last"),
    sa.Column("until", Instant, nullable=False),
)


def take_lease(transaction: Transaction, name: str, node: str, now: datetime, seconds: float) -> bool:
    """Have it until so many seconds from now, unless another node has it still; taking one's own again prolongs it.

    Nobody has to give it back: a node that dies loses it when it runs out. Clocks of nodes may differ by as much as
    the work may safely be done twice.
    """
    row = transaction.connection.execute(sa.select(leases).where(leases.c.name == name)).first()
    until = now + timedelta(seconds=seconds)
    if row is None:
        transaction.connection.execute(leases.insert(), {"name": name, "node": node, "until": until})
        return True
    if row.node != node and row.until > now:
        return False
    mine = leases.update().where(leases.c.name == name).values(node=node, until=until)
    transaction.connection.execute(mine)
    return True


def give_back(transaction: Transaction, node: str, now: datetime) -> None:
    """A node that stops lets others have at once what it had."""
    transaction.connection.execute(leases.update().where(leases.c.node == node, leases.c.until > now).values(until=now))

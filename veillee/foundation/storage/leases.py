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


def read_clock(connection: sa.Connection) -> datetime | None:
    """What time it is by the database's own clock; None where that is ours."""
    if connection.dialect.name != "postgresql":
        return None
    return connection.execute(sa.select(sa.func.clock_timestamp(type_=sa.DateTime(timezone=True)))).scalar_one()


def take_lease(transaction: Transaction, name: str, node: str, now: datetime, seconds: float) -> bool:
    """Have it until so many seconds from now, unless another node has it still; taking one's own again prolongs it.

    Nobody has to give it back: a node that dies loses it when it runs out. Clocks of nodes may differ by as much as
    the work may safely be done twice; a lease that lasts longer than anybody could have had it is one of a clock that
    was ahead, and binds nobody.
    """
    row = transaction.connection.execute(sa.select(leases).where(leases.c.name == name)).first()
    until = now + timedelta(seconds=seconds)
    if row is None:
        transaction.connection.execute(leases.insert(), {"name": name, "node": node, "until": until})
        return True
    if row.node != node and now < row.until <= until:
        return False
    mine = leases.update().where(leases.c.name == name).values(node=node, until=until)
    transaction.connection.execute(mine)
    return True


def give_back(transaction: Transaction, node: str, now: datetime) -> None:
    """A node that stops lets others have at once what it had."""
    transaction.connection.execute(leases.update().where(leases.c.node == node, leases.c.until > now).values(until=now))

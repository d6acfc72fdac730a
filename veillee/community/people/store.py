"""The tables of people."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people.model import Newcomer, RestrictionKind
from veillee.community.people.names import name_key
from veillee.foundation.storage import Id, Instant, Transaction, metadata

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("pseudonym", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, unique=True, comment="None once the name is free for others again"),
    sa.Column("age", sa.Integer, nullable=False, comment="as declared, years"),
    sa.Column("region", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("sample", sa.Boolean, nullable=False),
    sa.Column("entered_at", Instant, nullable=False),
    sa.Column("rules_version", sa.Text, nullable=False),
    sa.Column("origin_address", sa.Text, comment="kept for the legal year, purged by column"),
    sa.Column("origin_port", sa.Integer, comment="kept for the legal year, purged by column"),
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("blocker_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("blocked_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("at", Instant, nullable=False),
)

restrictions = sa.Table(
    "restrictions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("from_at", Instant, nullable=False),
    sa.Column("until", Instant, comment="None: for good"),
    sa.Column("lifted_at", Instant),
    sa.Column("statement_id", Id),
)


def add_person(transaction: Transaction, newcomer: Newcomer) -> None:
    """Store somebody new; their name must be free (IntegrityError otherwise)."""
    transaction.connection.execute(
        people.insert(),
        {
            "id": newcomer.id,
            "pseudonym": newcomer.pseudonym,
            "name_key": name_key(newcomer.pseudonym),
            "age": newcomer.age,
            "region": newcomer.region,
            "language": newcomer.language,
            "sample": newcomer.sample,
            "entered_at": newcomer.entered_at,
            "rules_version": newcomer.rules_version,
            "origin_address": newcomer.origin_address,
            "origin_port": newcomer.origin_port,
        },
    )


def free_name(transaction: Transaction, person_id: str) -> None:
    """Let others take the pseudonym of somebody who has left; what they said keeps their id."""
    transaction.connection.execute(people.update().where(people.c.id == person_id).values(name_key=None))


def add_block(transaction: Transaction, blocker_id: str, blocked_id: str, at: datetime) -> None:
    """Store a block; again is the same."""
    present = sa.select(blocks.c.at).where(blocks.c.blocker_id == blocker_id, blocks.c.blocked_id == blocked_id)
    if transaction.connection.execute(present).first() is None:
        transaction.connection.execute(blocks.insert(), {"blocker_id": blocker_id, "blocked_id": blocked_id, "at": at})


def remove_block(transaction: Transaction, blocker_id: str, blocked_id: str) -> None:
    """Take a block back; none is fine."""
    transaction.connection.execute(
        blocks.delete().where(blocks.c.blocker_id == blocker_id, blocks.c.blocked_id == blocked_id)
    )


def add_restriction(
    transaction: Transaction,
    restriction_id: str,
    person_id: str,
    kind: RestrictionKind,
    from_at: datetime,
    until: datetime | None,
    statement_id: str | None,
) -> None:
    """Store what binds a person."""
    transaction.connection.execute(
        restrictions.insert(),
        {
            "id": restriction_id,
            "person_id": person_id,
            "kind": kind,
            "from_at": from_at,
            "until": until,
            "statement_id": statement_id,
        },
    )


def end_restrictions(
    transaction: Transaction, person_id: str, kind: RestrictionKind, statement_id: str | None, at: datetime
) -> int:
    """End the restrictions of that kind and statement; returns how many there were."""
    result = transaction.connection.execute(
        restrictions.update()
        .where(
            restrictions.c.person_id == person_id,
            restrictions.c.kind == kind,
            restrictions.c.statement_id.is_not_distinct_from(statement_id),
            restrictions.c.lifted_at.is_(None),
        )
        .values(lifted_at=at)
    )
    return result.rowcount

"""The tables of people."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.people.leaves import freeze_content, release_content
from veillee.community.people.model import Newcomer, RestrictionKind
from veillee.community.people.names import name_key
from veillee.foundation.basics import new_id
from veillee.foundation.storage import ByBytes, Id, Instant, Transaction, metadata
from veillee.safety import ledger

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("pseudonym", sa.Text, nullable=False, index=True),
    sa.Column("name_key", ByBytes, unique=True, comment="None once the name is free for others again"),
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

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("other_id", Id, sa.ForeignKey("people.id"), primary_key=True, index=True),
    sa.Column("at", Instant, nullable=False, comment="when the one asked to keep the other; both ways: contacts"),
    sqlite_with_rowid=False,
)

frozen_pairs = sa.Table(
    "frozen_pairs",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("one_id", Id, sa.ForeignKey("people.id"), nullable=False, comment="the lower of the two ids"),
    sa.Column("other_id", Id, sa.ForeignKey("people.id"), nullable=False),
    sa.Column(
        "about", sa.Text, nullable=False, index=True, comment="the words over which: their id, or CONVERSATION:SEQ"
    ),
    sa.Column("frozen_at", Instant, nullable=False),
    sa.Column("lifted_at", Instant),
    sa.Column("leaf_index", sa.BigInteger, comment="None: from before these had leaves"),
    sa.Column("lifted_leaf", sa.BigInteger),
    sa.Index("ix_frozen_pairs_pair", "one_id", "other_id"),
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


def add_contact(transaction: Transaction, person_id: str, other_id: str, at: datetime) -> bool:
    """Store that one wants to keep the other; whether that is new."""
    mine = (contacts.c.person_id == person_id, contacts.c.other_id == other_id)
    if transaction.connection.execute(sa.select(contacts.c.at).where(*mine)).first() is not None:
        return False
    transaction.connection.execute(contacts.insert(), {"person_id": person_id, "other_id": other_id, "at": at})
    return True


def remove_contact(transaction: Transaction, one: str, other: str) -> bool:
    """Neither keeps the other any more; whether either did."""
    either = sa.or_(
        sa.and_(contacts.c.person_id == one, contacts.c.other_id == other),
        sa.and_(contacts.c.person_id == other, contacts.c.other_id == one),
    )
    return transaction.connection.execute(contacts.delete().where(either)).rowcount > 0


def add_freeze(transaction: Transaction, pair: tuple[str, str], about: str, at: datetime) -> None:
    """Store that two people (ids in order) are frozen over these words."""
    row = {"id": new_id(), "one_id": pair[0], "other_id": pair[1], "about": about, "frozen_at": at}
    receipt = ledger.append(transaction, "pair.frozen", freeze_content(row), at)
    transaction.connection.execute(frozen_pairs.insert(), row | {"leaf_index": receipt.index})


def end_freezes(transaction: Transaction, about: str, at: datetime) -> list[tuple[str, str]]:
    """End what was frozen over these words; the pairs."""
    mine = (frozen_pairs.c.about == about, frozen_pairs.c.lifted_at.is_(None))
    rows = transaction.connection.execute(sa.select(frozen_pairs).where(*mine).order_by(frozen_pairs.c.id)).all()
    for row in rows:
        receipt = ledger.append(transaction, "pair.released", release_content(row.id, at), at)
        ended = frozen_pairs.update().where(frozen_pairs.c.id == row.id)
        transaction.connection.execute(ended.values(lifted_at=at, lifted_leaf=receipt.index))
    return sorted({(row.one_id, row.other_id) for row in rows})


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

"""The tables of notices. The secret by which a notice is followed is kept as its SHA-256 only."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.storage import Id, Instant, metadata
from veillee.safety.sealing import Sealed, SealedJson, ready

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True, comment="SHA-256 of the secret"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("explanation", Sealed("notices.explanation"), nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("good_faith", sa.Boolean, nullable=False),
    sa.Column("written", SealedJson("notices.written"), nullable=False, comment="the items as they were written"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("leaf_index", sa.BigInteger, nullable=False),
    sa.Column("leaf_hash", sa.Text, nullable=False),
    sa.Column("contact", sa.Boolean, comment="whether name and address lie apart, sealed; None: in this row"),
    sa.Column("language", sa.String(2), comment="in which it was written, and is answered; None: French"),
    sa.Column("flagger_id", Id, index=True, comment="a trusted flagger (DSA art. 22), of the staff"),
    sa.Column(
        "notifier", sa.LargeBinary(32), index=True, comment="keyed mark of the address: by whom notices are counted"
    ),
)

notice_items = sa.Table(
    "notice_items",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("notice_id", Id, sa.ForeignKey("notices.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("case_id", Id, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("decided_at", Instant),
    sa.Column("outcome", sa.Text),
    sa.UniqueConstraint("notice_id", "number", name="uq_notice_items_number"),
)

Row = sa.Row[tuple[Any, ...]]


def add_notice(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store a notice."""
    connection.execute(sa.insert(notices).values(ready(connection, notices, values)))


def add_item(connection: sa.Connection, values: dict[str, Any]) -> None:
    """Store which case an item of a notice went into."""
    connection.execute(sa.insert(notice_items).values(values))


def find_notice(connection: sa.Connection, digest: bytes) -> Row | None:
    """A notice by the digest of its secret."""
    return connection.execute(sa.select(notices).where(notices.c.digest == digest)).one_or_none()


def list_items(connection: sa.Connection, notice_id: str) -> list[Row]:
    """The items of a notice in their order."""
    query = sa.select(notice_items).where(notice_items.c.notice_id == notice_id).order_by(notice_items.c.number)
    return list(connection.execute(query).all())


def list_of_flagger(connection: sa.Connection, flagger_id: str, limit: int) -> list[Row]:
    """The notices of a trusted flagger, the latest first."""
    query = sa.select(notices).where(notices.c.flagger_id == flagger_id)
    return list(connection.execute(query.order_by(notices.c.created_at.desc(), notices.c.id.desc()).limit(limit)).all())


def list_of_case(connection: sa.Connection, case_id: str, limit: int) -> list[Any]:
    """The items that went into a case with the notice that each is of, the earliest first."""
    query = (
        sa.select(
            notice_items.c.id,
            notice_items.c.number,
            notices.c.reason,
            notices.c.explanation,
            notices.c.written,
            notices.c.created_at,
        )
        .join(notices, notices.c.id == notice_items.c.notice_id)
        .where(notice_items.c.case_id == case_id)
        .order_by(notices.c.created_at, notice_items.c.id)
    )
    return list(connection.execute(query.limit(limit)).all())


def decide_all(connection: sa.Connection, case_id: str, outcome: str, now: datetime) -> list[Row]:
    """Give the open items of a case their outcome; those items, as they were."""
    mine = (notice_items.c.case_id == case_id, notice_items.c.decided_at.is_(None))
    items = connection.execute(sa.select(notice_items).where(*mine).order_by(notice_items.c.notice_id)).all()
    connection.execute(sa.update(notice_items).where(*mine).values(outcome=outcome, decided_at=now))
    return list(items)


def count_open(connection: sa.Connection, notice_id: str) -> int:
    """How many items of a notice nobody has decided."""
    mine = (notice_items.c.notice_id == notice_id, notice_items.c.decided_at.is_(None))
    return connection.execute(sa.select(sa.func.count()).select_from(notice_items).where(*mine)).scalar_one()

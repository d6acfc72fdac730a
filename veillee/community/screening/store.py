"""The tables of agreements to being screened, and of pairs that have switched it off."""

from datetime import datetime

import sqlalchemy as sa

from veillee.community.screening.leaves import consent_content, withdrawal_content
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Id, Instant, Transaction, metadata
from veillee.safety import ledger

screening_consents = sa.Table(
    "screening_consents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("wording", sa.String(12), comment="the version that was shown; None: not asked by this program"),
    sa.Column("given_at", Instant, nullable=False),
    sa.Column("withdrawn_at", Instant),
    sa.Column("leaf_index", sa.BigInteger, comment="None: from before these had leaves"),
    sa.Column("withdrawn_leaf", sa.BigInteger),
)

screening_off = sa.Table(
    "screening_off",
    metadata,
    sa.Column("person_id", Id, sa.ForeignKey("people.id"), primary_key=True),
    sa.Column("other_id", Id, sa.ForeignKey("people.id"), primary_key=True, index=True),
    sa.Column("at", Instant, nullable=False, comment="when the one asked to switch it off; both ways: off"),
    sqlite_with_rowid=False,
)


def add_consent(transaction: Transaction, person_id: str, wording: str | None, at: datetime) -> None:
    """Record that somebody agreed to that wording, or was not asked."""
    row = {"id": new_id(), "person_id": person_id, "wording": wording, "given_at": at}
    receipt = ledger.append(transaction, "screening.agreed", consent_content(row), at)
    transaction.connection.execute(screening_consents.insert(), row | {"leaf_index": receipt.index})


def end_consents(transaction: Transaction, person_id: str, at: datetime) -> None:
    """What stands of somebody is withdrawn; the record stays."""
    mine = (screening_consents.c.person_id == person_id, screening_consents.c.withdrawn_at.is_(None))
    ids = sa.select(screening_consents.c.id).where(*mine).order_by(screening_consents.c.id)
    for id_ in transaction.connection.execute(ids).scalars().all():
        receipt = ledger.append(transaction, "screening.withdrawn", withdrawal_content(id_, at), at)
        ended = screening_consents.update().where(screening_consents.c.id == id_)
        transaction.connection.execute(ended.values(withdrawn_at=at, withdrawn_leaf=receipt.index))


def add_off(transaction: Transaction, person_id: str, other_id: str, at: datetime) -> bool:
    """Store that one wants it off between the two; whether that is new."""
    mine = (screening_off.c.person_id == person_id, screening_off.c.other_id == other_id)
    if transaction.connection.execute(sa.select(screening_off.c.at).where(*mine)).first() is not None:
        return False
    transaction.connection.execute(screening_off.insert(), {"person_id": person_id, "other_id": other_id, "at": at})
    return True


def remove_off(transaction: Transaction, one: str, other: str) -> bool:
    """It is on between the two, and neither asks for anything else; whether that is new."""
    either = sa.or_(
        sa.and_(screening_off.c.person_id == one, screening_off.c.other_id == other),
        sa.and_(screening_off.c.person_id == other, screening_off.c.other_id == one),
    )
    return transaction.connection.execute(screening_off.delete().where(either)).rowcount > 0

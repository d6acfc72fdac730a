"""Challenges for passkeys: random, kept as hashes, short-lived, good once."""

from datetime import datetime, timedelta
from typing import Literal

import sqlalchemy as sa

from veillee.foundation.basics import Problem, digest_token, new_token
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.staff import store

Purpose = Literal["enrol", "sign-in"]
CHALLENGES_MAX = 10_000


def make_challenge(
    transaction: Transaction, purpose: Purpose, staff_id: str | None, *, now: datetime, seconds: int
) -> str:
    """A new challenge, 43 characters of base64url. Expired ones are swept; the oldest go when there are too many."""
    _sweep(transaction.connection, now)
    challenge = new_token()
    values = {
        "digest": digest_token(challenge),
        "purpose": purpose,
        "staff_id": staff_id,
        "expires_at": now + timedelta(seconds=seconds),
    }
    transaction.connection.execute(sa.insert(store.challenges).values(values))
    return challenge


def take_challenge(transaction: Transaction, challenge: str, purpose: Purpose, now: datetime) -> str | None:
    """Spend a challenge; returns whom it was made for, if for somebody.

    To be committed before the answer to it is looked at, so that a wrong answer has spent it too. Raises Problem
    `passkey` when it is unknown, spent, expired or was made for something else.
    """
    table = store.challenges.c
    spent = sa.delete(store.challenges).where(table.digest == digest_token(challenge))
    row = transaction.connection.execute(spent.returning(table.purpose, table.staff_id, table.expires_at)).one_or_none()
    if row is None or row.purpose != purpose or row.expires_at <= now:
        raise unusable()
    staff_id: str | None = row.staff_id
    return staff_id


def unusable() -> Problem:
    """The one answer for everything that a passkey can get wrong; it tells nothing about which staff exist."""
    return Problem("passkey", 401, "This passkey could not be accepted; begin again.")


def _sweep(connection: sa.Connection, now: datetime) -> None:
    table = store.challenges.c
    connection.execute(sa.delete(store.challenges).where(table.expires_at <= now))
    kept = sa.select(table.digest).order_by(table.expires_at.desc()).limit(CHALLENGES_MAX)
    if connection.execute(sa.select(sa.func.count()).select_from(store.challenges)).scalar_one() > CHALLENGES_MAX:
        connection.execute(sa.delete(store.challenges).where(table.digest.not_in(kept)))

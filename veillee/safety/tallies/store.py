"""The table of tallies: some hundred rules on some thirty days."""

from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa

from veillee.foundation.storage import Transaction, add_up_many, metadata
from veillee.safety.tallies.model import Tally

KEPT_DAYS = 30

rule_tallies = sa.Table(
    "rule_tallies",
    metadata,
    sa.Column("day", sa.Date, primary_key=True, comment="in UTC"),
    sa.Column("rule", sa.Text, primary_key=True),
    sa.Column("spoke", sa.Integer, nullable=False),
    sa.Column("shadow", sa.Integer, nullable=False, comment="it would have spoken, and was only tried out"),
    sa.Column("alone", sa.Integer, nullable=False, comment="of these: no rule in force said anything"),
    sqlite_with_rowid=False,
)


def add_tallies(transaction: Transaction, day: date, tallies: Mapping[str, Tally]) -> None:
    """Add to what is there of that day."""
    rows = [{"day": day, "rule": rule, **tally._asdict()} for rule, tally in tallies.items()]
    add_up_many(transaction.connection, rule_tallies, rows)


def forget_tallies(transaction: Transaction, today: date) -> None:
    """Delete what is older than KEPT_DAYS, today among them."""
    first = today - timedelta(days=KEPT_DAYS - 1)
    transaction.connection.execute(rule_tallies.delete().where(rule_tallies.c.day < first))

"""Tallies of the whole place, summed up."""

from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from veillee.safety.tallies.model import Tally
from veillee.safety.tallies.store import KEPT_DAYS, rule_tallies

WEEK_DAYS = 7


class Sums(NamedTuple):
    """`since`: the first day that counts, None when nothing does; by rule the last 7 and the last 30 days, the day of
    the question among them."""

    since: date | None
    week: dict[str, Tally]
    month: dict[str, Tally]


def read_sums(connection: sa.Connection, today: date) -> Sums:
    """As of that day in UTC."""
    month_first = today - timedelta(days=KEPT_DAYS - 1)
    since = connection.execute(sa.select(sa.func.min(rule_tallies.c.day)).where(rule_tallies.c.day >= month_first))
    return Sums(
        since.scalar(),
        _sum_since(connection, today - timedelta(days=WEEK_DAYS - 1)),
        _sum_since(connection, month_first),
    )


def _sum_since(connection: sa.Connection, first: date) -> dict[str, Tally]:
    columns = [sa.func.sum(rule_tallies.c[name]) for name in Tally._fields]
    query = sa.select(rule_tallies.c.rule, *columns).where(rule_tallies.c.day >= first).group_by(rule_tallies.c.rule)
    return {rule: Tally(*map(int, sums)) for rule, *sums in connection.execute(query)}

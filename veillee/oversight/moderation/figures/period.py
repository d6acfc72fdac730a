"""Which month or year figures are about."""

import re
from datetime import UTC, datetime

import msgspec

from veillee.foundation.basics import Invalid

_PERIOD = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2]))?")


class Period(msgspec.Struct, frozen=True):
    """From `since` on, before `until`; in UTC."""

    name: str
    since: datetime
    until: datetime


def read_period(text: str | None, now: datetime) -> Period:
    """`2026`, `2026-11`; None: this month so far. Raises Invalid."""
    name = text or f"{now.astimezone(UTC):%Y-%m}"
    found = _PERIOD.fullmatch(name)
    if found is None:
        raise Invalid({"period": "unusable"})
    year, month = int(found[1]), found[2] and int(found[2])
    since = datetime(year, month or 1, 1, tzinfo=UTC)
    if since > now:
        raise Invalid({"period": "future"})
    if not month:
        return Period(name, since, datetime(year + 1, 1, 1, tzinfo=UTC))
    return Period(name, since, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC))

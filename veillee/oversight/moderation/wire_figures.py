"""Figures of the watch."""

from datetime import datetime
from typing import Literal

import msgspec

FigureGroup = Literal["cases", "times", "decisions", "means", "complaints", "misuse", "notices", "reports"]
Measure = Literal["count", "median_hours", "p90_hours"]


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `name`: a label, a kind of decision or what the group counts. `value` null: too few to be told."""

    group: FigureGroup
    name: str
    measure: Measure
    value: float | None


class FlaggerFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What a trusted flagger brought in a period (DSA art. 22(3)): notices, their items, those decided, those on which
    something was done, and half of the decisions came within `median_hours`."""

    flagger: str
    period: str
    notices: int
    items: int
    decided: int
    acted_on: int
    median_hours: float | None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """`period`: `2026` or `2026-11`, in UTC; `until` is its end. `exact` false: counts are rounded to five, fewer than
    five are null, so that nobody is found in them."""

    period: str
    since: datetime
    until: datetime
    exact: bool
    figures: list[Figure]

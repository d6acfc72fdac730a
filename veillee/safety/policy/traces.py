"""What messages leave behind for later verdicts: kinds as data, weights that halve, no words."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import log2
from typing import Any

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.house import Words

FILE = "traces.yaml"
LEFT = 1.0
"""What a trace counts when it is left; leaving it again does not add to it."""
FORGOTTEN = 0.05
"""Below this a trace is gone."""
SECONDS_PER_HOUR = 3600.0
AGE = "age:"
"""Prefix of the kind of trace that an age leaves, with the years."""
AGES_LAST = timedelta(days=60)
"""How long an age that somebody said is remembered."""


class _TraceEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signals: list[str]
    hours: float
    says: Words | None = None
    note: str = ""


class Trace(msgspec.Struct, frozen=True):
    """One kind. `hours` is its half-life."""

    name: str
    signals: frozenset[str]
    hours: float
    says: dict[str, str] = {}
    """What staff read of it, by language."""

    @property
    def lifetime(self) -> timedelta:
        """How long it takes to be forgotten."""
        return timedelta(hours=self.hours * log2(LEFT / FORGOTTEN))

    def weight_after(self, seconds: float) -> float:
        """What is left of it; 0 once it is forgotten."""
        weight = LEFT * 0.5 ** (max(0.0, seconds) / SECONDS_PER_HOUR / self.hours)
        return weight if weight >= FORGOTTEN else 0.0


def read_traces(file: PolicyFile, signals: frozenset[str]) -> dict[str, Trace]:
    """Name → kind. Raises PolicyError for a signal that does not exist."""
    traces: dict[str, Trace] = {}
    for name, value in file.entries():
        traces[name] = _trace(file, name, value, signals)
    return traces


def _trace(file: PolicyFile, name: str, value: Any, signals: frozenset[str]) -> Trace:
    entry = file.parse(value, _TraceEntry)
    unknown = [each for each in entry.signals if each not in signals]
    if unknown or entry.hours <= 0:
        what = f"no signal is called {unknown[0]!r}" if unknown else "hours must be more than 0"
        raise PolicyError(file.name, line_of(value), f"{name}: {what}")
    return Trace(name, frozenset(entry.signals), entry.hours, entry.says.as_dict() if entry.says else {})


def left_by(names: Iterable[str], traces: Mapping[str, Trace]) -> tuple[str, ...]:
    """The kinds that a text with these signals leaves."""
    shown = frozenset(names)
    return tuple(name for name, trace in traces.items() if not trace.signals.isdisjoint(shown))


def age_kind(years: int) -> str:
    """The kind of trace that saying this age leaves."""
    return f"{AGE}{years}"


def age_of(kind: str) -> int | None:
    """The age that a trace is about; None for every other kind."""
    return int(kind.removeprefix(AGE)) if kind.startswith(AGE) else None

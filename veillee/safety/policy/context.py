"""What the caller knows, as values that rules may ask about: the names, their defaults and their meaning."""

from collections.abc import Iterable

from veillee.safety.policy.expressions import Value
from veillee.safety.policy.model import Line, Submission

UNKNOWN_AGE = -1
UNKNOWN_HOURS = -1.0
HISTORY_LINES_MAX = 24
EARLIER = "was_"
"""Prefix of a signal in an earlier line of the author."""
OTHER = "other_"
"""Prefix of a signal in a line of the other person."""

DEFAULTS: dict[str, Value] = {
    "kind": "message",
    "audience": "room",
    "contacts": False,
    "author_age": UNKNOWN_AGE,
    "other_age": UNKNOWN_AGE,
    "author_hours": UNKNOWN_HOURS,
    "first_words": 0,
    "lines_before": 0,
}


def facts_of(submission: Submission) -> dict[str, Value]:
    author, other = submission.author, submission.other
    hours = author.account_age_hours
    return {
        "kind": submission.kind,
        "audience": submission.audience,
        "contacts": submission.contacts,
        "author_age": UNKNOWN_AGE if author.declared_age is None else author.declared_age,
        "other_age": UNKNOWN_AGE if other is None or other.declared_age is None else other.declared_age,
        "author_hours": UNKNOWN_HOURS if hours is None else float(hours),
        "first_words": author.first_words_last_day,
        "lines_before": len(submission.history),
    }


def variables(signals: Iterable[str]) -> dict[str, Value]:
    """Every name that a rule may use, with its default."""
    names = {f"{prefix}{signal}": False for signal in signals for prefix in ("", EARLIER, OTHER)}
    return DEFAULTS | names


def prefix_of(line: Line) -> str:
    return EARLIER if line.by == "author" else OTHER

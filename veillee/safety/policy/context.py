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

ADULT_AGE = 18
AUTHOR_IS_MINOR = "author_is_minor"
OTHER_IS_MINOR = "other_is_minor"

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


def derived(submission: Submission) -> list[str]:
    """Facts that rules read as signals: they can make a rule speak by themselves."""
    found = []
    if _is_minor(submission.author.declared_age):
        found.append(AUTHOR_IS_MINOR)
    if submission.other is not None and _is_minor(submission.other.declared_age):
        found.append(OTHER_IS_MINOR)
    return found


def _is_minor(age: int | None) -> bool:
    return age is not None and age < ADULT_AGE


def variables(signals: Iterable[str]) -> dict[str, Value]:
    """Every name that a rule may use, with its default."""
    names = {f"{prefix}{signal}": False for signal in signals for prefix in ("", EARLIER, OTHER)}
    return DEFAULTS | names | {AUTHOR_IS_MINOR: False, OTHER_IS_MINOR: False}


def prefix_of(line: Line) -> str:
    return EARLIER if line.by == "author" else OTHER

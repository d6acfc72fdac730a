"""What the caller knows, as values that rules may ask about: the names, their defaults and their meaning."""

import re
from collections.abc import Iterable

from veillee.safety.policy.model import LABELS, Line, Submission
from veillee.safety.policy.plain import Value

UNKNOWN_AGE = -1
UNKNOWN_HOURS = -1.0
UNKNOWN_RATIO = -1.0
HISTORY_LINES_MAX = 24
HISTORY_CHARS_MAX = 2000
"""So much of the history is read, the latest first: what was said long before has left traces."""
SPLIT_LINES_MAX = 3
SPLIT_CHARS_MAX = 100
SPLIT_WORDS_MAX = 10
SHORT_WORDS_MAX = 3
EARLIER = "was_"
"""Prefix of a signal in an earlier line of the author."""
SCORE = "score_"
"""Prefix of a label: how much the text is like harm of that label, 0 to 1 (`signals/scorer.py`)."""
PAIR, ACCOUNT = "pair_", "account_"
"""Prefixes of traces: left towards this person, left towards others (`traces.py`)."""
NEAR_DUPLICATES_MIN = 3
COPIES = "copies_first_word"
SHORT_COPIES = "copies_short_first_word"
LINKED = "linked_to_banned"
OTHER_AGE = "tells_another_age"
"""The author says an age at least YEARS_APART from every one that they have said."""
YEARS_APART = 10
OTHER = "other_"
"""Prefix of a signal in a line of the other person."""

ADULT_AGE = 18
AUTHOR_IS_MINOR = "author_is_minor"
OTHER_IS_MINOR = "other_is_minor"

DERIVED = (AUTHOR_IS_MINOR, OTHER_IS_MINOR, COPIES, SHORT_COPIES, LINKED, OTHER_AGE)

SEAM = re.compile(r"_+|(?<=[a-zß-ÿ])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Where words of a name meet."""

DEFAULTS: dict[str, Value] = {
    "kind": "message",
    "audience": "room",
    "contacts": False,
    "author_age": UNKNOWN_AGE,
    "other_age": UNKNOWN_AGE,
    "author_hours": UNKNOWN_HOURS,
    "author_links_banned": 0,
    "first_words": 0,
    "first_words_hour": 0,
    "reply_ratio": UNKNOWN_RATIO,
    "hours_known": UNKNOWN_HOURS,
    "lines_before": 0,
    "author_may_link": True,
}


PERSONAL = frozenset(DEFAULTS) - {"kind", "audience", "contacts", "lines_before"}
"""Facts about people, as opposed to facts about where something is said."""


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
        "author_links_banned": author.links_banned,
        "first_words": author.first_words_last_day,
        "first_words_hour": author.first_words_last_hour,
        "reply_ratio": UNKNOWN_RATIO if author.reply_ratio is None else author.reply_ratio,
        "hours_known": UNKNOWN_HOURS if submission.hours_known is None else submission.hours_known,
        "lines_before": len(submission.history),
    }


def derived(submission: Submission) -> list[str]:
    """Facts that rules read as signals: they can make a rule speak by themselves."""
    found = []
    if _is_minor(submission.author.declared_age):
        found.append(AUTHOR_IS_MINOR)
    if submission.other is not None and _is_minor(submission.other.declared_age):
        found.append(OTHER_IS_MINOR)
    if submission.author.near_duplicates >= NEAR_DUPLICATES_MIN:
        found.append(COPIES)
    if submission.author.short_copies >= NEAR_DUPLICATES_MIN:
        found.append(SHORT_COPIES)
    if submission.author.links_banned:
        found.append(LINKED)
    return found


def _is_minor(age: int | None) -> bool:
    return age is not None and age < ADULT_AGE


def traces_of(submission: Submission) -> dict[str, Value]:
    """What earlier messages left, under the names that rules use."""
    pair: dict[str, Value] = {f"{PAIR}{name}": float(weight) for name, weight in submission.pair.items()}
    return pair | {f"{ACCOUNT}{name}": float(weight) for name, weight in submission.account.items()}


def variables(signals: Iterable[str], traces: Iterable[str]) -> dict[str, Value]:
    """Every name that a rule may use, with its default."""
    left: dict[str, Value] = {f"{prefix}{name}": 0.0 for name in traces for prefix in (PAIR, ACCOUNT)}
    names = {f"{prefix}{signal}": False for signal in signals for prefix in ("", EARLIER, OTHER)}
    scores: dict[str, Value] = {f"{SCORE}{label}": 0.0 for label in LABELS}
    return DEFAULTS | scores | left | names | dict.fromkeys(DERIVED, False)


def is_far_from_all(age: int, said: Iterable[int]) -> bool:
    """Whether an age is new to all that were said before: so that each contradiction speaks once."""
    return all(abs(age - other) >= YEARS_APART for other in said)


def rests_on(name: str) -> bool:
    """Whether a name means something beside the words of the text itself, and not only where they were said."""
    return name in DERIVED or name in PERSONAL or name.startswith((EARLIER, OTHER, PAIR, ACCOUNT))


def can_trigger(name: str) -> bool:
    """Whether a value is a signal, which makes the rules that name it be asked.

    Rules that facts and traces alone can make speak are asked every time; a score decides only what a signal raised.
    """
    return name not in DEFAULTS and not name.startswith((SCORE, PAIR, ACCOUNT))


def lines_read(submission: Submission) -> list[Line]:
    """The latest lines before the text that are read as evidence."""
    lines: list[Line] = []
    chars = 0
    for line in reversed(submission.history[-HISTORY_LINES_MAX:] if HISTORY_LINES_MAX else ()):
        chars += len(line.text)
        if chars > HISTORY_CHARS_MAX and lines:
            break
        lines.append(line)
    return lines


def parts_of(submission: Submission) -> list[str]:
    """The author's own lines right before the text, oldest first, while they are short: words are split to hide."""
    parts: list[str] = []
    chars = len(submission.text)
    for line in submission.history[: -SPLIT_LINES_MAX - 1 : -1]:
        chars += len(line.text)
        if line.by != "author" or chars > SPLIT_CHARS_MAX or len(line.text.split()) > SPLIT_WORDS_MAX:
            break
        parts.insert(0, line.text)
    return parts


def are_short(parts: list[str]) -> bool:
    """Whether each is but a few words."""
    return all(len(part.split()) <= SHORT_WORDS_MAX for part in parts)


def is_name(submission: Submission) -> bool:
    """Whether it is a name or a title, where words are run together."""
    return submission.kind in ("pseudonym", "room_name", "room_topic")


def words_apart(name: str) -> str:
    """`Lea15ans`, `papa_poule`, `JeuneFille` → with spaces."""
    return SEAM.sub(" ", name)


def prefix_of(line: Line) -> str:
    return EARLIER if line.by == "author" else OTHER

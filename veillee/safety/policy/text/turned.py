"""Text written backwards, as a whole or word by word: told by how much more of it can be read the other way round."""

import re
from collections.abc import Callable

import msgspec

Span = tuple[int, int]
RIGHT_TO_LEFT = re.compile("[\u202e\u2067]")
CHARS_MAX = 400
"""A longer text is not turned: reading it twice more would take too long."""
KNOWN_SHARE_MIN = 0.6
"""When less of a text is known it is worth a second look."""
LETTERS_MIN = 8
WORD = re.compile(r"\S+")


class Turned(msgspec.Struct, frozen=True):
    """`text` the other way round, and how a span of it goes back to the original."""

    text: str
    back: Callable[[Span], Span]


def may_be_turned(text: str) -> bool:
    """Whether it is neither too short nor too long for a second look."""
    return LETTERS_MIN <= len(text) <= CHARS_MAX


def is_shown_turned(text: str) -> bool:
    """Whether it asks to be shown from right to left."""
    return RIGHT_TO_LEFT.search(text) is not None


def turned_share(tokens: list[str], typed: frozenset[str]) -> float:
    """How many of the words would be known the other way round: a quick look before the whole text is read again."""
    words = [token[::-1] for token in tokens if len(token) > 1]
    return sum(map(typed.__contains__, words)) / len(words) if words else 1.0


def turn(text: str) -> tuple[Turned, Turned]:
    """All of it turned, and each word for itself."""
    size = len(text)
    return (
        Turned(text[::-1], lambda span: (size - span[1], size - span[0])),
        Turned(WORD.sub(lambda word: word[0][::-1], text), lambda span: _whole_words(text, span)),
    )


def _whole_words(text: str, span: Span) -> Span:
    """The words that the span touches: letters within a word have changed places."""
    start, end = span
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end

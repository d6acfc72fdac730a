"""Templates of the lexicon: `{je|on {ne|}} {10-12}` stands for every combination of its choices."""

import re
from collections.abc import Iterator

EXPANSIONS_MAX = 40_000
PLAIN = re.compile(r"[^{}|]+")
RANGE = re.compile(r"^(\d+)-(\d+)$")

Sequence = list[str | list["Sequence"]]
"""What follows each other: plain text, or the choices at one place, each a sequence."""


def parse(template: str) -> Sequence:
    """The template taken apart. Raises ValueError for braces that do not match, or too many combinations."""
    sequence, end = _sequence(template, 0)
    if end != len(template):
        raise ValueError(f"unmatched brace or bar in {template!r}")
    if count(sequence) > EXPANSIONS_MAX:
        raise ValueError(f"{template!r} stands for more than {EXPANSIONS_MAX} phrases")
    return sequence


def count(sequence: Sequence) -> int:
    """For how many phrases it stands."""
    phrases = 1
    for piece in sequence:
        if not isinstance(piece, str):
            phrases *= sum(map(count, piece))
    return phrases


def words_of(sequence: Sequence) -> Iterator[str]:
    """The words in it, and the pieces of those that braces cut."""
    for piece in sequence:
        if isinstance(piece, str):
            yield from piece.split()
        else:
            for choice in piece:
                yield from words_of(choice)


def _sequence(text: str, at: int) -> tuple[Sequence, int]:
    pieces: Sequence = []
    while at < len(text) and text[at] not in "|}":
        if text[at] == "{":
            choices, at = _choices(text, at + 1)
            pieces.append(choices)
        elif plain := PLAIN.match(text, at):
            pieces.append(plain[0])
            at = plain.end()
    return pieces, at


def _choices(text: str, at: int) -> tuple[list[Sequence], int]:
    choices: list[Sequence] = []
    while True:
        inner, at = _sequence(text, at)
        choices += _numbers(inner) or [inner]
        if at >= len(text):
            raise ValueError(f"unmatched brace in {text!r}")
        at += 1
        if text[at - 1] == "}":
            return choices, at


def _numbers(inner: Sequence) -> list[Sequence]:
    """`10-12` → 10, 11, 12; nothing for any other choice."""
    span = RANGE.match(inner[0]) if len(inner) == 1 and isinstance(inner[0], str) else None
    return [[str(number)] for number in range(int(span[1]), int(span[2]) + 1)] if span else []

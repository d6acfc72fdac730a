"""Which age somebody says to have, as a number, in the plain words of a text (where numbers are digits, in pieces)."""

import re

YEARS_MIN, YEARS_MAX = 8, 99
_NUMBER = r"(\d{1,2}(?: (?:et )?(?:\d{1,2}|une?)){0,2})"
_SELF_FR = r"je (?:en )?ai(?: (?:bientot|presque|que|deja|juste|pile))?|moi(?: je ai)?"
_UNITS_EN = "min|minute|hour|day|week|month|km|mile|meter|metre|step|percent|pound|euro|th|st|nd|rd"
_SAID = re.compile(
    rf"\b(?:{_SELF_FR}) {_NUMBER} ans?\b(?! (?:des?|d|du|que)\b)"
    rf"|\bi am(?: (?:only|just|almost))? {_NUMBER}\b(?! (?:{_UNITS_EN})s?\b)"
)


_HINT = re.compile(r"\b(?:ans?|piges?|balais|berges|years?|yo)\b|\bi.?\s?a?m\b", re.IGNORECASE)


def may_say_age(text: str) -> bool:
    """Whether a text is worth reading for an age; quick, and wrong only in saying yes too often."""
    return _HINT.search(text) is not None


def find_age(words: str) -> int | None:
    """The age in years that somebody says first of themselves; None when there is none."""
    for match in _SAID.finditer(words):
        years = _put_together([_value(piece) for piece in (match[1] or match[2]).split() if piece != "et"])
        if YEARS_MIN <= years <= YEARS_MAX:
            return years
    return None


def _value(piece: str) -> int:
    return int(piece) if piece.isdigit() else 1


def _put_together(pieces: list[int]) -> int:
    """`20 8` is 28, `60 12` is 72, `4 20 12` is 92; of anything else the first piece."""
    if pieces[:2] == [4, 20]:
        return 80 + (pieces[2] if len(pieces) > 2 and pieces[2] < 20 else 0)
    if len(pieces) > 1 and pieces[0] >= 20 and pieces[0] % 10 == 0 and 0 < pieces[1] < 20:
        return pieces[0] + pieces[1]
    return pieces[0]

"""Signs of disguise in the characters themselves, before anything is undone (stage 0): evidence, and no proof.

All of them are undone when the text is folded; but nobody writes so by accident, and rules may make more of the words.
"""

import re
from collections.abc import Callable

from veillee.safety.policy.text.fold import SWELLING

Span = tuple[int, int]
MIXED_SCRIPTS, HIDDEN_CHARACTERS, SWELLS = "mixed_scripts", "hidden_characters", "swells"
SIGNS = (MIXED_SCRIPTS, HIDDEN_CHARACTERS, SWELLS)
SWELLING_MIN = 4
"""U+FDFA once or twice is piety, and more of them are made to grow."""

_LATIN = "A-Za-zÀ-ɏ"
# Cyrillic, and of Greek what looks Latin: `5 μm` and `kΩ` are written by honest people.
_FOREIGN = "\u0400-\u052fαενικοτυρχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_INVISIBLE = "\u034f\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0"
_MIXED = re.compile(f"[{_LATIN}][{_FOREIGN}]|[{_FOREIGN}][{_LATIN}]")
_HIDDEN = re.compile(f"[{_LATIN}][{_INVISIBLE}]+[{_LATIN}]|[\u202d\u202e]")
_SWELLS = re.escape("".join(map(chr, SWELLING)))
_SWELLING = re.compile(f"[{_SWELLS}]")
_ANY = re.compile(f"[{_FOREIGN}{_INVISIBLE}{_SWELLS}\u202d\u202e]")


def find_signs(text: str) -> dict[str, Span]:
    """Sign → its first place in the original text."""
    if text.isascii() or _ANY.search(text) is None:
        return {}
    places = {name: find(text) for name, find in _FINDERS.items()}
    return {name: place for name, place in places.items() if place is not None}


def _first(pattern: re.Pattern[str]) -> Callable[[str], Span | None]:
    """With the letters on both sides."""

    def find(text: str) -> Span | None:
        found = pattern.search(text)
        if found is None:
            return None
        start, end = found.span()
        while start > 0 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        return start, end

    return find


def _swells(text: str) -> Span | None:
    places = [found.span() for found in _SWELLING.finditer(text)]
    return (places[0][0], places[-1][1]) if len(places) >= SWELLING_MIN else None


_FINDERS: dict[str, Callable[[str], Span | None]] = {
    MIXED_SCRIPTS: _first(_MIXED),
    HIDDEN_CHARACTERS: _first(_HIDDEN),
    SWELLS: _swells,
}

"""The forms of one word: its stem, its endings, slips in typing it, and what it is within words run together."""

import re
from collections.abc import Iterable

SLIP_CHARS_MIN = 6
SWAP_CHARS_MIN = 4
HEAD_CHARS = 3
LONG_PIECE_CHARS_MIN = 5
VOWELS = "aeiouy"
ELIDED = "jlmtsdn"
ELIDED_CHARS_MIN, ELIDED_VOWEL_CHARS_MIN = 4, 6
AMOUNT = re.compile(r"^([$£€])(\d{1,6})$")
CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro"}
LAST_PIECES = {"all": LONG_PIECE_CHARS_MIN - 1, "to": LONG_PIECE_CHARS_MIN}
"""Short words that may be the second of two → how long the first then is at least."""
SMALL_PIECES = ("so", "to", "the", "les", "des", "ces", "tes", "mes", "sur", "tu", "je")


def stem(word: str) -> str:
    """Without the endings that sound alike or only count: `tuer`, `tuez`, `tué`, `tues` → `tue`."""
    if len(word) >= 4:
        if word[-1] in "sx" and word[-2] != "s":
            word = word[:-1]
        if len(word) >= 4 and word.endswith(("er", "ez", "ee")):
            return word[:-1]
    return word


def amount_of(word: str) -> str | None:
    """`£200` → `200 pound`."""
    amount = AMOUNT.match(word)
    return f"{amount[2]} {CURRENCIES[amount[1]]}" if amount else None


def pieces_of(vocabulary: Iterable[str], glue: Iterable[str]) -> dict[str, str]:
    """What may stand in a word run together → its stem."""
    long = {word: word for word in vocabulary if len(word) > 2 and word.isalpha()}
    inflected = {form: word for word in long for form in _forms_of(word)}
    return {letter: letter for letter in "aijyt"} | inflected | long | {word: stem(word) for word in glue}


def _forms_of(word: str) -> Iterable[str]:
    yield word + "s"
    if word[-1] == "e":
        yield from (word[:-1] + end for end in ("er", "ers", "ez", "ee", "ees"))


def slips_of(root: str) -> Iterable[str]:
    """Slips in typing a word of this stem, also in the ending that the stem lacks: `suffre`, `cancr`."""
    yield from _slips_of(root)
    if root[-1] == "e":
        yield from _slips_of(root + "r")


def _slips_of(word: str) -> Iterable[str]:
    """The word with one inner letter missing, or two neighbours behind the first swapped."""
    if len(word) >= SLIP_CHARS_MIN:
        yield from (word[:index] + word[index + 1 :] for index in range(1, len(word) - 1))
    yield from swaps_of(word)


def swaps_of(word: str) -> Iterable[str]:
    for index in range(1, len(word) - 1):
        swapped = word[:index] + word[index + 1] + word[index] + word[index + 2 :]
        # Four letters that end in a vowel are too often another word: `vine`, and not `vien`.
        if len(word) > SWAP_CHARS_MIN or index < len(word) - 2 or swapped[-1] not in VOWELS:
            yield swapped


def longest_by_head(words: Iterable[str]) -> dict[str, int]:
    """The first letters of the words → the length of the longest that begins so."""
    longest: dict[str, int] = {}
    for word in words:
        head = word[:HEAD_CHARS]
        longest[head] = max(len(word), longest.get(head, 0))
    return longest


def elided_of(word: str) -> tuple[str, str]:
    """The letter in front whose apostrophe may be missing, or `j` for `je`, and what follows it; nothing if none."""
    least = ELIDED_VOWEL_CHARS_MIN if word[1:2] in VOWELS else ELIDED_CHARS_MIN
    if len(word) < least or word[0] not in (ELIDED if word[1] in VOWELS else "j"):
        return "", ""
    return word[0], word[1:]


def can_be_glued(one: str, two: str) -> bool:
    """Two short words together are too often a third: only `i`, or a longer word after a small one, or `all` and `to`
    behind a longer one."""
    if len(two) < LONG_PIECE_CHARS_MIN - 1:
        return len(one) >= LAST_PIECES.get(two, len(one) + 1)
    return len(one) > 3 or one == "i" or (one in SMALL_PIECES and len(two) >= LONG_PIECE_CHARS_MIN)

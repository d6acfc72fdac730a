"""Reading what somebody wrote: words without accents, names, language. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from veillee.server.demo.model import Language

CHARS_READ_MAX = 600
ACCENTS = frozenset("éèêçàùôœ")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Lower case, no accents, words parted by single blanks, a blank at both ends."""
    decomposed = unicodedata.normalize("NFKD", text[:CHARS_READ_MAX].casefold().replace("œ", "oe"))
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return f" {_NOT_WORD.sub(' ', letters).strip()} "


def guess_language(text: str, telling: Mapping[Language, frozenset[str]], otherwise: Language) -> Language:
    """The language of a text by words that tell, and by accents; `otherwise` when nothing does."""
    words = plain(text).split()
    french = sum(word in telling["fr"] for word in words) + sum(letter in ACCENTS for letter in text[:CHARS_READ_MAX])
    english = sum(word in telling["en"] for word in words)
    if french == english:
        return otherwise
    return "fr" if french > english else "en"


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """Matches any of the phrases in a plain text; None for no phrases.

    In a phrase, a trailing * is any ending and ~ stands for up to three words.
    """
    parts = []
    for phrase in phrases:
        pieces = (plain(piece).strip() for piece in phrase.rstrip("*").split("~"))
        parts.append(" (?:[a-z0-9]+ ){0,3}".join(pieces) + ("[a-z0-9]*" if phrase.endswith("*") else ""))
    if not parts:
        return None
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(parts)})(?![a-z0-9])")


def is_question(text: str) -> bool:
    """Whether somebody seems to want an answer."""
    return "?" in text[:CHARS_READ_MAX]

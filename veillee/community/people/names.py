"""Pseudonyms: what one may look like, and when two are the same to the eye."""

import re
import unicodedata

from veillee.foundation.basics import Invalid
from veillee.safety.policy import fold

PSEUDONYM_CHARS_MIN = 2
PSEUDONYM_CHARS_MAX = 24
STAFF_WORDS = (
    "admin",
    "administrat",
    "animateur",
    "equipe",
    "moderat",
    "modo",
    "operateur",
    "operator",
    "staff",
    "support",
    "systeme",
    "system",
    "veillee",
    "veilleur",
    "veilleuse",
)
_SEPARATORS = re.compile(r"[\W_\d]+")
_FORBIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def name_key(name: str) -> str:
    """What the eye sees: case, accents, look-alike letters and digits, and separators are folded away."""
    return re.sub(r"[\W_]+", "", fold(name)) or name.casefold()


def check_pseudonym(raw: str, staff_names: frozenset[str] = frozenset()) -> str:
    """The pseudonym, trimmed and in NFC. `staff_names` are name keys.

    Raises Invalid with the reason under `pseudonym`: length, characters, staff.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if not PSEUDONYM_CHARS_MIN <= len(name) <= PSEUDONYM_CHARS_MAX:
        raise Invalid({"pseudonym": "length"})
    categories = {unicodedata.category(character) for character in name}
    if categories & _FORBIDDEN_CATEGORIES or not any(category[0] in "LN" for category in categories):
        raise Invalid({"pseudonym": "characters"})
    if name_key(name) in staff_names or _sounds_like_staff(name):
        raise Invalid({"pseudonym": "staff"})
    return name


def _sounds_like_staff(name: str) -> bool:
    # By words, so that "Badminton" stays free while "l'admin", "M0dérateur" and "a d m i n" do not.
    folded = fold(name)
    words = [word for word in _SEPARATORS.split(folded) if word]
    whole = "".join(words)
    return any(word.startswith(STAFF_WORDS) for word in (*words, whole))

"""Pseudonyms: what one may look like, and when two are the same to the eye."""

import re
import unicodedata

from veillee.foundation.basics import Invalid
from veillee.safety.policy import fold

PSEUDONYM_CHARS_MIN = 2
PSEUDONYM_CHARS_MAX = 24
STAFF_WORDS = ("admin", "admins", "equipe", "modo", "modos", "mod", "staff", "support", "system", "systeme", "veillee")
STAFF_STEMS = ("administrat", "animateur", "animatrice", "moderat", "operateur", "operatrice", "operator", "veilleu")
# Digits and signs that stand for letters; one form for the letters that look alike themselves.
_AS_LETTERS = str.maketrans("0134578@$!|i", "oleastbaslll")
_STAFF_WORDS = frozenset(word.translate(_AS_LETTERS) for word in STAFF_WORDS)
_STAFF_STEMS = tuple(word.translate(_AS_LETTERS) for word in STAFF_STEMS)
_SEPARATORS = re.compile(r"[\W_]+")
_FORBIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def name_key(name: str) -> str:
    """What the eye sees: case, accents, look-alike letters and digits, and separators are folded away."""
    return re.sub(r"[\W_]+", "", fold(name).translate(_AS_LETTERS)) or name.casefold()


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
    if _looks_like_one_of(name, staff_names) or _sounds_like_staff(name):
        raise Invalid({"pseudonym": "staff"})
    return name


def _looks_like_one_of(name: str, staff_names: frozenset[str]) -> bool:
    looks = {_run_together(key) for key in staff_names}
    return any(_run_together(key) in looks for key in (name_key(name), _without_number(name)))


def _sounds_like_staff(name: str) -> bool:
    # By words, so that "Badminton" stays free while "l'admin", "M0dérateur" and "a d m i n" do not.
    words = [word for word in _SEPARATORS.split(fold(name).translate(_AS_LETTERS)) if word]
    words += ["".join(words), _without_number(name)]
    seen = {*words, *map(_run_together, words)}
    return any(word in _STAFF_WORDS or word.startswith(_STAFF_STEMS) for word in seen)


def _without_number(name: str) -> str:
    """The name key as if there were no digits at the end: a number after a name changes nothing."""
    return _SEPARATORS.sub("", fold(name)).rstrip("0123456789").translate(_AS_LETTERS)


def _run_together(key: str) -> str:
    """Pairs of letters that look like one. Only staff are protected from them: Arnaud and Amaud may both be here."""
    return key.replace("rn", "m").replace("vv", "w")

"""How a French word sounds, roughly: what `gueule`, `geule` and `gueul`, or `cachés` and `kaché`, have in common."""

import re

UNHEARD = ("aient", "ait", "ais", "ent", "ees", "er", "ez", "es", "et", "ee", "e")
SILENT = "stdxp"
WRITTEN_AS_HEARD = (
    ("p", (("ph", "f"),)),
    ("q", (("qu", "k"), ("q", "k"))),
    ("h", (("ch", "x"), ("sh", "x"))),
    ("c", (("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"))),
    ("g", (("gue", "ge"), ("gui", "gi"))),
    ("u", (("eau", "o"), ("au", "o"))),
    ("i", (("oi", "wa"), ("ain", "in"), ("ein", "in"))),
    ("e", (("en", "an"), ("em", "an"))),
    ("i", (("ai", "e"), ("ei", "e"))),
    ("h", (("h", ""),)),
    ("y", (("y", "i"),)),
    ("z", (("z", "s"),)),
)
"""One after the other, each group only in words that have its letter."""
DOUBLED = re.compile(r"(.)\1+")
HEARD_CHARS_MIN = 3


def sound(word: str) -> str:
    """A key that words which sound alike share; `""` when too little is left to tell words apart.

    `word` is folded: lower case, without accents.
    """
    if word.endswith(UNHEARD):
        heard = word[: -len(next(each for each in UNHEARD if word.endswith(each)))]
    else:
        heard = word.rstrip(SILENT)
    for letter, group in WRITTEN_AS_HEARD:
        if letter in heard:
            for written, spoken in group:
                heard = heard.replace(written, spoken)
    if DOUBLED.search(heard):
        heard = DOUBLED.sub(r"\1", heard)
    return heard if len(heard) >= HEARD_CHARS_MIN else ""

"""How a French word sounds, roughly: what `gueule`, `geule` and `gueul`, or `cachés` and `kaché`, have in common."""

import re

UNHEARD = ("aient", "ait", "ais", "ent", "ees", "er", "ez", "es", "et", "ee", "e")
SILENT = "stdxp"
WRITTEN_AS_HEARD = (
    ("ph", "f"), ("qu", "k"), ("q", "k"), ("ch", "x"), ("sh", "x"), ("ce", "se"), ("ci", "si"), ("cy", "si"),
    ("c", "k"), ("gue", "ge"), ("gui", "gi"), ("eau", "o"), ("au", "o"), ("oi", "wa"), ("ain", "in"), ("ein", "in"),
    ("en", "an"), ("em", "an"), ("ai", "e"), ("ei", "e"), ("h", ""), ("y", "i"), ("z", "s"),
)  # fmt: skip
DOUBLED = re.compile(r"(.)\1+")
HEARD_CHARS_MIN = 3


def sound(word: str) -> str:
    """A key that words which sound alike share; `""` when too little is left to tell words apart.

    `word` is folded: lower case, without accents.
    """
    ending = next((each for each in UNHEARD if word.endswith(each)), None)
    heard = word[: -len(ending)] if ending else word.rstrip(SILENT)
    for written, spoken in WRITTEN_AS_HEARD:
        heard = heard.replace(written, spoken)
    if DOUBLED.search(heard):
        heard = DOUBLED.sub(r"\1", heard)
    return heard if len(heard) >= HEARD_CHARS_MIN else ""

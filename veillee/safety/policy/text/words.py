"""Cutting folded text into words and punctuation marks."""

import re

CLOSING = "€"
"""Ends a word that it belongs to."""
DROPPED = "·"
"""Stands within a word and says nothing: `étudiant·e`."""
WORD_MARKS = "@$*'"
STOPS = ".!?;:…。！？؟…|"
LINE_ENDS = "\n\r"
COMMAS = ",،、，"
EMOJI = (
    range(0x2190, 0x2200),
    range(0x2300, 0x2400),
    range(0x2500, 0x2800),
    range(0x2B00, 0x2C00),
    range(0x1F300, 0x1FB00),
)


def _build_table() -> dict[int, str]:
    table = {point: f" {chr(point)} " for span in EMOJI for point in span}
    table |= {point: " " for point in range(0x80) if not chr(point).isalnum() and chr(point) not in WORD_MARKS}
    table |= {ord(stop): " . " for stop in STOPS}
    table |= dict.fromkeys(map(ord, LINE_ENDS), " . ") | dict.fromkeys(map(ord, COMMAS), " , ")
    return table | {ord('"'): ' " ', ord(CLOSING): f"{CLOSING} ", ord(DROPPED): "", ord("•"): " "}


def _build_pattern() -> re.Pattern[str]:
    marks = re.escape(f'{STOPS}{LINE_ENDS}{COMMAS}"')
    marks += "".join(f"{chr(span.start)}-{chr(span.stop - 1)}" for span in EMOJI)
    spaces = re.escape("".join(chr(point) for point, written in SPREAD.items() if written == " "))
    word = f"[^{spaces}{marks}{CLOSING}]"
    return re.compile(f"{word}+{CLOSING}?|{CLOSING}|[{marks}]")


SPREAD = _build_table()
SPREAD_ASCII = {point: written.strip() or " " for point, written in SPREAD.items() if point < 0x80}
ALIKE = dict.fromkeys(map(ord, STOPS + LINE_ENDS), ".") | dict.fromkeys(map(ord, COMMAS), ",")
"""Marks as `spread` writes them."""
TOKEN = _build_pattern()
SIGNED = re.compile(r"[a-z][^a-z' ]|[^a-z' ][a-z]")
"""A letter beside what is none, but for an apostrophe."""
ODD_BESIDE = re.compile(r"""[^a-z' .,"](?:(?=[a-z])|(?<=[a-z](?s:.)))""")
"""As SIGNED, quicker to find: begins with what is rare, and passes over the marks that stand alone."""
SEPARATOR = re.compile(r"\n|,(?![^{}]*\})")


def spread(folded: str) -> str:
    """Folded text with every word and every mark that counts set apart by spaces."""
    if not folded.isascii():
        return folded.translate(SPREAD)
    # Character for character is what `translate` does fast; the few marks follow.
    return folded.translate(SPREAD_ASCII).replace(".", " . ").replace(",", " , ").replace('"', ' " ')


def may_be_signed(apart: str) -> bool:
    """Whether one of the words that `spread` sets apart may have signs in place of letters."""
    return ODD_BESIDE.search(apart) is not None


def token_places(folded: str, tokens: list[str]) -> list[tuple[int, int]]:
    """Where each of the words and marks `spread(folded).split()` stands in the folded text."""
    if DROPPED in folded:
        return [found.span() for found in TOKEN.finditer(folded) if found[0].strip(DROPPED)]
    find, end = folded.translate(ALIKE).find, 0
    # Nothing but what `spread` makes spaces of lies between two tokens, so that the next one found is this one.
    return [(start := find(token, end), end := start + len(token)) for token in tokens]


def split_list(text: str) -> list[str]:
    """The entries between commas and line ends; a comma inside braces is one of the choices."""
    return [entry for entry in map(str.strip, SEPARATOR.split(text)) if entry]

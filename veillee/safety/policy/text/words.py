"""Cutting folded text into words and punctuation marks."""

from collections.abc import Sequence

WORD_MARKS = "@$*'"
STOPS = ".!?;:…。！？؟…|"
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
    table |= dict.fromkeys(map(ord, "\n\r"), " . ") | dict.fromkeys(map(ord, ",،、，"), " , ")
    return table | {ord('"'): ' " ', ord("€"): "€ ", ord("·"): "", ord("•"): " "}


SPREAD = _build_table()


def spread(folded: str) -> str:
    """Folded text with every word and every mark that counts set apart by spaces."""
    return folded.translate(SPREAD)


def spread_with_origins(folded: str, origins: Sequence[int]) -> tuple[str, list[int]]:
    """The same string as `spread`, with the origin of each character."""
    pieces: list[str] = []
    kept: list[int] = []
    for char, origin in zip(folded, origins, strict=True):
        piece = SPREAD.get(ord(char), char)
        pieces.append(piece)
        kept.extend([origin] * len(piece))
    return "".join(pieces), kept

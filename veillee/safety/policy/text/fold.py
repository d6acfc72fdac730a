"""Folding: one table from a code point to what it reads as, so that a whole text folds in one `str.translate`.

Case, accents, compatibility forms, look-alikes from other scripts, emoji digits and invisible characters are undone.
Nothing grows more than `GROWTH_MAX`-fold (U+FDFA alone would grow 18-fold under NFKC).
"""

import re
import unicodedata
from collections.abc import Sequence

GROWTH_MAX = 4
FEW_SHARE = 4
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
ONE_BYTE = "cp1252"
"""The letters and marks of western Europe, one byte each."""

# Look-alikes that compatibility decomposition leaves alone. Written for this project from Unicode's charts.
LOOKALIKES = dict(
    zip(
        "авеёзікмнорсстухјѕԁһԛԝгьɡɑαβεηικνορτυχγωϲƽỿıłøđħŧßæœ",
        "abee3ikmhopcctyxjsdhqwrbgaabenikvoptuxywcsyilodhtbao",
        strict=False,
    )
) | {
    "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "т": "t", "п": "n", "и": "u", "я": "r", "л": "l", "ы": "bi",
    "ı": "i", "ƒ": "f", "ҝ": "k", "қ": "k", "ν": "v", "μ": "u", "σ": "o", "δ": "d", "λ": "a", "π": "n", "θ": "o",
    "ς": "c", "ρ": "p", "ѵ": "v", "ѡ": "w", "ɩ": "i", "ʋ": "u", "ɴ": "n", "ʀ": "r", "ɢ": "g", "ʙ": "b", "ʜ": "h",
    "ʟ": "l", "ᴀ": "a", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ᴊ": "j", "ᴋ": "k", "ᴍ": "m", "ᴏ": "o", "ᴘ": "p", "ᴛ": "t",
    "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴢ": "z", "ꜱ": "s", "ғ": "f", "ɪ": "i", "ǫ": "q", "ⅼ": "l", "∂": "d", "℮": "e",
}  # fmt: skip

# Capitals that look like another letter than their small form does.
LOOKALIKES |= {"Ζ": "z", "Η": "h", "Ν": "n", "Μ": "m"}

QUOTES = dict.fromkeys("«»“”„‟❝❞＂〝〞", '"')
APOSTROPHES = dict.fromkeys("’‘‛`´ʼ＇′ʹ", "'")
DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")

LATIN_FROM_SYMBOLS = range(0x1F110, 0x1F18A)
RANGES = (range(0x00, 0x3100), range(0xA640, 0xABC0), range(0xD800, 0x10000), range(0x1D400, 0x1D800))


def _boxed_letter(point: int) -> str:
    """A letter in a box or a circle (U+1F110 …): four alphabets in a row, with gaps at their ends."""
    offset = (point - 0x1F110) % 32
    return chr(ord("a") + offset) if offset < 26 else " "


def _reading(char: str) -> str:
    """What one character reads as, in lower-case letters, digits and plain punctuation."""
    for known in (QUOTES, APOSTROPHES, DASHES, LOOKALIKES):
        if char in known:
            return known[char]
    if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cs", "Co", "Cn"):
        return ""
    if unicodedata.category(char) in ("Zs", "Zl", "Zp", "Cc"):
        return "\n" if char in "\n\r\u2028\u2029" else " "
    digit = unicodedata.digit(char, -1)
    if digit >= 0:
        return str(digit)
    folded = unicodedata.normalize("NFKD", char).casefold()
    plain = "".join(LOOKALIKES.get(each, each) for each in folded if not unicodedata.combining(each))
    return plain if len(plain) <= GROWTH_MAX else " "


def _build_table() -> dict[int, str]:
    table = {point: _reading(chr(point)) for span in RANGES for point in span}
    table |= {point: _boxed_letter(point) for point in LATIN_FROM_SYMBOLS}
    table |= {point: chr(ord("a") + point - 0x1F1E6) for point in range(0x1F1E6, 0x1F200)}
    table |= dict.fromkeys(range(0x1F3FB, 0x1F400), "")  # skin tones
    table |= dict.fromkeys(range(0xE0000, 0xE0200), "")  # tags and variation selectors
    table[0x1F51F] = "10"
    return {point: reading for point, reading in table.items() if reading != chr(point)}


FOLD = _build_table()


def _build_byte_table() -> tuple[bytes, bytes, bytes]:
    """FOLD for texts of one byte a character: what each byte reads as, the bytes that read as nothing, and a byte that
    stands for all that read otherwise than as one ASCII character."""
    readings = {byte: FOLD.get(ord(char), char) for byte in range(256) if (char := _char_of(byte))}
    otherwise = bytes((next(byte for byte in range(128, 256) if byte not in readings),))
    plain = {byte: reading for byte, reading in readings.items() if len(reading) == 1 and reading.isascii()}
    table = b"".join(plain[byte].encode() if byte in plain else otherwise for byte in range(256))
    return table, bytes(byte for byte, reading in readings.items() if not reading), otherwise


def _char_of(byte: int) -> str:
    return bytes((byte,)).decode(ONE_BYTE, "ignore")


_BYTES, _NOTHING, _OTHERWISE = _build_byte_table()

SWELLING = frozenset(
    point for point in range(0x2000, 0x10000) if len(unicodedata.normalize("NFKC", chr(point))) > GROWTH_MAX
)
"""Characters that would grow more than that under NFKC."""


def fold(text: str) -> str:
    """The text in lower-case plain letters, with its punctuation and emoji."""
    if text.isascii():
        return text.translate(FOLD)
    try:
        read = text.encode(ONE_BYTE).translate(_BYTES, _NOTHING)
    except UnicodeEncodeError:
        read = _OTHERWISE
    if _OTHERWISE not in read:
        return read.decode("ascii")
    if len(text.encode("utf-8", "replace")) - len(text) <= len(text) // FEW_SHARE:
        # A few accents: they alone go the slow way, and the rest as quick as plain text.
        plain = NOT_ASCII.sub(lambda run: run[0].translate(FOLD), text)
        if plain.isascii():
            return plain.translate(FOLD)
    return text.translate(FOLD)


def origins_of(text: str, folded: str) -> Sequence[int]:
    """For each character of `fold(text)` the index in `text` that it came from."""
    if len(folded) == len(text) and all(len(FOLD.get(ord(char), char)) == 1 for char in set(text)):
        return range(len(text))
    return [index for index, char in enumerate(text) for _ in FOLD.get(ord(char), char)]

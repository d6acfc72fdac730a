"""Ways in which people hide a word from a filter. Each takes a whole line and leaves it readable for a human."""

from collections.abc import Callable

LEET = str.maketrans("aeiostAEIOST", "431057431057")
LOOKALIKES = str.maketrans("aeopcxyi", "аеорсхуі")
WIDE = str.maketrans({point: point + 0xFEE0 for point in range(ord("A"), ord("z") + 1) if chr(point).isalnum()})
ACCENTS = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
ZERO_WIDTH = "\u200b"
RIGHT_TO_LEFT = "\u202e"
HIDDEN_CHARS_MIN = 4


def _in_long_words(change: Callable[[str], str]) -> Callable[[str], str]:
    """Changes the words that carry the meaning; small words are left as people leave them."""
    return lambda text: " ".join(
        change(word) if len(word) >= HIDDEN_CHARS_MIN and word.isalpha() else word for word in text.split(" ")
    )


def _stretch(word: str) -> str:
    return word[:-1] + word[-1] * 4 if word[-1] in "aeiouyé" else word


def _cross(word: str) -> str:
    return word[:1] + word[2] + word[1] + word[3:] if len(word) > HIDDEN_CHARS_MIN else word


DISGUISES: dict[str, Callable[[str], str]] = {
    "without accents": lambda text: text.translate(ACCENTS),
    "in capitals": str.upper,
    "leet": _in_long_words(lambda word: word.translate(LEET)),
    "look-alike letters": lambda text: text.translate(LOOKALIKES),
    "wide letters": lambda text: text.translate(WIDE),
    "zero width between letters": _in_long_words(ZERO_WIDTH.join),
    "spaced letters": _in_long_words(" ".join),
    "dotted letters": _in_long_words(".".join),
    "stretched vowels": _in_long_words(_stretch),
    "two letters swapped": _in_long_words(_cross),
    "backwards": lambda text: text[::-1],
    "each word backwards": lambda text: " ".join(word[::-1] for word in text.split(" ")),
    "shown backwards": lambda text: RIGHT_TO_LEFT + text[::-1],
}

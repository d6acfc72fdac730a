"""Phone numbers, also when they are spaced, dotted or spelled out. Most messages stop at the digit gate."""

import re

import phonenumbers

DIGITS_GATE = 6
DIGITS_MIN = 9
DIGITS_MAX = 15
TRIES_MAX = 6
SPELLED_MIN = 4
RUN = re.compile(r"(?:\+|\(|\b)\d(?:[\s.,/_()\-|*]{0,3}\d){7,16}(?!\d)")
NOT_A_DIGIT = re.compile(r"\D")
ALMOST_DIGIT = re.compile(r"(?<![a-z])[oli](?=[\s.]?\d)|(?<=\d)[oli](?![a-z])")
NATIONAL = re.compile(r"0[1-79]\d{8}")
BETWEEN_NUMBERS = frozenset(("et", "and", "point", "puis", ",", "."))
ALMOST = {"o": "0", "l": "1", "i": "1"}
REGIONS = ("FR", "GB", "BE", "CA", "CH")


def find_phone(folded: str) -> tuple[int, int] | None:
    """The place of the first phone number in folded text."""
    if sum(map(folded.count, "0123456789")) < DIGITS_GATE:
        return None
    text = ALMOST_DIGIT.sub(lambda found: ALMOST[found[0]], folded)
    for count, run in enumerate(RUN.finditer(text)):
        if count >= TRIES_MAX:
            break
        if _is_phone(run.group()):
            return run.span()
    return None


def find_spelled_phone(words: str) -> tuple[int, int] | None:
    """The place in `View.words` of a national number given in words, or in words and digits."""
    start, numbers, position = 0, list[str](), 1
    for word in words.split():
        if word.isdigit() and len(word) <= 4:
            start = start if numbers else position - 1
            numbers.append(word)
            if len(numbers) >= SPELLED_MIN and NATIONAL.fullmatch(_spoken_digits(numbers)):
                return start, position + len(word) + 1
        elif word not in BETWEEN_NUMBERS:
            numbers = []
        position += len(word) + 1
    return None


def _spoken_digits(numbers: list[str]) -> str:
    """`30 9` → `39`, `60 10 9` → `79`, `4 20 10 8` → `98`: numbers as they are read out in French and English."""
    digits, rest = "", numbers[-40:]
    while rest:
        value, used = _one_number(rest)
        digits += value
        rest = rest[used:]
    return digits


def _one_number(numbers: list[str]) -> tuple[str, int]:
    """The first number of the list as digits, and how many words it took."""
    first = numbers[0]
    if first[0] == "0" or len(first) > 2:
        return first, 1
    value, used = int(first), 1
    if numbers[:2] == ["4", "20"]:
        value, used = 80, 2
    if value in (60, 80) and numbers[used : used + 1] == ["10"]:
        value, used = value + 10, used + 1
    following = numbers[used] if used < len(numbers) else ""
    if (
        following.isdigit()
        and 0 < int(following) < (20 if value in (60, 80) else 10)
        and value >= 10
        and value % 10 == 0
    ):
        value, used = value + int(following), used + 1
    return str(value), used


def _is_phone(text: str) -> bool:
    digits = NOT_A_DIGIT.sub("", text)
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX or len(set(digits)) < 3:
        return False
    if text.startswith("+"):
        return _is_possible(f"+{digits}", REGIONS[0])
    if digits.startswith("00"):
        return _is_possible(f"+{digits[2:]}", REGIONS[0])
    return digits.startswith("0") and any(_is_possible(digits, region) for region in REGIONS)


def _is_possible(number: str, region: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False

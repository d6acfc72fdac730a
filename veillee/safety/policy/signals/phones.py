"""Phone numbers, also when they are spaced, dotted or spelled out. Most messages stop at the digit gate."""

import re

import phonenumbers

DIGITS_GATE = 6
TRIES_MAX = 8
SPELLED_WORDS = range(4, 21)
DIGIT = re.compile("[0-9]")
RUN = re.compile(r"\d[\d\s.,/_()\-|*]{8,}")
BEFORE_RUN = "+("
START = re.compile(r"(?<!\d)(?:\+\s?\d|0|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\d))")
NOT_A_DIGIT = re.compile(r"\D")
# A letter between what is no letter and a digit, or behind a digit; told by its surroundings last, which is quicker.
ALMOST_DIGIT = re.compile(r"[olizs](?:(?<![a-z][olizs])(?=[\s.]?\d)|(?<=\d[olizs])(?![a-z]))")
NATIONAL = re.compile(r"0[1-79]\d{8}|07\d{9}")
SPOKEN = {"un": "1", "une": "1", "one": "1", "oh": "0", "o": "0"}
ZEROS = (" 0", " o ", " oh ")
"""Without one of these no national number begins."""
TWICE = ("double", "doubl")
HUNDRED = ("hundred", "cent")
BETWEEN_NUMBERS = frozenset(("et", "and", "point", "puis", ",", "."))
ALMOST = {"o": "0", "l": "1", "i": "1", "z": "2", "s": "5"}
DIGITS_OF = {"0": (10, 11, 13, 12), "+": (11, 12, 13, 10), "n": (10,)}
REGION_OF = {10: "FR", 11: "GB"}


def find_phone(folded: str) -> tuple[int, int] | None:
    """The place of the first phone number in folded text."""
    if len(DIGIT.findall(folded)) < DIGITS_GATE:
        return None
    text = ALMOST_DIGIT.sub(lambda found: ALMOST[found[0]], folded)
    tries = 0
    for run in RUN.finditer(text):
        first = run.start() - (run.start() > 0 and text[run.start() - 1] in BEFORE_RUN)
        for start in START.finditer(text, first, run.end()):
            tries += 1
            end = _end_of_phone(text, start.start(), run.end())
            if end:
                return start.start(), end
            if tries >= TRIES_MAX:
                return None
    return None


def _end_of_phone(text: str, start: int, limit: int) -> int:
    """Where a number that starts here ends, or 0: it must end where a run of digits ends."""
    places = [at for at in range(start, min(limit, start + 40)) if text[at].isdigit()]
    shape = text[start] if text[start] in "+0" else "n"
    for count in DIGITS_OF[shape]:
        if count > len(places):
            continue
        end = places[count - 1] + 1
        if (end == len(text) or not text[end].isdigit()) and _is_phone(text[start:end], shape, count):
            return end
    return 0


def _is_phone(text: str, shape: str, count: int) -> bool:
    digits = NOT_A_DIGIT.sub("", text)
    if len(set(digits)) < 3 or "  " in text.strip() or digits.startswith("000"):
        return False
    written = f"+{digits}" if shape == "+" else f"+{digits[2:]}" if digits.startswith("00") else digits
    region = "CA" if shape == "n" else REGION_OF.get(count, "FR")
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(number)


def find_spelled_phone(words: str) -> tuple[int, int] | None:
    """The place in `View.words` of a national number given in words, or in words and digits."""
    if not any(zero in words for zero in ZEROS):
        return None
    start, numbers, position, tries, twice = 0, list[str](), 1, 0, False
    for word in words.split():
        number = SPOKEN.get(word, word)
        if number.isdigit() and len(number) <= 5:
            if not numbers or len(numbers) >= SPELLED_WORDS[-1]:
                start, numbers = position - 1, []
            numbers += [number, number] if twice else [number]
            twice = False
            if len(numbers) in SPELLED_WORDS and numbers[0][0] == "0" and tries < TRIES_MAX * 8:
                tries += 1
                if NATIONAL.fullmatch(_spoken_digits(numbers)):
                    return start, position + len(word) + 1
        elif word in HUNDRED and numbers:
            numbers[-1] += "00"
        else:
            twice = word in TWICE
            if numbers and not twice and word not in BETWEEN_NUMBERS:
                numbers = []
        position += len(word) + 1
    return None


def _spoken_digits(numbers: list[str]) -> str:
    """`30 9` → `39`, `60 10 9` → `79`, `4 20 10 8` → `98`: numbers as they are read out in French and English."""
    digits, at = "", 0
    while at < len(numbers):
        value, used = _one_number(numbers[at : at + 4])
        digits += value
        at += used
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
    following = int(numbers[used]) if used < len(numbers) else 0
    if 0 < following < (20 if value in (60, 80) else 10) and value >= 10 and value % 10 == 0:
        value, used = value + following, used + 1
    return str(value), used

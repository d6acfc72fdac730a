"""Phone numbers, also when they are spaced, dotted or spelled out. Most messages stop at the digit gate."""

import re

import phonenumbers

DIGITS_MIN = 9
DIGITS_MAX = 15
TRIES_MAX = 6
SPELLED_MIN = 4
RUN = re.compile(r"(?:\+|\(|\b)\d(?:[\s.,/_()\-o|]{0,3}\d){7,16}(?!\d)")
NOT_A_DIGIT = re.compile(r"\D")
WORD_RUN = re.compile(r"(?: (?:\d{1,3}|zero|o|et|point|double) (?=\S)){4,}(?:\d{1,3}) | ")
REGIONS = ("FR", "GB", "BE", "CA", "CH")
FOREIGN_PREFIXES = ("+", "00")


def find_phone(folded: str) -> tuple[int, int] | None:
    """The place of the first phone number in folded text."""
    if sum(map(folded.count, "0123456789")) < DIGITS_MIN:
        return None
    for count, run in enumerate(RUN.finditer(folded)):
        if count >= TRIES_MAX:
            break
        if _is_phone(run.group()):
            return run.span()
    return None


def find_spelled_phone(words: str) -> tuple[int, int] | None:
    """The place in `View.words` of a national number given in words, or in words and digits."""
    start: int | None = None
    digits = ""
    position = 0
    for word in words.split():
        at = words.index(word, position)
        position = at + len(word)
        if word.isdigit() and len(word) <= 4:
            start = at if start is None else start
            digits += word
            if _is_national(_joined_tens(digits)):
                return start, position + 1
        elif word not in ("et", "and", "point", ",", ".", "o", "oh", "double"):
            start, digits = None, ""
    return None


def _joined_tens(digits: str) -> str:
    return digits


def _is_national(digits: str) -> bool:
    return len(digits) >= 10 and digits[:2] in ("06", "07", "01", "02", "03", "04", "05", "09") and digits[:3] != "000"


def _is_phone(text: str) -> bool:
    digits = NOT_A_DIGIT.sub("", text)
    if not DIGITS_MIN <= len(digits) <= DIGITS_MAX or len(set(digits)) < 3:
        return False
    if not text.lstrip("(").startswith(("+", "0")):
        return False
    number = text if not digits.startswith("00") else f"+{digits[2:]}"
    return any(_is_possible(number, region) for region in REGIONS)


def _is_possible(text: str, region: str) -> bool:
    try:
        parsed = phonenumbers.parse(NOT_A_DIGIT.sub("", text) if not text.startswith("+") else text, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)

"""Identifiers: UUID version 7 (RFC 9562 §5.7), so that they sort by the time they were made."""

import os
import re
import time

_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
_VERSION_7 = 0x7 << 76
_VARIANT_10 = 0x2 << 62
_RANDOM_BITS = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)


def new_id() -> str:
    """A new UUIDv7 in its lower-case text form, 36 characters."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & _RANDOM_BITS
    text = f"{milliseconds << 80 | _VERSION_7 | _VARIANT_10 | random:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_id(text: str) -> bool:
    """Whether the text has the form of one of our ids."""
    return _FORM(text) is not None

"""Checking what people write about a case: reports' notes, facts of a decision, complaints."""

import unicodedata

from veillee.foundation.basics import Invalid

LAYOUT = "\n\t"


def check_text(field: str, text: str, chars_max: int) -> str:
    """The text without blank edges. Raises Invalid when it is empty, too long or holds control characters.

    Markup is text like any other: it is stored and shown as written, never interpreted.
    """
    stripped = text.strip()
    if not stripped:
        raise Invalid({field: "empty"})
    if len(stripped) > chars_max:
        raise Invalid({field: "too-long"})
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in LAYOUT for char in stripped):
        raise Invalid({field: "control-characters"})
    return stripped


def check_note(text: str | None, chars_max: int) -> str | None:
    """Like check_text, and a missing or blank note is None."""
    if text is None or not text.strip():
        return None
    return check_text("note", text.replace("\r\n", "\n"), chars_max)

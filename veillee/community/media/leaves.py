"""What the leaves about pictures commit to."""

from collections.abc import Mapping
from typing import Any

from veillee.safety.ledger import Content


def refusal_content(row: Mapping[str, Any]) -> Content:
    """`picture.refused`: which mark is not taken again, and because of which decision."""
    marks = {name: bytes(row[name]).hex() for name in ("mark", "likeness_mark")}
    return {"statement": row["statement_id"], "at": row["at"]} | marks


def acceptance_content(leaf: int) -> Content:
    """`picture.accepted`: the mark that was refused with that leaf is taken again."""
    return {"refusal": leaf}

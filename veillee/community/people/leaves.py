"""What the leaves about people commit to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from veillee.safety.ledger import Content

FREEZE = ("id", "one_id", "other_id", "about", "frozen_at")


def freeze_content(row: Mapping[str, Any]) -> Content:
    """`pair.frozen`: which two, over which words."""
    return {name: row[name] for name in FREEZE}


def release_content(freeze: str, at: datetime | None) -> Content:
    """`pair.released`: which freeze ended, and when."""
    return {"id": freeze, "lifted_at": at}

"""What the leaves about agreements commit to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from veillee.safety.ledger import Content

CONSENT = ("id", "person_id", "wording", "given_at")


def consent_content(row: Mapping[str, Any]) -> Content:
    """`screening.agreed`: who, when, and to which wording."""
    return {name: row[name] for name in CONSENT}


def withdrawal_content(consent: str, at: datetime | None) -> Content:
    """`screening.withdrawn`: which agreement ended, and when."""
    return {"id": consent, "withdrawn_at": at}

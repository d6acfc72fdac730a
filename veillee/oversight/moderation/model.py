"""Values of the whole of moderation: its settings, and how grave a label is."""

from datetime import timedelta

import msgspec

RANKS = {
    "minor_sought": 0,
    "minor_disclosed": 0,
    "minor": 0,
    "third_person": 1,
    "sedation": 1,
    "sextortion": 2,
    "ambush": 3,
    "threat": 4,
}
"""The labels that make a case urgent, gravest first: danger to a life or to a child does not wait its turn."""

RANK_URGENT_OTHERWISE = 5
RANK_ORDINARY = 9

COMPLAINT_PERIOD = timedelta(days=184)
"""At least six months (DSA art. 20(1)); no six months are longer than 184 days."""

NOTE_CHARS_MAX = 1_000
FACTS_CHARS_MAX = 2_000
COMPLAINT_CHARS_MAX = 4_000
LINES_BEFORE = 10
LINES_AFTER = 5
QUEUE_PAGE_MAX = 50
EVENTS_SHOWN_MAX = 200
REPORTS_SHOWN_MAX = 100
LIST_MAX = 100


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may set. origins: where the console may be opened; rp_id: the name passkeys are bound to."""

    rp_id: str = "localhost"
    rp_name: str = "Veillée"
    origins: tuple[str, ...] = ("http://localhost:8000",)
    session_hours: int = 12
    invite_hours: int = 24
    challenge_seconds: int = 300
    silence_seconds_max: int = 600
    reports_per_hour_per_person: int = 20
    sign_ins_per_minute_per_address: int = 30


def rank(label: str | None, *, urgent: bool = False) -> int:
    """How soon a case with this label is looked at; 0 is first."""
    otherwise = RANK_URGENT_OTHERWISE if urgent else RANK_ORDINARY
    return RANKS.get(label or "", otherwise)

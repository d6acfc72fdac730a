"""Values of the whole of moderation: its settings, and how grave a label is."""

from datetime import timedelta

import msgspec

from veillee.community.people import StaffMin
from veillee.oversight.moderation.duty.opening import Opening

RANK_DANGER = -1
RANKS = {
    "danger": RANK_DANGER,
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

HARMLESS = frozenset({"care", "misuse_warn", "misuse_suspend"})
"""Who needs care, or reports what is nothing, has done nothing to whom they write to."""

COMPLAINT_PERIOD = timedelta(days=184)
"""At least six months (DSA art. 20(1)); no six months are longer than 184 days."""

NOTE_CHARS_MAX = 1_000
REASON_CHARS_MAX = 500
FACTS_CHARS_MAX = 2_000
COMPLAINT_CHARS_MAX = 4_000
LINES_BEFORE = 10
LINES_AFTER = 5
FIRST_WORDS_READ = 5
LATEST_AMONG_LINES = 1_000
AUTHORITY_CHARS_MAX = 200
EXPLANATION_CHARS_MAX = 2_000
EFFECTS_MAX = 1_000
HOURS_USUAL = 24
POPULATED_MEMBERS = 3
QUEUE_PAGE_MAX = 50
EVENTS_SHOWN_MAX = 200
REPORTS_SHOWN_MAX = 100
LIST_MAX = 100
FURTHER_PAGE_LINES = 50


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may set. origins: where the console may be opened; rp_id: the name passkeys are bound to.

    synthetic_key: foretells when synthetic reports are made; the same on every node.
    notifier_key: what addresses of notifiers are marked with.
    """

    rp_id: str = "localhost"
    rp_name: str = "Veillée"
    origins: tuple[str, ...] = ("http://localhost:8000",)
    session_hours: int = 12
    invite_hours: int = 24
    challenge_seconds: int = 300
    silence_seconds_max: int = 600
    urgent_minutes_max: int = 30
    staff_min: StaffMin = StaffMin()
    opening: Opening = Opening()
    synthetic_per_day: int = 0
    synthetic_key: bytes = b""
    notifier_key: bytes = b""
    reports_per_hour_per_person: int = 20
    notices_per_hour_per_address: int = 10
    alerts_per_hour_per_address: int = 10
    sign_ins_per_minute_per_address: int = 30
    four_eyes: bool = True
    proposal_hours: int = 24


def rank(label: str | None, *, urgent: bool = False) -> int:
    """How soon a case with this label is looked at; 0 is first."""
    otherwise = RANK_URGENT_OTHERWISE if urgent else RANK_ORDINARY
    return RANKS.get(label or "", otherwise)

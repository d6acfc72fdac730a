"""The agreement to have private talk screened: asked apart from the house rules, kept on record, withdrawn at any time;
and what two contacts have agreed between themselves.

Owns the tables `screening_consents` and `screening_off`. Announces ScreeningChanged.
"""

from veillee.community.screening.actions import agree, end_off, switch_off, withdraw
from veillee.community.screening.events import ScreeningChanged
from veillee.community.screening.listening import PartingListener
from veillee.community.screening.model import (
    Consent,
    ConsentForm,
    PairScreening,
    ScreeningState,
    objection_to,
)
from veillee.community.screening.queries import find_consent, find_states
from veillee.community.screening.records import list_leafless, read_records

__all__ = [
    "Consent",
    "ConsentForm",
    "PairScreening",
    "PartingListener",
    "ScreeningChanged",
    "ScreeningState",
    "agree",
    "end_off",
    "find_consent",
    "find_states",
    "list_leafless",
    "objection_to",
    "read_records",
    "switch_off",
    "withdraw",
]

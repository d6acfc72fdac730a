"""The door: coming in within seconds, sessions, leaving.

Owns the tables `sessions`, `entrances`. Announces SessionEnded.
"""

from veillee.community.entry.access import check_inside, get_caller
from veillee.community.entry.actions import Entry, EntryRules
from veillee.community.entry.entrances import find_linked
from veillee.community.entry.events import SessionEnded
from veillee.community.entry.model import SESSION_COOKIE, Entered, EntryForm, SessionView

__all__ = [
    "SESSION_COOKIE",
    "Entered",
    "Entry",
    "EntryForm",
    "EntryRules",
    "SessionEnded",
    "SessionView",
    "check_inside",
    "find_linked",
    "get_caller",
]

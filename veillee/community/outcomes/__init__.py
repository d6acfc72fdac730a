"""What follows from a verdict, the same for everything that somebody says, names or titles.

Owns the tables `stopped_words`: refused names and titles, which are kept nowhere else; and `refusals`: what was refused
without a human being asked. Announces WordsStopped, WordsRefused.
"""

from veillee.community.outcomes.actions import carry_out, note_refusal, nudged, refused, stop_words
from veillee.community.outcomes.backlog import seal_stopped
from veillee.community.outcomes.events import WordsRefused, WordsStopped
from veillee.community.outcomes.model import Refusal, RefusalKind, Stopped, StoppedKind, Told, told_of
from veillee.community.outcomes.naming import about_name
from veillee.community.outcomes.queries import find_refusal, find_stopped
from veillee.community.outcomes.retention import purge_stopped, take_refused, take_stopped

__all__ = [
    "Refusal",
    "RefusalKind",
    "Stopped",
    "StoppedKind",
    "Told",
    "WordsRefused",
    "WordsStopped",
    "about_name",
    "carry_out",
    "find_refusal",
    "find_stopped",
    "note_refusal",
    "nudged",
    "purge_stopped",
    "refused",
    "seal_stopped",
    "stop_words",
    "take_refused",
    "take_stopped",
    "told_of",
]

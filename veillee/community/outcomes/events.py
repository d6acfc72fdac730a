"""What happened to words that became nothing."""

from veillee.community.people import Person
from veillee.foundation.basics import Event
from veillee.safety.policy import Verdict


class WordsStopped(Event, frozen=True):
    """A name or title was refused and opens a case. Audience: the watch."""

    stopped_id: str
    person: Person | None
    verdict: Verdict


class WordsRefused(Event, frozen=True):
    """Words were refused and no human is asked: their author is owed the reasons. Audience: the watch."""

    refusal_id: str
    person: Person
    verdict: Verdict

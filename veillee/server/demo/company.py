"""Who of those in a room answers, if anybody. Pure."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from random import Random

import msgspec

from veillee.server.demo import pace
from veillee.server.demo.acts import Stranger
from veillee.server.demo.intents import PRESSING, Wish
from veillee.server.demo.model import Profile
from veillee.server.demo.voices import Voices

STRANGERS_MAX = 2000
SMALL_TALK_SHARE = 0.45


class _Known(msgspec.Struct):
    partner: str | None = None
    answered_at: float = float("-inf")
    spoke_at: float = float("-inf")
    greeted_at: float = float("-inf")


class Company:
    """The sample people of one room, and what they remember of the real ones there."""

    def __init__(
        self, place: str, people: Sequence[Profile], voices: Voices, source: Random, away: AbstractSet[str]
    ) -> None:
        self.place = place
        self._members = tuple(people)
        self._away = away
        self._voices = voices
        self._source = source
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._speakers: deque[tuple[str, float]] = deque(maxlen=8)

    @property
    def _people(self) -> list[Profile]:
        return [person for person in self._members if person.key not in self._away]

    def note_speech(self, stranger: Stranger, now: float) -> bool:
        """A real person spoke; whether it was for the first time in a while."""
        known = self._know(stranger.id)
        is_new = now - known.spoke_at > pace.GREETED_SECONDS
        known.spoke_at = now
        self._speakers.append((stranger.id, now))
        return is_new

    def take_greeting(self, stranger: Stranger, now: float) -> bool:
        """Whether to greet somebody who comes in: once in a while only."""
        known = self._know(stranger.id)
        due = now - max(known.greeted_at, known.spoke_at) > pace.GREETED_SECONDS
        if due:
            known.greeted_at = now
        return due

    def take_back_greeting(self, stranger: Stranger) -> None:
        """They spoke first: nobody has greeted them after all."""
        self._know(stranger.id).greeted_at = float("-inf")

    def was_greeted(self, stranger: Stranger, now: float) -> bool:
        """Whether somebody has greeted them already."""
        return now - self._know(stranger.id).greeted_at < pace.GREETED_SECONDS

    def answerer(
        self, stranger: Stranger, wish: Wish, named: Sequence[str], is_new: bool, now: float
    ) -> Profile | None:
        """Who answers. Whoever is named; else, unless real people are talking to each other, the one with whom
        the stranger was talking, or somebody when there is a reason to."""
        here = {person.key: person for person in self._people}
        if (first := next((key for key in named if key in here), None)) is not None:
            return here[first]
        partner = self._partner(stranger, now)
        if wish.intent in PRESSING:
            return partner or self.somebody(wish)
        if self._others_talk(stranger, now):
            return None
        if partner is None and self._has_reason(wish, is_new):
            return self.somebody(wish)
        return partner

    def somebody(self, wish: Wish, besides: str | None = None) -> Profile | None:
        """Somebody who speaks that language, rather one who has words of their own for it."""
        people = [person for person in self._people if person.key != besides]
        if not people:
            return None
        fluent = [person for person in people if person.language == wish.language] or people
        at_home = [p for p in fluent if self._voices.is_at_home(p, wish.intent, wish.language)]
        return self._source.choice(at_home or fluent)

    def note_answer(self, stranger: Stranger, person: Profile, now: float) -> None:
        """The person is now the one with whom the stranger talks."""
        known = self._know(stranger.id)
        known.partner, known.answered_at = person.key, now

    def _partner(self, stranger: Stranger, now: float) -> Profile | None:
        known = self._know(stranger.id)
        if now - known.answered_at > pace.PARTNER_SECONDS:
            return None
        return next((person for person in self._people if person.key == known.partner), None)

    def _has_reason(self, wish: Wish, is_new: bool) -> bool:
        return is_new or wish.is_question or wish.intent == "greeting" or self._source.random() < SMALL_TALK_SHARE

    def _others_talk(self, stranger: Stranger, now: float) -> bool:
        return any(id_ != stranger.id and now - at < pace.BUSY_SECONDS for id_, at in self._speakers)

    def _know(self, stranger_id: str) -> _Known:
        known = self._known.setdefault(stranger_id, _Known())
        self._known.move_to_end(stranger_id)
        if len(self._known) > STRANGERS_MAX:
            self._known.popitem(last=False)
        return known

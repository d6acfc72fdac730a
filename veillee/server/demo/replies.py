"""Answers that are being thought about: one for each stranger and place, made of all that they said meanwhile."""

from collections.abc import Mapping
from random import Random

import msgspec

from veillee.server.demo import pace
from veillee.server.demo.acts import Stranger
from veillee.server.demo.agenda import Agenda
from veillee.server.demo.intents import PRESSING, Recogniser, Wish
from veillee.server.demo.model import Language, Profile
from veillee.server.demo.speaking import Speaker
from veillee.server.demo.voices import Voices

PENDING_PER_PLACE_MAX = 4
PENDING_MAX = 200
STRANGERS_MAX = 2000


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How to answer: `instead` maps intents to others; `preface` is an intent said first, unless it is beside
    the point, and alone when what was written wants nothing more."""

    instead: Mapping[str, str] = {}
    preface: str | None = None


PLAINLY = Manner()
GREETED = Manner(instead={"greeting": "opener"})
FIRST_WORD = Manner(preface="first_word")
WANTS_NOTHING = ("greeting", "unknown", "question")
NO_PREFACE = (*PRESSING, "who_are_you")


class _Pending(msgspec.Struct):
    person: Profile
    stranger: Stranger
    texts: list[str]
    manner: Manner


class Replies:
    """Plans and gives answers."""

    def __init__(
        self, agenda: Agenda, speaker: Speaker, voices: Voices, recogniser: Recogniser, source: Random
    ) -> None:
        self._agenda = agenda
        self._speaker = speaker
        self._voices = voices
        self._recogniser = recogniser
        self._source = source
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._languages: dict[str, Language] = {}

    def understand(self, stranger: Stranger, text: str) -> Wish:
        """What they want, in the language that they last spoke when this text does not tell."""
        wish = self._recogniser.understand(text, self._languages.get(stranger.id, stranger.language))
        if wish.language != stranger.language:
            if len(self._languages) >= STRANGERS_MAX:
                self._languages.clear()
            self._languages[stranger.id] = wish.language
        else:
            self._languages.pop(stranger.id, None)
        return wish

    def is_pending(self, place: str, stranger: Stranger) -> bool:
        """Whether somebody is about to answer them there."""
        return (place, stranger.id) in self._pending

    def add_text(self, place: str, stranger: Stranger, text: str) -> None:
        """They went on before they were answered."""
        self._pending[place, stranger.id].texts.append(text)

    def plan(
        self, now: float, place: str, person: Profile, stranger: Stranger, text: str, manner: Manner = PLAINLY
    ) -> bool:
        """Answer in a while; False when too many are waiting already."""
        in_place = sum(key[0] == place for key in self._pending)
        if in_place >= PENDING_PER_PLACE_MAX or len(self._pending) >= PENDING_MAX:
            return False
        self._pending[place, stranger.id] = _Pending(person, stranger, [text], manner)
        at = now + pace.reading(text, self._source)
        self._agenda.put(("reply", place, stranger.id), at, lambda due: self._give(due, place, stranger.id))
        return True

    def _give(self, now: float, place: str, stranger_id: str) -> None:
        pending = self._pending.pop((place, stranger_id))
        stranger = pending.stranger
        wish = self.understand(stranger, " ".join(pending.texts[-4:]))
        intent = pending.manner.instead.get(wish.intent, wish.intent)
        intents = [intent]
        if pending.manner.preface is not None and intent not in NO_PREFACE:
            intents = [pending.manner.preface, *(() if intent in WANTS_NOTHING else intents)]
        texts = [self._voices.answer(pending.person, one, wish.language, stranger.name, place) for one in intents]
        self._say_all(now, pending.person.key, place, texts)

    def _say_all(self, now: float, person: str, place: str, texts: list[str]) -> None:
        first, *rest = texts
        self._speaker.utter(
            now, person, place, first, (lambda at: self._say_all(at, person, place, rest)) if rest else None
        )

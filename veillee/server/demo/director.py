"""Decides what the sample people do. Deterministic: the same seed, times and events give the same acts.

No clock, no sleeping, no input or output: whoever drives it calls `tick(now)` and performs what it returns.
Times are seconds of any clock that only goes forward.
"""

from collections.abc import Mapping
from random import Random

from veillee.server.demo import pace
from veillee.server.demo.acts import Accept, Act, Stranger
from veillee.server.demo.agenda import Agenda
from veillee.server.demo.company import Company
from veillee.server.demo.intents import PRESSING, Recogniser, Wish
from veillee.server.demo.model import Evening
from veillee.server.demo.replies import FIRST_WORD, GREETED, PLAINLY, Replies
from veillee.server.demo.speaking import Speaker
from veillee.server.demo.stage import Deck, Stage
from veillee.server.demo.voices import Voices

GREETINGS_MAX = 1
SECOND_GREETING_SHARE = 0.4


class Director:
    """Plays the scenes of all rooms and answers whoever speaks. `help_numbers` are numbers by help line."""

    def __init__(self, evening: Evening, seed: int, help_numbers: Mapping[str, str]) -> None:
        self._evening = evening
        self._source = Random(seed)
        self._agenda = Agenda()
        self._away: set[str] = set()
        self._speaker = Speaker(evening, self._agenda, self._source)
        self._recogniser = Recogniser(evening)
        self._voices = Voices(evening, help_numbers, self._source)
        self._replies = Replies(self._agenda, self._speaker, self._voices, self._recogniser, self._source)
        self._stages = {room.slug: self._make_stage(room.slug) for room in evening.rooms}
        self._companies = {room.slug: self._make_company(room.slug) for room in evening.rooms}

    def open(self, now: float) -> None:
        """The evening begins; nobody real is there yet."""
        for stage in self._stages.values():
            stage.doze(now)

    def next_at(self) -> float | None:
        """When there is something to do next."""
        return self._agenda.next_at()

    def tick(self, now: float) -> list[Act]:
        """What is due, in order."""
        self._agenda.run(now)
        acts, self._speaker.acts = self._speaker.acts, []
        return acts

    def watched(self, now: float, is_watched: bool) -> None:
        """Whether anybody real is connected at all."""
        for stage in self._stages.values():
            if is_watched and not stage.watched:
                stage.wake(now + pace.shortly(self._source))
            elif not is_watched and stage.watched:
                stage.doze(now)

    def entered(self, now: float, room: str, stranger: Stranger) -> None:
        """Somebody real came into a room: it stirs, and somebody may greet them."""
        self._stages[room].wake(now + pace.soon(self._source))
        company = self._companies[room]
        if not company.take_greeting(stranger, now) or self._agenda.count("greet") >= GREETINGS_MAX:
            return
        at = now + pace.noticing(self._source)
        self._agenda.put(("greet", room, stranger.id), at, lambda due: self._greet(due, company, stranger))

    def heard(self, now: float, room: str, stranger: Stranger, text: str) -> None:
        """Somebody real spoke in a room."""
        company = self._companies[room]
        wish = self._replies.understand(stranger, text)
        self._stages[room].give_way(now, longer=wish.intent in PRESSING)
        is_new = company.note_speech(stranger, now)
        if self._agenda.drop(("greet", room, stranger.id)):
            company.take_back_greeting(stranger)
        if self._replies.is_pending(room, stranger):
            self._replies.add_text(room, stranger, text)
            return
        named = self._recogniser.named(text)
        person = company.answerer(stranger, wish, named, is_new, now)
        greeted = company.was_greeted(stranger, now)
        how = GREETED if greeted else PLAINLY
        if person is None or not self._replies.plan(now, room, person, stranger, text, how):
            return
        company.note_answer(stranger, person, now)
        if wish.intent == "greeting" and not greeted and self._source.random() < SECOND_GREETING_SHARE:
            self._greet_too(now, company, stranger, wish, person.key)

    def heard_in_private(self, now: float, place: str, person: str, stranger: Stranger, text: str) -> None:
        """Somebody real wrote to a sample person, in a conversation that both have."""
        if self._replies.is_pending(place, stranger):
            self._replies.add_text(place, stranger, text)
            return
        self._replies.plan(now, place, self._evening.person(person), stranger, text)

    def asked(self, now: float, request: str, person: str) -> None:
        """A first word arrived; it will be accepted in a while."""
        at = now + pace.accepting(self._source)
        self._agenda.put(("accept", request), at, lambda _: self._speaker.acts.append(Accept(person, request)))

    def accepted(self, now: float, place: str, person: str, stranger: Stranger, text: str) -> None:
        """The first word was accepted, the conversation is open: answer it."""
        self._replies.plan(now, place, self._evening.person(person), stranger, text, FIRST_WORD)

    def set_away(self, person: str, is_away: bool) -> None:
        """A decision of the watch keeps a sample person from talking, or no longer does."""
        (self._away.add if is_away else self._away.discard)(person)

    def _make_stage(self, room: str) -> Stage:
        scenes = tuple(scene for scene in self._evening.scenes if scene.room == room and not scene.opening)
        return Stage(room, Deck(scenes, self._source), self._speaker, self._agenda, self._source, self._away)

    def _make_company(self, room: str) -> Company:
        people = [person for person in self._evening.people if room in person.rooms]
        return Company(room, people, self._voices, self._source, self._away)

    def _greet(self, now: float, company: Company, stranger: Stranger) -> None:
        wish = Wish(intent="greeting", language=stranger.language, is_question=False)
        if (person := company.somebody(wish)) is None:
            return
        company.note_answer(stranger, person, now)
        text = self._voices.answer(person, "greeting", stranger.language, stranger.name, company.place)
        self._speaker.utter(now, person.key, company.place, text)

    def _greet_too(self, now: float, company: Company, stranger: Stranger, wish: Wish, besides: str) -> None:
        if (other := company.somebody(wish, besides)) is None:
            return
        at = now + 2 * pace.noticing(self._source)

        def greet(due: float) -> None:
            text = self._voices.answer(other, "greeting", wish.language, stranger.name, company.place)
            self._speaker.utter(due, other.key, company.place, text)

        self._agenda.put(("greet", company.place, stranger.id, 2), at, greet)

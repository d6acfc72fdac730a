"""One room's scenes, one after the other."""

from collections.abc import Set as AbstractSet
from random import Random

from veillee.server.demo import pace
from veillee.server.demo.agenda import Agenda
from veillee.server.demo.model import Line, Scene
from veillee.server.demo.speaking import Speaker


class Deck:
    """A room's scenes, shuffled; each comes back only when all have been played and it has rested long enough."""

    def __init__(self, scenes: tuple[Scene, ...], source: Random) -> None:
        self._waiting = list(scenes)
        source.shuffle(self._waiting)
        self._rested_at: dict[str, float] = {}
        self.played = 0

    def draw(self, now: float, away: AbstractSet[str]) -> Scene | None:
        """The next scene that can do without those away, None while all rest."""
        for scene in self._waiting:
            if self._rested_at.get(scene.id, now) <= now and away.isdisjoint(line.who for line in scene.lines):
                self._waiting.remove(scene)
                self._waiting.append(scene)
                self._rested_at[scene.id] = now + pace.SCENE_REST_SECONDS
                self.played += 1
                return scene
        return None


class Stage:
    """Plays a room's scenes: briskly while `watched`, hardly otherwise; waits for those who speak.

    `away` are the keys of people who cannot speak; it may change at any time.
    """

    def __init__(
        self, room: str, deck: Deck, speaker: Speaker, agenda: Agenda, source: Random, away: AbstractSet[str]
    ) -> None:
        self._room = room
        self._deck = deck
        self._speaker = speaker
        self._agenda = agenda
        self._source = source
        self._away = away
        self._lines: list[Line] = []
        self._speaking = False
        self._key = ("line", room)
        self.watched = False

    def wake(self, at: float) -> None:
        """Somebody real is about: the next line comes at that time unless it would come sooner."""
        due = self._agenda.at(self._key)
        if not self.watched or due is None or due > at:
            self.watched = True
            self._agenda.put(self._key, at, self._play)

    def doze(self, now: float) -> None:
        """Nobody real is about any more."""
        self.watched = False
        self._agenda.put(self._key, now + pace.alone(self._source), self._play)

    def give_way(self, now: float, *, longer: bool) -> None:
        """Somebody real speaks: the scene waits, longer when it is no moment for jokes."""
        at = now + pace.giving_way(self._source) + (pace.EARNEST_SECONDS if longer else 0)
        due = self._agenda.at(self._key)
        if due is None or due < at:
            self._agenda.put(self._key, at, self._play)

    def _play(self, now: float) -> None:
        if self._speaking:
            self._agenda.put(self._key, now + pace.SPEAKING_SECONDS, self._play)
            return
        if not self._lines or not self._away.isdisjoint(line.who for line in self._lines):
            scene = self._deck.draw(now, self._away)
            self._lines = list(scene.lines) if scene else []
        if not self._lines:
            self._agenda.put(self._key, now + self._wait(), self._play)
            return
        line = self._lines.pop(0)
        self._speaking = True
        self._speaker.utter(now, line.who, self._room, line.text, self._after_line, line.picture)

    def _after_line(self, now: float) -> None:
        self._speaking = False
        # Somebody who came in or spoke meanwhile has already said when to go on.
        if self._agenda.at(self._key) is None:
            self._agenda.put(self._key, now + self._wait(), self._play)

    def _wait(self) -> float:
        if not self.watched:
            return pace.alone(self._source)
        if self._lines:
            return pace.between_lines(self._source)
        return pace.between_scenes(self._deck.played, self._source)

"""Saying something at a human pace: writing first, then the words."""

from collections.abc import Callable
from itertools import count
from random import Random

from veillee.server.demo import pace
from veillee.server.demo.acts import Act, Say, Typing
from veillee.server.demo.agenda import Agenda
from veillee.server.demo.model import Evening

Then = Callable[[float], None]


class Speaker:
    """Turns texts into acts over time; `acts` is emptied by the director."""

    def __init__(self, evening: Evening, agenda: Agenda, source: Random) -> None:
        self.acts: list[Act] = []
        self._people = {person.key: person for person in evening.people}
        self._agenda = agenda
        self._source = source
        self._numbers = count()

    def utter(
        self, now: float, person: str, place: str, text: str, then: Then | None = None, picture: str | None = None
    ) -> None:
        """Start writing now; `then(time)` is called once the words are out."""
        seconds = pace.typing(text, self._people[person].letters_per_second, self._source)
        number = next(self._numbers)
        self._write(now, now + seconds, person, place, number)

        def say(at: float) -> None:
            self.acts.append(Say(person, place, text, picture))
            if then is not None:
                then(at)

        self._agenda.put(("say", number), now + seconds, say)

    def _write(self, now: float, until: float, person: str, place: str, number: int) -> None:
        self.acts.append(Typing(person, place))
        again = now + pace.TYPING_EVERY_SECONDS
        if again < until:
            self._agenda.put(("typing", number), again, lambda at: self._write(at, until, person, place, number))

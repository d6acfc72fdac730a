"""Carries out what the director decides, and tells the director what happens."""

import asyncio
from collections.abc import Callable, Mapping

import structlog

from veillee.foundation.basics import Problem, name_fault
from veillee.server.demo.acts import Accept, Act, Say, Stranger
from veillee.server.demo.director import Director
from veillee.server.demo.model import Evening
from veillee.server.demo.past import past
from veillee.server.demo.port import Around, Port

LOOK_SECONDS = 0.5

log = structlog.get_logger("demo")


class Troupe:
    """The sample people of one place. `now` is any clock in seconds that only goes forward."""

    def __init__(
        self, evening: Evening, seed: int, help_numbers: Mapping[str, str], port: Port, now: Callable[[], float]
    ) -> None:
        self._evening = evening
        self._seed = seed
        self._director = Director(evening, seed, help_numbers)
        self._port = port
        self._now = now
        self._around = Around(anybody=False, rooms={})

    async def arrive(self) -> None:
        """Found the rooms, come in, give empty rooms a history."""
        for room in self._evening.rooms:
            await self._port.found(room)
        for profile in self._evening.people:
            await self._port.enter(profile)
            for slug in profile.rooms:
                await self._port.join(profile.key, slug)
        await self._port.remember(past(self._evening, self._seed))
        self._director.open(self._now())

    async def run(self) -> None:
        """Go on until cancelled; then everybody hangs up."""
        try:
            while True:
                await self._step()
        finally:
            await self._port.close()

    async def _step(self) -> None:
        try:
            await self.tick()
        except Exception as error:
            # One step that broke must not end everybody's evening.
            log.error("sample people stumbled", **name_fault(error))
        due = self._director.next_at()
        wait = LOOK_SECONDS if due is None else due - self._now()
        await asyncio.sleep(min(max(wait, 0.02), LOOK_SECONDS))

    async def tick(self) -> None:
        """Look who is here, then do what is due."""
        self._look()
        for act in self._director.tick(self._now()):
            try:
                await self._perform(act)
            except Problem as problem:
                log.info("sample person was not let", person=act.person, problem=problem.slug)

    def heard(self, room: str, stranger: Stranger, text: str) -> None:
        """See Ears."""
        self._director.heard(self._now(), room, stranger, text)

    def heard_in_private(self, conversation: str, person: str, stranger: Stranger, text: str) -> None:
        """See Ears."""
        self._director.heard_in_private(self._now(), conversation, person, stranger, text)

    def asked(self, person: str, request: str) -> None:
        """See Ears."""
        self._director.asked(self._now(), request, person)

    def away(self, person: str, is_away: bool) -> None:
        """See Ears."""
        self._director.set_away(person, is_away)

    def _look(self) -> None:
        before, around = self._around, self._port.look()
        self._around = around
        for slug, strangers in around.rooms.items():
            for id_, stranger in strangers.items():
                if id_ not in before.rooms.get(slug, {}):
                    self._director.entered(self._now(), slug, stranger)
        if around.anybody != before.anybody:
            self._director.watched(self._now(), around.anybody)

    async def _perform(self, act: Act) -> None:
        if isinstance(act, Say):
            await self._port.say(act.person, act.place, act.text, act.picture)
        elif isinstance(act, Accept):
            opened = await self._port.accept(act.person, act.request)
            self._director.accepted(self._now(), opened.conversation, act.person, opened.stranger, opened.text)
        else:
            await self._port.typing(act.person, act.place)

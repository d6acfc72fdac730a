"""Who is there while anything is thrown at the place, and what must go on."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from tests.story import Evening, Log, Member, Watcher

ROOM = "le-comptoir"


@dataclass(repr=False)
class Crowd:
    """Zoé and Ali talk all the time; the thrower sends, with the session of a member or of staff."""

    evening: Evening
    runner: asyncio.Runner
    zoe: Member
    ali: Member
    staff: Watcher
    room: str
    thrower: Member
    ids: list[str] = field(default_factory=list)
    throws: int = 0

    @classmethod
    async def gather(cls, evening: Evening, runner: asyncio.Runner) -> "Crowd":
        """Everybody comes in, and there is something of every kind to name: a talk, a request, a report, a case."""
        slug = await evening.room()
        assert slug == ROOM
        zoe, ali, thrower = [await evening.enter(name) for name in ("Zoé", "Ali", "Malou")]
        staff = await evening.staff()
        await staff.duty()
        evening.light_the_lamp()
        room = await zoe.join(slug)
        await ali.join(slug)
        crowd = cls(evening, runner, zoe, ali, staff, room, thrower)
        await crowd._leave_traces()
        return crowd

    async def _leave_traces(self) -> None:
        await self.thrower.join(ROOM)
        lou, max_ = await self.evening.enter("Lou"), await self.evening.enter("Max")
        talk = await self.thrower.befriend(lou)
        asked = await max_.ask(self.thrower, "Bonsoir")
        said = await lou.say(talk, "Bonsoir")
        report = await self.thrower.report_message(talk, said["seq"])
        (case,) = await self.staff.cases()
        for silent in (self.thrower, lou, max_):
            await silent.disconnect()
        self.ids += [ROOM, self.room, self.thrower.id, talk, asked.json()["id"], report["id"], case["id"]]

    def check_untroubled(self, throw: Coroutine[Any, Any, None]) -> None:
        """That it breaks nothing: no error is logged, and Zoé and Ali talk on."""
        self.runner.run(self._bear(throw))

    async def _bear(self, throw: Coroutine[Any, Any, None]) -> None:
        self.evening.time.pass_(minutes=1)
        self.evening.light_the_lamp()
        await self._come_back()
        with Log() as log:
            await throw
            self.throws += 1
            text = f"on continue {self.throws}"
            assert (await self.zoe.say(self.room, text))["type"] == "accepted"
            await self.ali.next("message", text=text)
            await self.evening.settle()
        self.ali.seen, self.zoe.seen = [], []
        wrong = [line for line in log.lines if line["log_level"] in ("error", "critical") or "exc_info" in line]
        assert not wrong, wrong

    async def _come_back(self) -> None:
        """Who was thrown out, or left, enters again: else the rest would be thrown at a closed door."""
        if (await self.thrower.http.get("/session")).status_code != 200:
            self.thrower = await self.evening.enter(f"Malou {self.throws}", connect=False)
        if (await self.staff.http.get("/staff/session")).status_code != 200:
            self.staff = await self.evening.staff(f"Maud {self.throws}")

"""The lamp: whether somebody watches. Kept up to date by the watch, read by whatever strangers can do to each other."""

from collections.abc import Callable
from typing import Literal

import msgspec

from veillee.foundation.basics import Problem

WatchState = Literal["open", "resting"]
Area = Literal["first_words", "rooms", "pictures"]
Why = Literal["nobody", "too_few", "urgent"]
AREAS: tuple[Area, ...] = ("first_words", "rooms", "pictures")

SAID: dict[Why, str] = {
    "nobody": "Nobody is watching right now, so first words, new rooms and pictures rest; open talk goes on.",
    "too_few": "Too few people are watching right now, so this rests; open talk goes on.",
    "urgent": "Something urgent has waited too long for an answer, so this rests until it has one; open talk goes on.",
}


class StaffMin(msgspec.Struct, frozen=True, kw_only=True):
    """How many have to watch for each area to be open; at least 1 each."""

    first_words: int = 1
    rooms: int = 1
    pictures: int = 1


class AreaWatch(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with one area. `why` it rests: nobody watches, too few do, or something urgent waits too long."""

    state: WatchState
    why: Why | None


class Areas(msgspec.Struct, frozen=True, kw_only=True):
    """What can rest: first words to strangers, the opening of new rooms, and pictures."""

    first_words: AreaWatch
    rooms: AreaWatch
    pictures: AreaWatch


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """How the lamp stands, on the wire. `state` is `open` while no area rests."""

    state: WatchState
    staff_on_duty: int
    areas: Areas


class Lamp:
    """Watched or quiet, area by area: what rests is closed to strangers, and existing talk goes on."""

    def __init__(self, staff_min: StaffMin | None = None) -> None:
        self.staff_on_duty = 0
        self.urgent_late = False
        self._staff_min = staff_min or StaffMin()
        self._listeners: list[Callable[[], None]] = []

    @property
    def rests(self) -> bool:
        """Whether any area does."""
        return any(self.why(area) for area in AREAS)

    def state(self, area: Area) -> WatchState:
        """`resting` when there are not enough who watch, or something urgent waits too long."""
        return "resting" if self.why(area) else "open"

    def why(self, area: Area) -> Why | None:
        """Why the area rests, the gravest reason; None while it is open."""
        if not self.staff_on_duty:
            return "nobody"
        if self.staff_on_duty < getattr(self._staff_min, area):
            return "too_few"
        return "urgent" if self.urgent_late else None

    def view(self) -> Watch:
        """For the wire."""
        areas = {area: AreaWatch(state=self.state(area), why=self.why(area)) for area in AREAS}
        return Watch(state="resting" if self.rests else "open", staff_on_duty=self.staff_on_duty, areas=Areas(**areas))

    def set(self, staff_on_duty: int, *, urgent_late: bool = False) -> None:
        """Say how many watch, and whether something urgent waits too long; tells the listeners of a change.

        On the loop only.
        """
        if (staff_on_duty, urgent_late) == (self.staff_on_duty, self.urgent_late):
            return
        self.staff_on_duty, self.urgent_late = staff_on_duty, urgent_late
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call listener() after every change."""
        self._listeners.append(listener)

    def check_lit(self, area: Area) -> None:
        """Raises Problem `resting`, with the area and why, when it rests."""
        if why := self.why(area):
            raise Problem("resting", 409, SAID[why], extra={"area": area, "why": why})

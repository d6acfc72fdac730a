"""The lamp: whether somebody watches. Kept up to date by the watch, read by whatever strangers can do to each other."""

from collections.abc import Callable
from typing import Literal

import msgspec

from veillee.foundation.basics import Problem

WatchState = Literal["open", "resting"]


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """How the lamp stands, on the wire."""

    state: WatchState
    staff_on_duty: int


class Lamp:
    """Watched or quiet: without staff on duty, first words and new rooms rest and existing talk goes on."""

    def __init__(self) -> None:
        self.staff_on_duty = 0
        self._listeners: list[Callable[[], None]] = []

    @property
    def state(self) -> WatchState:
        """`open` while at least one member of staff watches."""
        return "open" if self.staff_on_duty else "resting"

    def view(self) -> Watch:
        """For the wire."""
        return Watch(state=self.state, staff_on_duty=self.staff_on_duty)

    def set(self, staff_on_duty: int) -> None:
        """Say how many watch; tells the listeners when that changed. On the loop only."""
        if staff_on_duty == self.staff_on_duty:
            return
        self.staff_on_duty = staff_on_duty
        for listener in self._listeners:
            listener()

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call listener() after every change."""
        self._listeners.append(listener)

    def check_lit(self) -> None:
        """Raises Problem `resting` when nobody watches."""
        if not self.staff_on_duty:
            raise Problem(
                "resting", 409, "Nobody is watching right now, so first words and new rooms rest; open talk goes on."
            )

"""How far somebody may reach towards strangers now, and what comes next."""

from collections.abc import Callable
from datetime import datetime
from math import ceil

import msgspec
import sqlalchemy as sa

from veillee.community.people.model import Caller
from veillee.community.people.standing import find_lowered_until
from veillee.foundation.basics import Clock
from veillee.safety.policy import Allowance, Ladder

SECONDS_PER_HOUR = 3600.0
CountAccepted = Callable[[sa.Connection, str], int]
"""How many first words of a person were accepted."""


class Needs(msgspec.Struct, frozen=True, kw_only=True):
    """What is still missing for a step; 0 where nothing is."""

    hours: int
    first_words_accepted: int


class ReachStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the ladder as members see it. `title` has the keys `fr` and `en`."""

    id: str
    title: dict[str, str]
    may: Allowance


class NextStep(ReachStep, frozen=True, kw_only=True):
    """The step above, and what it still takes."""

    needs: Needs


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands. `links_in_hours`: until when they are asked before a link goes out, 0 when they are not;
    `lowered_until`: a decision against them lowers it until then; `next`: null at the top."""

    now: ReachStep
    links_in_hours: int
    lowered_until: datetime | None
    next: NextStep | None


class Reaching:
    """Works out the reach of people. `ceiling`: what the operator allows anybody, whatever the ladder says."""

    def __init__(
        self, ladder: Callable[[], Ladder], ceiling: Allowance, count_accepted: CountAccepted, clock: Clock
    ) -> None:
        self._ladder = ladder
        self._ceiling = ceiling
        self._count_accepted = count_accepted
        self._clock = clock

    def find(self, connection: sa.Connection, caller: Caller) -> Reach:
        """The reach of the caller now."""
        ladder, now = self._ladder(), self._clock()
        hours = max(0.0, (now - caller.entered_at).total_seconds() / SECONDS_PER_HOUR)
        accepted = self._count_accepted(connection, caller.id)
        lowered = find_lowered_until(connection, caller.id, ladder.lowered_days, now)
        at = ladder.step_at(hours, accepted)
        step = ladder.steps[at] if lowered is None else ladder.lowered
        above = ladder.steps[at + 1 : at + 2] if lowered is None else ()
        return Reach(
            now=ReachStep(id=step.id, title=step.title, may=self._bounded(step.may)),
            links_in_hours=_missing(ladder.links_after_hours, hours),
            lowered_until=lowered,
            next=None
            if not above
            else NextStep(
                id=above[0].id,
                title=above[0].title,
                may=self._bounded(above[0].may),
                needs=Needs(
                    hours=_missing(above[0].after.hours_here, hours),
                    first_words_accepted=max(0, above[0].after.first_words_accepted - accepted),
                ),
            ),
        )

    def _bounded(self, may: Allowance) -> Allowance:
        return Allowance(
            first_words_per_day=min(may.first_words_per_day, self._ceiling.first_words_per_day),
            rooms_per_day=min(may.rooms_per_day, self._ceiling.rooms_per_day),
            pictures_per_day=min(may.pictures_per_day, self._ceiling.pictures_per_day),
        )


def _missing(wanted: int, hours: float) -> int:
    """Whole hours that are still to pass, the begun one counted."""
    return max(0, ceil(wanted - hours))

"""The reach ladder: what a person may do towards strangers, by time and standing, as data (`reach.yaml`)."""

from itertools import pairwise

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.house import Words

REACH_FILE = "reach.yaml"


class Conditions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step asks for: hours since the person came in, and first words of theirs that were accepted."""

    hours_here: int = 0
    first_words_accepted: int = 0


class Allowance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a step allows. A ladder from before there were pictures allows none."""

    first_words_per_day: int
    rooms_per_day: int
    pictures_per_day: int = 0


class _StepEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: Words
    after: Conditions
    may: Allowance


class _LoweredEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    days: int
    title: Words
    may: Allowance


class _LadderEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    steps: list[_StepEntry]
    links_after_hours: int
    lowered: _LoweredEntry


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step. `title` has the keys `fr` and `en`."""

    id: str
    title: dict[str, str]
    after: Conditions
    may: Allowance


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """Every step, the lowest first; and where somebody stands for `lowered_days` after a decision against them."""

    steps: tuple[Step, ...]
    links_after_hours: int
    lowered: Step
    lowered_days: int

    def may_link(self, hours_here: float | None) -> bool:
        """Whether somebody who came in so long ago sends links without being asked; also when nobody knows."""
        return hours_here is None or hours_here >= self.links_after_hours

    def step_at(self, hours_here: float, first_words_accepted: int) -> int:
        """The index of the highest step that these reach; a step is never reached past one that is not."""
        reached = 0
        for index, step in enumerate(self.steps):
            after = step.after
            if hours_here < after.hours_here or first_words_accepted < after.first_words_accepted:
                break
            reached = index
        return reached


def read_ladder(folder: PolicyFolder) -> Ladder:
    """The ladder of these files. Raises PolicyError when its first step asks for something, or one asks for less."""
    file = folder.get(REACH_FILE)
    entry = file.parse(file.body, _LadderEntry)
    if not entry.steps or entry.steps[0].after != Conditions():
        raise PolicyError(file.name, 1, "the first step must ask for nothing")
    for one, two in pairwise(entry.steps):
        less = two.after.hours_here < one.after.hours_here
        if less or two.after.first_words_accepted < one.after.first_words_accepted:
            raise PolicyError(file.name, 1, f"step {two.id!r} asks for less than the step before it")
    lowered = entry.lowered
    return Ladder(
        steps=tuple(Step(id=s.id, title=s.title.as_dict(), after=s.after, may=s.may) for s in entry.steps),
        links_after_hours=entry.links_after_hours,
        lowered=Step(id="lowered", title=lowered.title.as_dict(), after=Conditions(), may=lowered.may),
        lowered_days=lowered.days,
    )

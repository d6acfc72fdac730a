"""What connections are owed within one turn of the loop: collected, then handed over in one write each."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from veillee.foundation.gateway.grouping import Group, Parcel, group, take_small
from veillee.foundation.gateway.recipients import Recipient, Recipients
from veillee.foundation.gateway.spread import PythonSpread, Spread, write

RECIPIENTS_PER_TURN_MAX = 500
"""Some 3 ms of system calls, more on a busy machine: whoever else waits for the loop comes in between."""
RESTED_FROM_SECONDS = 0.001
REST_SECONDS_MAX = 0.05


class _Round(NamedTuple):
    """A group of which those from `start` on are still to be served."""

    group: Group
    start: int


class Outbox:
    """Delivers at the end of the turn, to RECIPIENTS_PER_TURN_MAX at most, then in the next. For the loop thread only.

    uvloop sends on every write(): without this each frame would be a system call and a segment. Nearly always one
    parcel is nearly all there is, and then each recipient costs its system call and nothing more.

    Serving crowds takes half of the time at most: after it has taken RESTED_FROM_SECONDS or more, crowds wait as long
    as it took, REST_SECONDS_MAX at most, while what is for a few goes out. In that time the loop hears what else is
    said, which then leaves in the same write: the faster a crowd talks, the less each message costs.

    Nor does what is for a few wait until all of a crowd are served: it goes out between two turns of that.
    """

    __slots__ = (
        "_awaited", "_clock", "_parcels", "_per_turn_max", "_rested_at", "_rounds", "_single", "_spent", "_timer",
        "spread",
    )  # fmt: skip

    def __init__(
        self,
        spread: Spread | None = None,
        per_turn_max: int = RECIPIENTS_PER_TURN_MAX,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.spread = spread or PythonSpread()
        self._per_turn_max = per_turn_max
        self._clock = clock
        self._parcels: deque[Parcel] = deque()
        self._single: dict[Recipient, bytes] = {}
        self._rounds: deque[_Round] = deque()
        self._awaited = False
        self._timer: asyncio.TimerHandle | None = None
        self._spent = 0.0
        self._rested_at = 0.0

    def send(self, recipients: Recipients | Recipient, frames: bytes) -> None:
        """Deliver to these, or to this one, at the end of the turn."""
        parcels = self._parcels
        if parcels and parcels[-1].recipients is recipients and not parcels[-1].served:
            parcels[-1].frames.append(frames)
            return
        parcels.append(Parcel(recipients, [frames], set()))
        self._await_turn()

    def owed(self, recipient: Recipient) -> bytes:
        """What one is owed and has not been handed yet. Whoever takes it sees to it that it is not written again."""
        if (frames := self._single.get(recipient)) is None:
            frames = b"".join(each.frames for each, start in self._rounds if _is_to_be_served(recipient, each, start))
        return frames + b"".join(b"".join(its.frames) for its in self._parcels if its.is_owed_to(recipient))

    def _await_turn(self) -> None:
        if not self._awaited:
            self._awaited = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        # Those beyond the bound wait, and whatever is sent meanwhile waits behind them.
        left = self._per_turn_max
        try:
            while left > 0 and self._prepare():
                left -= self._hand_over(left)
        finally:
            self._awaited = False
            if self._single or self._rounds:
                self._await_turn()
            elif self._parcels:
                self._await_rest()

    def _await_rest(self) -> None:
        if self._timer is None:
            seconds = max(0.0, self._rested_at - self._clock())
            self._timer = asyncio.get_running_loop().call_later(seconds, self._end_rest)

    def _end_rest(self) -> None:
        self._timer = None
        self._await_turn()

    def _prepare(self) -> bool:
        """Whether somebody is to be served now."""
        if not self._single and self._parcels:
            if self._rounds:
                self._single = self._take_between()
            elif self._rested_at > self._clock():
                self._single = take_small(self._parcels)
            else:
                self._single, groups = group(self._parcels)
                self._rounds.extend(_Round(each, 0) for each in groups)
        return bool(self._single or self._rounds)

    def _take_between(self) -> dict[Recipient, bytes]:
        """What is for a few, after what the crowd would still have brought to each of them."""
        small = take_small(self._parcels)
        for one, frames in small.items():
            for each, start in self._rounds:
                if _is_to_be_served(one, each, start):
                    each.besides.add(one)
                    small[one] = each.frames + frames
        return small

    def _hand_over(self, most: int) -> int:
        """Serve some; how many. They are taken off before they are written to: a write may close its connection."""
        if self._single:
            write(*self._single.popitem())
            return 1
        each, start = self._rounds.popleft()
        stop = min(len(each.recipients), start + most)
        if stop < len(each.recipients):
            self._rounds.appendleft(_Round(each, stop))
        began = self._clock()
        self.spread(each.recipients, start, stop, each.frames, each.besides)
        self._spent += self._clock() - began
        if not self._rounds:
            self._rest()
        return stop - start

    def _rest(self) -> None:
        spent, self._spent = self._spent, 0.0
        if spent >= RESTED_FROM_SECONDS:
            self._rested_at = self._clock() + min(spent, REST_SECONDS_MAX)


def _is_to_be_served(recipient: Recipient, each: Group, start: int) -> bool:
    return recipient not in each.besides and each.recipients.places.get(recipient, -1) >= start

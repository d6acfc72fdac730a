"""What connections are owed within one turn of the loop: collected, then handed over in one write each."""

import asyncio
from collections import deque
from typing import NamedTuple

from veillee.foundation.gateway.grouping import Group, Parcel, group
from veillee.foundation.gateway.recipients import Recipient, Recipients
from veillee.foundation.gateway.spread import PythonSpread, Spread, write

RECIPIENTS_PER_TURN_MAX = 2_000
"""Some 12 ms of system calls, more on a busy machine: whoever else waits for the loop comes in between."""


class _Round(NamedTuple):
    """A group of which those from `start` on are still to be served."""

    group: Group
    start: int


class Outbox:
    """Delivers at the end of the turn, to RECIPIENTS_PER_TURN_MAX at most, then in the next. For the loop thread only.

    uvloop sends on every write(): without this each frame would be a system call and a segment. Nearly always one
    parcel is nearly all there is, and then each recipient costs its system call and nothing more.
    """

    __slots__ = ("_awaited", "_parcels", "_per_turn_max", "_rounds", "_single", "spread")

    def __init__(self, spread: Spread | None = None, per_turn_max: int = RECIPIENTS_PER_TURN_MAX) -> None:
        self.spread = spread or PythonSpread()
        self._per_turn_max = per_turn_max
        self._parcels: deque[Parcel] = deque()
        self._single: dict[Recipient, bytes] = {}
        self._rounds: deque[_Round] = deque()
        self._awaited = False

    def send(self, recipients: Recipients | Recipient, frames: bytes) -> None:
        """Deliver to these, or to this one, at the end of the turn."""
        parcels = self._parcels
        if parcels and parcels[-1].recipients is recipients:
            parcels[-1].frames.append(frames)
            return
        parcels.append(Parcel(recipients, [frames]))
        self._await_turn()

    def owed(self, recipient: Recipient) -> bytes:
        """What one is owed and has not been handed yet. Whoever takes it sees to it that it is not written again."""
        if (frames := self._single.get(recipient)) is None:
            frames = b"".join(each.frames for each, start in self._rounds if _is_to_be_served(recipient, each, start))
        return frames + b"".join(b"".join(its.frames) for its in self._parcels if its.is_for(recipient))

    def _await_turn(self) -> None:
        if not self._awaited:
            self._awaited = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        # Those beyond the bound wait, and whatever is sent meanwhile waits behind them.
        left = self._per_turn_max
        try:
            while left > 0 and self._is_anything_owed():
                left -= self._hand_over(left)
        finally:
            self._awaited = False
            if self._is_anything_owed():
                self._await_turn()

    def _is_anything_owed(self) -> bool:
        return bool(self._single or self._rounds or self._parcels)

    def _hand_over(self, most: int) -> int:
        """Serve some; how many. They are taken off before they are written to: a write may close its connection."""
        if self._single:
            write(*self._single.popitem())
            return 1
        if not self._rounds:
            self._single, groups = group(self._parcels)
            self._rounds.extend(_Round(each, 0) for each in groups)
            return 0
        each, start = self._rounds.popleft()
        stop = min(len(each.recipients), start + most)
        if stop < len(each.recipients):
            self._rounds.appendleft(_Round(each, stop))
        self.spread(each.recipients, start, stop, each.frames, each.besides)
        return stop - start


def _is_to_be_served(recipient: Recipient, each: Group, start: int) -> bool:
    return recipient not in each.besides and each.recipients.places.get(recipient, -1) >= start

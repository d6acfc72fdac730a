"""What is due when. Pure: whoever drives it says what time it is."""

import heapq
from collections.abc import Callable, Hashable
from itertools import count

Step = Callable[[float], None]
"""Called with the time at which it is run."""


class Agenda:
    """Steps by time, each under a key; putting a key again replaces its step. Times are seconds.

    Guarantee: steps run in the order of their times, and for one time in the order in which they were put
    down; a step that a running step puts down for a time already due runs in the same `run`.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Hashable]] = []
        self._steps: dict[Hashable, tuple[int, float, Step]] = {}
        self._numbers = count()

    def put(self, key: Hashable, at: float, step: Step) -> None:
        """Put a step down under a key, instead of the one that was there."""
        number = next(self._numbers)
        self._steps[key] = (number, at, step)
        heapq.heappush(self._heap, (at, number, key))

    def drop(self, key: Hashable) -> bool:
        """Take a step back; whether there was one."""
        return self._steps.pop(key, None) is not None

    def at(self, key: Hashable) -> float | None:
        """When the key's step is due, None when there is none."""
        found = self._steps.get(key)
        return found[1] if found else None

    def count(self, kind: str) -> int:
        """How many keys are tuples that start with this word."""
        return sum(isinstance(key, tuple) and key[0] == kind for key in self._steps)

    def next_at(self) -> float | None:
        """When the next step is due, None when nothing is."""
        self._drop_replaced()
        return self._heap[0][0] if self._heap else None

    def run(self, now: float) -> None:
        """Run what is due at `now` or was before."""
        while (at := self.next_at()) is not None and at <= now:
            _, _, key = heapq.heappop(self._heap)
            _, _, step = self._steps.pop(key)
            # Not `at`: after a pause of the whole process, people go on, they do not catch up.
            step(now)

    def _drop_replaced(self) -> None:
        while self._heap:
            _, number, key = self._heap[0]
            found = self._steps.get(key)
            if found is not None and found[0] == number:
                return
            heapq.heappop(self._heap)

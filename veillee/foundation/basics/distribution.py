"""How values are spread, counted as they come: cheap enough to stand where the work is done."""

from bisect import bisect_left
from collections.abc import Sequence


class Distribution:
    """Counts by upper bound, the last one for all that is greater. One thread adds, any may read."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        """bounds ascend; each belongs to the values up to it, itself included."""
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        """One value more."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

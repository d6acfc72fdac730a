"""How fast somebody may do something: token buckets, bounded in number."""

from collections import OrderedDict

from veillee.foundation.basics.clock import Clock
from veillee.foundation.basics.problems import TooFast

KEYS_MAX = 100_000


class Bucket:
    """A token bucket: `burst` at once, refilled at `per_second`."""

    __slots__ = ("_at", "_left", "burst", "per_second")

    def __init__(self, burst: float, per_second: float, now: float) -> None:
        self.burst = burst
        self.per_second = per_second
        self._left = burst
        self._at = now

    def take(self, now: float) -> float:
        """0 when one was taken, else the seconds until one is there. `now` in seconds."""
        self._left = min(self.burst, self._left + max(0.0, now - self._at) * self.per_second)
        self._at = now
        if self._left < 1.0:
            return (1.0 - self._left) / self.per_second
        self._left -= 1.0
        return 0.0


class Paces:
    """One bucket a key, `count` in `seconds`; the key unused longest is forgotten when there are too many."""

    def __init__(self, clock: Clock, count: int, seconds: float) -> None:
        self._clock = clock
        self._count = count
        self._per_second = count / seconds
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def check(self, key: str) -> None:
        """Take one from the key's bucket. Raises TooFast when it is empty."""
        now = self._clock().timestamp()
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._count, self._per_second, now)
            if len(self._buckets) > KEYS_MAX:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        if wait := bucket.take(now):
            raise TooFast(wait)

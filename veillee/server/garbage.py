"""When the garbage collector runs.

It walks over everything that lives, holding up the loop: tens of milliseconds for what a server has loaded by the
time it serves, many times a second under load. Nearly all of our garbage is freed by its reference count; what is
left are a few cycles of connections that ended.
"""

import gc

from veillee.foundation.gateway import Connections

# Objects made and not freed since; collections of the young before one of the middle-aged; of those before one of all.
THRESHOLDS = (20_000, 20, 20)


# What a connection leaves behind is a few KiB that refer to each other.
DEPARTED_MIN = 500
SWEEP_SECONDS = 60


class Sweeper:
    """Collects after many have left: it is then that there is something to find, and few are there to be held up."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._departed = connections.departed

    async def sweep(self) -> None:
        """A standing job."""
        if self._connections.departed - self._departed > max(DEPARTED_MIN, len(self._connections)):
            self._departed = self._connections.departed
            gc.collect()


def spare_the_loaded() -> None:
    """What lives now is never looked at again, and what is made from now on more rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def collect_no_more() -> None:
    """A server that leaves is gone in seconds; meanwhile thousands go at once, and a look at all that lives is long."""
    gc.disable()

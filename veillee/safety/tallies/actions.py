"""Adding what this node has counted to the numbers of the place."""

from collections.abc import Callable, Mapping

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database
from veillee.safety.tallies.model import Tally
from veillee.safety.tallies.store import add_tallies

WRITE_SECONDS = 60


class Tallies:
    """`count()` gives what each rule has come to on this node, however it began."""

    def __init__(self, database: Database, count: Callable[[], Mapping[str, Tally]], clock: Clock) -> None:
        self._database = database
        self._count = count
        self._clock = clock
        self._written = count()

    async def write(self) -> None:
        """Add what is new, to the day that it is now in UTC. Raises Unavailable: it is added the next time."""
        counted = self._count()
        added = {rule: tally.less(self._written.get(rule, Tally())) for rule, tally in counted.items()}
        if added := {rule: tally for rule, tally in added.items() if any(tally)}:
            await self._database.write(add_tallies, self._clock().date(), added)
        self._written = counted

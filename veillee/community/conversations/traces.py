"""What each person's words left behind, towards whom: kept small, forgotten by itself, read before the next message.

Words leave traces whatever became of them: sent, held or refused, in rooms, private talk and first words. They are read
from memory, so that they cost no message any time; stored without words, so that a restart forgets nothing that still
counts; and told to every node. In private a trace is towards a person, in a room towards the room.
"""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime

from veillee.community.conversations.trace_store import Mark, TracesLeft, forget_marks, read_marks, write_marks
from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database
from veillee.safety.policy import AGES_LAST, Gate, age_of

AUTHORS_MAX = 20_000
TOWARDS_PER_AUTHOR_MAX = 40
KINDS_PER_PAIR_MAX = 40
ROWS_READ_MAX = 200_000
ROWS_FORGOTTEN_MAX = 500
Left = OrderedDict[str, datetime]
"""Kind of trace → when it was left last, the latest last."""


class Traces:
    """On the loop thread only."""

    def __init__(self, database: Database, gate: Gate, clock: Clock) -> None:
        self._database = database
        self._gate = gate
        self._clock = clock
        self._by_author: OrderedDict[str, OrderedDict[str, Left]] = OrderedDict()

    def remember(self) -> None:
        """Read what was stored and still counts; once, before the loop runs."""
        self._keep_all(self._database.read_now(read_marks, ROWS_READ_MAX))

    async def remember_again(self) -> None:
        """The same while the loop runs: after news of other nodes were missed."""
        self._keep_all(await self._database.read(read_marks, ROWS_READ_MAX))

    def leave(self, author: str, towards: str, text: str) -> None:
        """Keep what these words leave towards a person or a room, in memory at once and on disk soon."""
        for kind in self._gate.traces_left(text):
            mark = Mark(author, towards, kind, self._clock())
            self._keep(mark)
            self._database.submit_batched(write_marks, mark).add_done_callback(lambda done: done.exception())

    def on_left(self, event: TracesLeft) -> None:
        """Stored here or by another node."""
        self._keep_all([Mark(*mark) for mark in event.marks])

    def of(self, author: str, towards: str) -> tuple[dict[str, float], dict[str, float]]:
        """What the author left towards this one, and the most of each kind towards any other: kind → 0 to 1."""
        mine = self._by_author.get(author)
        if mine is None:
            return {}, {}
        now = self._clock()
        here = self._weights(mine.get(towards, {}), now)
        elsewhere: dict[str, float] = {}
        for other, left in mine.items():
            if other != towards:
                for kind, weight in self._weights(left, now).items():
                    elsewhere[kind] = max(weight, elsewhere.get(kind, 0.0))
        return here, elsewhere

    def ages_of(self, author: str) -> tuple[int, ...]:
        """The ages that the author said to have, to anybody, lately; ascending."""
        since = self._clock() - AGES_LAST
        mine = self._by_author.get(author)
        said = {age_of(kind) for left in mine.values() for kind, at in left.items() if at > since} if mine else set()
        return tuple(sorted(age for age in said if age is not None))

    async def tidy(self) -> None:
        """Forget what no longer counts in this node's memory. A daemon of each node calls this."""
        now = self._clock()
        for author, mine in list(self._by_author.items()):
            for towards in [key for key, left in mine.items() if not self._counts(left, now)]:
                del mine[towards]
            if not mine:
                del self._by_author[author]

    async def forget(self) -> None:
        """Delete what no longer counts, some at a time so that no append waits. A daemon of one node calls this."""
        now = self._clock()
        before = {name: now - trace.lifetime for name, trace in self._gate.traces.items()}
        ages_before = now - AGES_LAST
        while await self._database.write(forget_marks, before, ages_before, ROWS_FORGOTTEN_MAX) == ROWS_FORGOTTEN_MAX:
            pass

    def _counts(self, left: Left, now: datetime) -> bool:
        return bool(self._weights(left, now)) or any(age_of(kind) and at > now - AGES_LAST for kind, at in left.items())

    def _weights(self, left: Mapping[str, datetime], now: datetime) -> dict[str, float]:
        kinds = self._gate.traces
        weights = {
            kind: kinds[kind].weight_after((now - at).total_seconds()) for kind, at in left.items() if kind in kinds
        }
        return {kind: weight for kind, weight in weights.items() if weight}

    def _keep_all(self, marks: list[Mark]) -> None:
        for mark in marks:
            self._keep(mark)

    def _keep(self, mark: Mark) -> None:
        mine = self._by_author.setdefault(mark.author, OrderedDict())
        left = mine.setdefault(mark.towards, OrderedDict())
        left[mark.kind] = max(mark.at, left.get(mark.kind, mark.at))
        left.move_to_end(mark.kind)
        mine.move_to_end(mark.towards)
        self._by_author.move_to_end(mark.author)
        if len(left) > KINDS_PER_PAIR_MAX:
            left.popitem(last=False)
        if len(mine) > TOWARDS_PER_AUTHOR_MAX:
            mine.popitem(last=False)
        if len(self._by_author) > AUTHORS_MAX:
            self._by_author.popitem(last=False)

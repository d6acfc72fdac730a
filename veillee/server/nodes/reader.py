"""Writing the journal, and reading in it what other nodes did."""

from collections.abc import Callable

import msgspec
import structlog

from veillee.foundation.basics import Clock, Event, Listeners
from veillee.foundation.storage import Database, Entry, Transaction, read_entries, read_last, write_entry
from veillee.server.nodes.kinds import KINDS

PAGE_ENTRIES = 500
# A commit whose answer was lost has nobody to announce it; by then it is not merely late.
DOUBT_SECONDS = 0.5

log = structlog.get_logger("nodes")


class JournalReader:
    """Each event of KINDS once on every node: at once on its own, in the order of the journal on the others.

    `apply(event)` is called for those of other nodes, and for our own whose commit succeeded though its answer was
    lost. `told()` is called when others have something to read. `lost()` is called when entries are gone before they
    were read, as after a night without the database.
    """

    def __init__(
        self,
        node: str,
        database: Database,
        clock: Clock,
        now: Callable[[], float],
        apply: Callable[[Event], None],
        told: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        self._node = node
        self._database = database
        self._clock = clock
        self._now = now
        self._apply = apply
        self._told = told
        self._lost = lost
        self._last = 0
        self._reading = False
        self._again = False
        self._numbers: dict[int, int] = {}
        self._applied: set[int] = set()
        self._doubtful: dict[int, tuple[Entry, float]] = {}

    def register(self, listeners: Listeners) -> None:
        """Write down what happens here. After everybody else: others are told when it is done here."""
        for kind in KINDS.values():
            listeners.within(kind, self._write)
            listeners.after(kind, self._mark)

    async def begin(self) -> None:
        """From now on: what happened before is no news to anybody here."""
        self._last = await self._database.read(read_last)

    async def read(self) -> None:
        """Apply everything that is new."""
        self._again = True
        while self._again and not self._reading:
            self._again, self._reading = False, True
            try:
                await self._read_pages()
            finally:
                self._reading = False
        self._resolve()

    def _write(self, transaction: Transaction, event: Event) -> None:
        self._numbers[id(event)] = write_entry(transaction, self._node, event, self._clock())

    def _mark(self, event: Event) -> None:
        number = self._numbers.pop(id(event), None)
        if number is None:
            return  # another node's
        if number > self._last:
            self._applied.add(number)
        self._doubtful.pop(number, None)
        self._told()

    async def _read_pages(self) -> None:
        while True:
            entries = await self._database.read(read_entries, self._last, PAGE_ENTRIES)
            if entries and entries[0].number > self._last + 1:
                log.warning("entries of the journal were missed", first=self._last + 1, until=entries[0].number)
                self._lost()
            for entry in entries:
                self._last = entry.number
                self._take(entry)
            if len(entries) < PAGE_ENTRIES:
                return

    def _take(self, entry: Entry) -> None:
        if entry.node != self._node:
            self._run(entry)
        elif entry.number in self._applied:
            self._applied.discard(entry.number)
        else:
            self._doubtful[entry.number] = entry, self._now()

    def _resolve(self) -> None:
        for number, (entry, since) in list(self._doubtful.items()):
            if self._now() - since > DOUBT_SECONDS:
                del self._doubtful[number]
                self._run(entry)
        if not self._doubtful and len(self._numbers) > PAGE_ENTRIES:
            self._numbers.clear()  # of transactions that came to nothing

    def _run(self, entry: Entry) -> None:
        kind = KINDS.get(entry.kind)
        if kind is None:
            return  # a newer node's, which this one cannot know
        try:
            self._apply(msgspec.convert(entry.body, kind))
        except Exception as error:
            log.error(
                "an event of another node failed here", kind=entry.kind, error=type(error).__name__, exc_info=error
            )

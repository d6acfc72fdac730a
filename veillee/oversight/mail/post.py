"""Sending what waits: a standing job of one node at a time."""

import asyncio
from datetime import datetime, timedelta

import structlog

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.mail import store
from veillee.oversight.mail.model import MailSettings, PostState, next_attempt
from veillee.oversight.mail.outbox import Outbox
from veillee.oversight.mail.smtp import NotSent, make_message, send
from veillee.safety.sealing import Damaged

POST_SECONDS = 15
LETTER_SECONDS_MAX = 120
CLAIM = timedelta(minutes=5)
"""Longer than one letter can take: a lease that ran out meanwhile does not send it twice."""
LETTERS_PER_ROUND = 50
FAILURES_PER_ROUND = 3
"""A server that takes nothing is left alone until the next round."""

log = structlog.get_logger("mail")


class Post:
    """Takes letters to the mail server. `settings` None: there is none, and all is as if there were no letters."""

    def __init__(self, database: Database, outbox: Outbox | None, settings: MailSettings | None, clock: Clock) -> None:
        self._database = database
        self._outbox = outbox
        self._settings = settings
        self._clock = clock
        self.state = PostState(on=False)

    async def round(self) -> None:
        """Send what is due. A daemon calls this; what fails is tried again, ever more patiently, and then is dead.

        A letter is marked in the database after the server has taken it: a crash in between sends it twice, under
        the same Message-ID, never not at all.
        """
        if self._outbox is None or self._settings is None:
            return
        failures = 0
        for row in await self._database.read(store.list_due, self._clock(), LETTERS_PER_ROUND):
            failures += not await self._take(row)
            if failures >= FAILURES_PER_ROUND:
                break
        self.state = await self._database.read(store.read_state)

    async def look(self) -> PostState:
        """How the outbox stands now."""
        return self.state if self._settings is None else await self._database.read(store.read_state)

    async def revive(self) -> int:
        """Try dead letters again; how many there are."""
        return await self._database.write(_revive, self._clock())

    async def _take(self, row: store.Row) -> bool:
        assert self._outbox is not None and self._settings is not None
        if not await self._database.write(_claim, row, self._clock()):
            return True
        try:
            said = await self._database.read(self._outbox.open, row)
            async with asyncio.timeout(LETTER_SECONDS_MAX):
                await send(make_message(said, self._settings.sender, self._clock()), self._settings)
        except TimeoutError:
            return await self._fail(row, NotSent("slow"))
        except (NotSent, Damaged) as problem:
            failure = problem if isinstance(problem, NotSent) else NotSent("damaged", permanent=True)
            return await self._fail(row, failure)
        await self._database.write(_note_sent, row.id, self._clock())
        return True

    async def _fail(self, row: store.Row, failure: NotSent) -> bool:
        """Whether the next letter may be tried all the same."""
        log.warning("letter not sent", kind=row.kind, code=failure.code, attempts=row.attempts + 1)
        await self._database.write(_note_failure, row, failure, self._clock())
        return failure.permanent


def _claim(transaction: Transaction, row: store.Row, now: datetime) -> bool:
    return store.claim(transaction.connection, row, now + CLAIM)


def _note_sent(transaction: Transaction, id_: str, now: datetime) -> None:
    store.mark_sent(transaction.connection, id_, now)


def _note_failure(transaction: Transaction, row: store.Row, failure: NotSent, now: datetime) -> None:
    attempts = row.attempts + 1
    next_at = None if failure.permanent else next_attempt(attempts, now)
    store.mark_failed(transaction.connection, row.id, attempts, failure.code, next_at)
    if next_at is None:
        store.mark_dead(transaction.connection, row.id, now)


def _revive(transaction: Transaction, now: datetime) -> int:
    return store.revive_dead(transaction.connection, now)

"""What has had its time, destroyed: a batch at a time, so that whoever talks meanwhile waits for none of it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from veillee.community import conversations, outcomes, people, private_talk
from veillee.community.conversations import Periods
from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, Transaction
from veillee.oversight import mail
from veillee.oversight.moderation import Kept, forget_contacts, forget_notes, list_kept
from veillee.server.keeping import RetentionSettings

# As long as a decision can be contested (DSA art. 20).
CONTESTED = timedelta(days=184)
BEGINNING = "00000000-0000-0000-0000-000000000000"
TRIES = 5

log = structlog.get_logger("retention")


def make_periods(settings: RetentionSettings) -> Periods:
    """As the operator has set them."""
    return Periods(
        private=timedelta(days=settings.private_days),
        room=timedelta(hours=settings.room_hours),
        withheld=CONTESTED,
        connection=timedelta(days=settings.connection_days),
    )


class Retention:
    """One round looks at everything; called again and again by one node."""

    def __init__(self, database: Database, settings: RetentionSettings, clock: Clock) -> None:
        self._database = database
        self._periods = make_periods(settings)
        self._clock = clock

    async def round(self) -> None:
        """Destroy all that is due now."""
        now = self._clock()
        for month in await self._database.read(conversations.list_wanting, now):
            await self._try(month, conversations.make_month, month)
        kept = await self._database.read(list_kept, now)
        await self._each_due(now, self._take_words, kept)
        # What goes as a whole need not be deleted row by row.
        for month in await self._database.read(conversations.list_past, self._periods, now):
            await self._try(month, _drop_month, month, now)
        await self._each_due(now, self._delete_rows, kept)
        await self._each_picture(now)
        year, contested = now - self._periods.connection, now - self._periods.withheld
        await self._repeat(conversations.take_withheld, contested, kept.words)
        await self._repeat(conversations.purge_withheld, year)
        answered = now - self._periods.private
        await self._repeat(private_talk.delete_requests, answered, contested, kept.words)
        await self._repeat(private_talk.purge_requests, year)
        await self._repeat(outcomes.take_stopped, contested, kept.words)
        await self._repeat(outcomes.purge_stopped, year)
        await self._repeat(outcomes.take_refused, contested, kept.words)
        await self._repeat(people.purge_people, year)
        await self._repeat(forget_contacts, now)
        await self._repeat(forget_notes, now)
        await self._repeat(mail.forget_letters, now)

    async def _each_due(
        self, now: datetime, destroy: Callable[[conversations.Due, Kept], Awaitable[None]], kept: Kept
    ) -> None:
        after: str | None = BEGINNING
        while after is not None:
            due, after = await self._database.read(conversations.list_due, after, self._periods, now)
            for one in due:
                await destroy(one, kept)

    async def _each_picture(self, now: datetime) -> None:
        """Those whose message went as a whole, with its row or its month."""
        before, after = now - self._periods.connection, BEGINNING
        while (last := await self._database.write(conversations.destroy_pictures, before, after)) is not None:
            after = last

    async def _try(self, month: datetime, job: Callable[..., bool], *more: Any) -> None:
        """What others are in the way of is tried again, and once more in the next round."""
        for _ in range(TRIES):
            if await self._database.write(job, *more):
                return
        log.warning("a month of messages stays as it is", month=f"{month:%Y-%m}", job=job.__name__)

    async def _take_words(self, due: conversations.Due, kept: Kept) -> None:
        seqs = kept.conversations.get(due.conversation, ())
        if due.abandoned and due.conversation not in kept.conversations:
            await self._database.write(conversations.destroy_abandoned, due.conversation, self._clock())
        if due.words and seqs is not None:
            await self._repeat(conversations.take_words, due, seqs)

    async def _delete_rows(self, due: conversations.Due, kept: Kept) -> None:
        seqs = kept.conversations.get(due.conversation, ())
        if due.rows and seqs is not None:
            await self._repeat(conversations.delete_rows, due, seqs)

    async def _repeat(self, job: Callable[..., Any], *more: Any) -> None:
        """Until nothing is left to do, each batch in a transaction of its own."""
        while await self._database.write(job, *more):
            pass


def _drop_month(transaction: Transaction, month: datetime, now: datetime) -> bool:
    # Looked up by the job itself: jobs take turns, so that nothing is reported between the look and the end.
    return conversations.drop_month(transaction, month, list_kept(transaction.connection, now).conversations)

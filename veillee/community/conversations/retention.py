"""What has had its time: words go first, the row with where it came from after the legal year. A batch at a time.

Members see nothing older than `tail`. Words that are kept for a case stay where they are, for the watch only.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.moderate import destroy_conversation
from veillee.community.conversations.store import conversations, memberships, messages, withheld
from veillee.community.media import destroy_at, destroy_of_words, destroy_these, list_attached
from veillee.foundation.storage import Transaction, is_one_of, lies_by_month, month_of

ROWS_PER_BATCH = 200
CONVERSATIONS_PER_PAGE = 500


class Periods(msgspec.Struct, frozen=True, kw_only=True):
    """How long members see what was said, how long held words are kept, and how long where anything came from."""

    private: timedelta
    room: timedelta
    withheld: timedelta
    connection: timedelta


class Due(msgspec.Struct, frozen=True):
    """Where something has had its time: words, or rows, before a moment; abandoned: nobody is a member to see them."""

    conversation: str
    words_until: datetime
    rows_until: datetime
    words: bool
    rows: bool
    abandoned: bool


def list_due(connection: sa.Connection, after: str, periods: Periods, now: datetime) -> tuple[list[Due], str | None]:
    """Of the next CONVERSATIONS_PER_PAGE by id those in which something is due, and the last id; None at the end."""
    mine = messages.c.conversation_id == conversations.c.id
    spoken = _first(mine, messages.c.seq >= conversations.c.tail)
    members = sa.exists().where(memberships.c.conversation_id == conversations.c.id)
    page: sa.Select[Any] = sa.select(
        conversations, spoken.label("spoken"), _first(mine).label("oldest"), members.label("peopled")
    )
    rows = connection.execute(
        page.where(conversations.c.id > after).order_by(conversations.c.id).limit(CONVERSATIONS_PER_PAGE)
    ).all()
    rows_until = end_of_rows(connection, periods, now)
    due = [one for row in rows if (one := _due(row, periods, now, rows_until)) is not None]
    return due, rows[-1].id if len(rows) == CONVERSATIONS_PER_PAGE else None


def _first(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    query = sa.select(messages.c.sent_at).where(*conditions).order_by(messages.c.seq).limit(1)
    return query.correlate(conversations).scalar_subquery()


def end_of_rows(connection: sa.Connection, periods: Periods, now: datetime) -> datetime:
    """What is older goes as a whole. Where rows lie by month a month stays until all of it has had its time."""
    end = now - periods.connection
    return month_of(end) if lies_by_month(connection) else end


def _due(row: Any, periods: Periods, now: datetime, rows_until: datetime) -> Due | None:
    until = now - (periods.private if row.kind == "private" else periods.room)
    words = row.spoken is not None and row.spoken < until
    rows = row.oldest is not None and row.oldest < rows_until
    abandoned = words and row.kind == "private" and not row.peopled
    return Due(row.id, until, rows_until, words, rows, abandoned) if words or rows else None


def take_words(transaction: Transaction, due: Due, kept: Collection[int]) -> bool:
    """Take the words of the oldest messages that still have theirs, but for those that are kept; whether more wait."""
    connection = transaction.connection
    mine = (messages.c.conversation_id == due.conversation,)
    tail = sa.select(conversations.c.tail).where(conversations.c.id == due.conversation).scalar_subquery()
    oldest = sa.select(messages.c.seq, messages.c.sent_at).where(*mine, messages.c.seq >= tail)
    rows = connection.execute(oldest.order_by(messages.c.seq).limit(ROWS_PER_BATCH)).all()
    past = [row for row in rows if row.sent_at < due.words_until]
    if not past:
        return False
    gone = [row for row in past if row.seq not in kept]
    if gone:
        connection.execute(messages.update().where(*mine, _are(gone)).values(text="", sealed=None, pictures=None))
        destroy_at(transaction, due.conversation, [row.seq for row in gone])
    mark = conversations.update().where(conversations.c.id == due.conversation)
    connection.execute(mark.values(tail=past[-1].seq + 1))
    return len(past) == ROWS_PER_BATCH


def _are(rows: list[Any]) -> sa.ColumnElement[bool]:
    """These of one conversation; no month is looked into in which there is none of them."""
    moments = [row.sent_at for row in rows]
    return sa.and_(
        messages.c.seq.in_([row.seq for row in rows]), messages.c.sent_at.between(min(moments), max(moments))
    )


def delete_rows(transaction: Transaction, due: Due, kept: Collection[int]) -> bool:
    """Delete the oldest messages, and of those that are kept where they came from; whether more wait."""
    connection, before = transaction.connection, due.rows_until
    mine = (messages.c.conversation_id == due.conversation,)
    oldest = sa.select(messages.c.seq, messages.c.sent_at).where(*mine, messages.c.seq.not_in(list(kept)))
    rows = connection.execute(oldest.order_by(messages.c.seq).limit(ROWS_PER_BATCH)).all()
    past = [row for row in rows if row.sent_at < before]
    if past:
        connection.execute(messages.delete().where(*mine, _are(past)))
    old = (*mine, messages.c.seq.in_(list(kept)), messages.c.sent_at < before, messages.c.origin_address.is_not(None))
    connection.execute(messages.update().where(*old).values(origin_address=None, origin_port=None))
    return len(past) == ROWS_PER_BATCH


def destroy_pictures(transaction: Transaction, before: datetime, after: str) -> str | None:
    """Of the next sent pictures by id, uploaded before that, destroy those whose message is gone; the last id, None at
    the end."""
    connection = transaction.connection
    page = list_attached(connection, before, after, ROWS_PER_BATCH)
    place = (messages.c.conversation_id, messages.c.seq)
    keys = list({(conversation, seq) for _, conversation, seq in page})
    rows = connection.execute(sa.select(*place).where(is_one_of(connection, place, keys))) if keys else ()
    there = {tuple(row) for row in rows}
    destroy_these(transaction, [id_ for id_, conversation, seq in page if (conversation, seq) not in there])
    return page[-1][0] if len(page) == ROWS_PER_BATCH else None


def take_withheld(transaction: Transaction, before: datetime, kept: Collection[str]) -> int:
    """Take held words that no longer wait, but for those whose ids are kept; how many, at most ROWS_PER_BATCH."""
    has_words = sa.or_(withheld.c.sealed.is_not(None), withheld.c.text != "")
    old = sa.select(withheld.c.id).where(
        has_words,
        withheld.c.state != "waiting",
        withheld.c.sent_at < before,
        withheld.c.id.not_in(list(kept)),
    )
    batch = transaction.connection.execute(old.limit(ROWS_PER_BATCH)).scalars().all()
    # What was released has its pictures with the message that it became.
    destroy_of_words(transaction, batch)
    words = withheld.update().where(withheld.c.id.in_(batch)).values(text="", sealed=None)
    return transaction.connection.execute(words).rowcount


def purge_withheld(transaction: Transaction, before: datetime) -> int:
    """Forget where held words came from after the legal year; how many, at most ROWS_PER_BATCH."""
    old = sa.select(withheld.c.id).where(withheld.c.sent_at < before, withheld.c.origin_address.is_not(None))
    batch = old.limit(ROWS_PER_BATCH).scalar_subquery()
    origin = withheld.update().where(withheld.c.id.in_(batch)).values(origin_address=None, origin_port=None)
    return transaction.connection.execute(origin).rowcount


def destroy_abandoned(transaction: Transaction, conversation: str, at: datetime) -> None:
    """A private talk that nobody is a member of any more: its key goes."""
    peopled = sa.select(memberships.c.person_id).where(memberships.c.conversation_id == conversation).limit(1)
    if transaction.connection.execute(peopled).first() is None:
        destroy_conversation(transaction, conversation, reason="schedule", at=at)

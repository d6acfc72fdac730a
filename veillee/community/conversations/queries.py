"""Bounded reads of messages, by (conversation, seq) keys only."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.model import Author, Message, Origin, Withheld
from veillee.community.conversations.store import cautions, conversations, memberships, messages, sent_refs, withheld
from veillee.community.media import Picture
from veillee.community.people import Person, find_person, people
from veillee.foundation.basics import is_id
from veillee.safety.policy import Caution
from veillee.safety.sealing import Gone, find_text

SPAN_MESSAGES = 20_000
"""How far back a span of time is looked for; messages are found by their numbers, not by their times."""

_with_author = sa.select(messages, people.c.pseudonym, people.c.sample).join(
    people, people.c.id == messages.c.author_id
)


def _messages(connection: sa.Connection, rows: Iterable[Any], *, uncovered: bool = False) -> list[Message]:
    """Rows of one conversation that have their words, as members see them; none when it was destroyed.

    `uncovered` shows the text of hidden ones, for the watch. What does not open keeps its place without its text.
    """
    try:
        return [_message(connection, row, uncovered) for row in rows if row.sealed is not None or row.text]
    except Gone:
        return []


def _message(connection: sa.Connection, row: Any, uncovered: bool) -> Message:
    text = find_text(connection, row.conversation_id, row.id, row.sealed, row.text)
    hidden = row.hidden_at is not None or text is None
    return Message(
        conversation=row.conversation_id,
        seq=row.seq,
        id=row.id,
        author=Author(id=row.author_id, pseudonym=row.pseudonym, sample=row.sample),
        text="" if text is None or (hidden and not uncovered) else text,
        sent_at=row.sent_at,
        reply_to=row.reply_to,
        hidden=hidden,
        pictures=_pictures(row, hidden=hidden and not uncovered),
    )


def _pictures(row: Any, *, hidden: bool) -> tuple[Picture, ...] | msgspec.UnsetType:
    if row.pictures is None or hidden:
        return msgspec.UNSET
    return msgspec.convert(row.pictures, tuple[Picture, ...])


def _of(conversation: str, value: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    return sa.select(value).where(conversations.c.id == conversation).scalar_subquery()


def read_page(connection: sa.Connection, conversation: str, before: int | None, limit: int) -> list[Message]:
    """The last `limit` messages before that seq (or of all), ascending."""
    head = conversations.c.head
    last = _of(conversation, head if before is None else sa.case((head < before, head), else_=before - 1))
    return _read_stretch(connection, conversation, last - (limit - 1), last)


def read_after(connection: sa.Connection, conversation: str, after: int, limit: int) -> list[Message]:
    """The first `limit` messages after that seq, ascending."""
    tail = conversations.c.tail
    first = _of(conversation, sa.case((tail > after, tail), else_=after + 1))
    return _read_stretch(connection, conversation, first, first + (limit - 1))


def _read_stretch(
    connection: sa.Connection, conversation: str, first: sa.ColumnElement[int], last: sa.ColumnElement[int]
) -> list[Message]:
    """What still has its words from one seq to another. Numbers have no gaps: whatever months it lies in, no more than
    these rows are looked at."""
    of_page = messages.c.seq.between(first, last)
    rows = connection.execute(
        _with_author.where(
            messages.c.conversation_id == conversation,
            of_page,
            messages.c.seq >= _of(conversation, conversations.c.tail),
        ).order_by(messages.c.seq)
    )
    return _messages(connection, rows)


def find_recent_lines(connection: sa.Connection, author: str, since: datetime, limit: int) -> list[Any]:
    """What somebody wrote in rooms since then, the latest first: rows of conversation_id, seq, hidden_at."""
    # By their references: those are found by person, messages only by conversation.
    sent = sa.select(messages.c.conversation_id, messages.c.seq, messages.c.hidden_at).select_from(
        sent_refs.join(conversations, conversations.c.id == sent_refs.c.conversation_id).join(
            messages,
            sa.and_(
                messages.c.conversation_id == sent_refs.c.conversation_id,
                messages.c.seq == sent_refs.c.seq,
                messages.c.author_id == author,
            ),
        )
    )
    recent = sent.where(
        sent_refs.c.person_id == author, conversations.c.kind == "room", messages.c.sent_at >= since
    ).order_by(messages.c.sent_at.desc(), messages.c.id.desc())
    return list(connection.execute(recent.limit(limit)).all())


def count_sent(connection: sa.Connection, person: str, since: datetime) -> int:
    """How many messages somebody sent since then, wherever, those that were held among them."""
    sent = sa.select(sa.func.count()).select_from(sent_refs)
    return connection.execute(sent.where(sent_refs.c.person_id == person, sent_refs.c.sent_at > since)).scalar_one()


def count_members(connection: sa.Connection, conversation: str) -> int:
    """How many are members."""
    query = sa.select(sa.func.count()).select_from(memberships).where(memberships.c.conversation_id == conversation)
    return connection.execute(query).scalar_one()


def count_members_of(connection: sa.Connection, ids: Iterable[str]) -> dict[str, int]:
    """How many are members, of several conversations; those without any are left out."""
    table = memberships.c
    query = sa.select(table.conversation_id, sa.func.count()).where(table.conversation_id.in_(list(ids)))
    return {row[0]: row[1] for row in connection.execute(query.group_by(table.conversation_id))}


def with_cautions(connection: sa.Connection, page: list[Message], conversation: str, reader_id: str) -> list[Message]:
    """The messages with what this reader is told beside them."""
    if not page:
        return page
    table = cautions.c
    seqs = table.seq.between(page[0].seq, page[-1].seq)
    rows = connection.execute(
        sa.select(table.seq, table.caution).where(
            table.conversation_id == conversation, seqs, table.reader_id == reader_id
        )
    )
    told = {row.seq: msgspec.convert(row.caution, Caution) for row in rows}
    return [msgspec.structs.replace(m, advice=told[m.seq]) if m.seq in told else m for m in page]


def find_message(connection: sa.Connection, conversation: str, seq: int) -> Message | None:
    """One message with its text even when hidden: for the watch and for reports."""
    if not is_id(conversation):
        return None
    rows = connection.execute(_with_author.where(messages.c.conversation_id == conversation, messages.c.seq == seq))
    found = _messages(connection, rows, uncovered=True)
    return found[0] if found else None


def find_origin(connection: sa.Connection, conversation: str, seq: int) -> Origin | None:
    """From where a message came; None when it is gone, or its legal year is over."""
    where = (messages.c.conversation_id == conversation, messages.c.seq == seq)
    row = connection.execute(sa.select(messages.c.origin_address, messages.c.origin_port).where(*where)).one_or_none()
    return None if row is None or row.origin_address is None else Origin(row.origin_address, row.origin_port or 0)


def read_window(connection: sa.Connection, conversation: str, seq: int, before: int, after: int) -> list[Message]:
    """The message and its neighbours, ascending, with texts even when hidden: for the watch."""
    rows = connection.execute(
        _with_author.where(
            messages.c.conversation_id == conversation,
            messages.c.seq.between(seq - before, seq + after),
        ).order_by(messages.c.seq)
    )
    return _messages(connection, rows, uncovered=True)


def read_span(
    connection: sa.Connection, conversation: str, since: datetime, until: datetime, limit: int
) -> list[Message]:
    """What was said there between two moments and is not hidden, ascending, at most `limit` of the last SPAN_MESSAGES:
    for the watch."""
    rows = connection.execute(
        _with_author.where(
            messages.c.conversation_id == conversation,
            messages.c.seq > _of(conversation, conversations.c.head - SPAN_MESSAGES),
            messages.c.seq >= _of(conversation, conversations.c.tail),
            messages.c.sent_at.between(since, until),
            messages.c.hidden_at.is_(None),
        )
        .order_by(messages.c.seq)
        .limit(limit)
    )
    return _messages(connection, rows)


def find_latest_of(
    connection: sa.Connection, conversation: str, person_id: str, *, until: int, among: int
) -> int | None:
    """The seq of what the person said last up to that seq, among so many messages."""
    said = sa.select(sa.func.max(messages.c.seq)).where(
        messages.c.conversation_id == conversation,
        messages.c.seq.between(until - among + 1, until),
        messages.c.seq >= _of(conversation, conversations.c.tail),
        messages.c.author_id == person_id,
    )
    return connection.execute(said).scalar()


def find_held(connection: sa.Connection, held_id: str) -> Withheld | None:
    """Words that the gate stopped."""
    row = connection.execute(sa.select(withheld).where(withheld.c.id == held_id)).first()
    author: Person | None = None if row is None else find_person(connection, row.author_id)
    if row is None or author is None:
        return None
    try:
        text = find_text(connection, row.conversation_id, row.id, row.sealed, row.text)
    except Gone:
        return None
    return Withheld(
        id=row.id,
        conversation=row.conversation_id,
        author=author,
        ref=row.ref,
        text=text or "",
        sent_at=row.sent_at,
        state=row.state,
        reply_to=row.reply_to,
        origin=Origin(row.origin_address or "", row.origin_port or 0),
        caution=msgspec.convert(row.verdict.get("caution"), Caution | None),
    )


def list_hidden(connection: sa.Connection) -> Iterator[Any]:
    """Every hidden message: conversation_id, seq, hidden_at."""
    own = messages.c
    query = sa.select(own.conversation_id, own.seq, own.hidden_at).where(own.hidden_at.is_not(None))
    yield from connection.execute(query.order_by(own.conversation_id, own.seq))


def list_seen(connection: sa.Connection, conversation: str, seqs: Iterable[int]) -> list[int]:
    """Which of these messages are there and not hidden."""
    own = messages.c
    query = sa.select(own.seq).where(own.conversation_id == conversation, own.hidden_at.is_(None))
    return list(connection.execute(query.where(own.seq.in_(sorted(seqs))).order_by(own.seq)).scalars())

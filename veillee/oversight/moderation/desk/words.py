"""The words that a case is about, with a bounded window around them, and never more."""

from collections.abc import Sequence

import sqlalchemy as sa

from veillee.community import conversations, media, outcomes, private_talk, rooms
from veillee.oversight.moderation.model import LINES_AFTER, LINES_BEFORE
from veillee.oversight.moderation.wire_cases import CaseLine, CaseSubject, CaseWords


def read_words(connection: sa.Connection, subject: CaseSubject) -> CaseWords | None:
    """The window around a message; held or refused words among their neighbours; a first word; None for the rest."""
    if subject.kind in ("message", "picture") and subject.conversation and subject.seq:
        return read_around(connection, subject.conversation, subject.seq)
    if subject.kind == "held_message" and subject.id:
        return _around_held(connection, subject.id)
    if subject.kind == "first_word" and subject.id:
        return _first_word(connection, subject.id)
    if subject.kind == "stopped" and subject.id:
        return _stopped(connection, subject.id)
    if subject.kind == "refused" and subject.id:
        return _refused(connection, subject.id)
    return None


def read_around(connection: sa.Connection, conversation: str, seq: int, *, marked: bool = True) -> CaseWords:
    """The window around one message, which is the subject when it is marked."""
    window = conversations.read_window(connection, conversation, seq, LINES_BEFORE, LINES_AFTER)
    return _words(
        connection,
        conversation,
        [line_of_message(message, subject=marked and message.seq == seq) for message in window],
    )


def _around_held(connection: sa.Connection, held_id: str) -> CaseWords | None:
    held = conversations.find_held(connection, held_id)
    if held is None:
        return None
    own = CaseLine(
        seq=None,
        author=held.author.id,
        pseudonym=held.author.pseudonym,
        text=held.text,
        sent_at=held.sent_at,
        hidden=True,
        subject=True,
        pictures=tuple(media.list_of(connection, held.id)),
    )
    # Held words have no seq; their neighbours are found by time among the conversation's latest lines.
    latest = _latest(connection, held.conversation)
    before = [line_of_message(message, subject=False) for message in latest if message.sent_at <= held.sent_at]
    after = [line_of_message(message, subject=False) for message in latest if message.sent_at > held.sent_at]
    lines = [*before[-LINES_BEFORE:], own, *after[:LINES_AFTER]]
    return _words(connection, held.conversation, lines)


def _first_word(connection: sa.Connection, request_id: str) -> CaseWords | None:
    request = private_talk.find_request(connection, request_id)
    if request is None:
        return None
    line = line_of_first_word(request, subject=True)
    return CaseWords(conversation=None, name=None, private=True, lines=[line])


def line_of_first_word(request: private_talk.RequestView, *, subject: bool) -> CaseLine:
    """A first word as a line; one that never reached anybody is hidden."""
    return CaseLine(
        seq=None,
        author=request.sender.id,
        pseudonym=request.sender.pseudonym,
        text=request.text,
        sent_at=request.created_at,
        hidden=request.state in ("held", "refused"),
        subject=subject,
    )


def _stopped(connection: sa.Connection, stopped_id: str) -> CaseWords | None:
    stopped = outcomes.find_stopped(connection, stopped_id)
    if stopped is None:
        return None
    line = CaseLine(
        seq=None,
        author=stopped.person.id if stopped.person else "",
        pseudonym=stopped.person.pseudonym if stopped.person else "",
        text=stopped.text,
        sent_at=stopped.at,
        hidden=True,
        subject=True,
    )
    return CaseWords(conversation=None, name=None, private=False, lines=[line])


def _refused(connection: sa.Connection, refusal_id: str) -> CaseWords | None:
    refusal = outcomes.find_refusal(connection, refusal_id)
    if refusal is None or refusal.text is None:
        return None
    line = CaseLine(
        seq=None,
        author=refusal.person.id,
        pseudonym=refusal.person.pseudonym,
        text=refusal.text,
        sent_at=refusal.at,
        hidden=True,
        subject=True,
    )
    return CaseWords(conversation=None, name=None, private=refusal.private, lines=[line])


def _latest(connection: sa.Connection, conversation: str) -> Sequence[conversations.Message]:
    table = conversations.conversations.c
    head = connection.execute(sa.select(table.head).where(table.id == conversation)).scalar_one()
    return conversations.read_window(connection, conversation, head, LINES_BEFORE + LINES_AFTER, 0)


def _words(connection: sa.Connection, conversation: str, lines: list[CaseLine]) -> CaseWords:
    table = conversations.conversations.c
    kind = connection.execute(sa.select(table.kind).where(table.id == conversation)).scalar_one_or_none()
    named = rooms.name_rooms(connection, [conversation]).get(conversation)
    name = named[0] if named else None
    return CaseWords(conversation=conversation, name=name, private=kind != "room", lines=lines)


def line_of_message(message: conversations.Message, *, subject: bool) -> CaseLine:
    """A message as a line."""
    return CaseLine(
        seq=message.seq,
        author=message.author.id,
        pseudonym=message.author.pseudonym,
        text=message.text,
        sent_at=message.sent_at,
        hidden=message.hidden,
        subject=subject,
        pictures=message.pictures or (),
    )

"""The words that a case is about, with a bounded window around them, and never more."""

from collections.abc import Sequence

import sqlalchemy as sa

from veillee.community import conversations, private_talk, rooms
from veillee.oversight.moderation.model import LINES_AFTER, LINES_BEFORE
from veillee.oversight.moderation.wire_cases import CaseLine, CaseSubject, CaseWords


def read_words(connection: sa.Connection, subject: CaseSubject) -> CaseWords | None:
    """The window around a message; held or refused words among their neighbours; a first word; None for the rest."""
    if subject.kind == "message" and subject.conversation and subject.seq:
        return _around_message(connection, subject.conversation, subject.seq)
    if subject.kind == "held_message" and subject.id:
        return _around_held(connection, subject.id)
    if subject.kind == "first_word" and subject.id:
        return _first_word(connection, subject.id)
    return None


def _around_message(connection: sa.Connection, conversation: str, seq: int) -> CaseWords:
    window = conversations.read_window(connection, conversation, seq, LINES_BEFORE, LINES_AFTER)
    return _words(connection, conversation, [_line(message, message.seq == seq) for message in window])


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
    )
    # Held words have no seq; their neighbours are found by time among the conversation's latest lines.
    latest = _latest(connection, held.conversation)
    before = [_line(message, False) for message in latest if message.sent_at <= held.sent_at]
    after = [_line(message, False) for message in latest if message.sent_at > held.sent_at]
    lines = [*before[-LINES_BEFORE:], own, *after[:LINES_AFTER]]
    return _words(connection, held.conversation, lines)


def _first_word(connection: sa.Connection, request_id: str) -> CaseWords | None:
    request = private_talk.find_request(connection, request_id)
    if request is None:
        return None
    line = CaseLine(
        seq=None,
        author=request.sender.id,
        pseudonym=request.sender.pseudonym,
        text=request.text,
        sent_at=request.created_at,
        hidden=request.state in ("held", "refused"),
        subject=True,
    )
    return CaseWords(conversation=None, name=None, private=True, lines=[line])


def _latest(connection: sa.Connection, conversation: str) -> Sequence[conversations.Message]:
    table = conversations.conversations.c
    head = connection.execute(sa.select(table.head).where(table.id == conversation)).scalar_one()
    return conversations.read_window(connection, conversation, head, LINES_BEFORE + LINES_AFTER, 0)


def _words(connection: sa.Connection, conversation: str, lines: list[CaseLine]) -> CaseWords:
    table = conversations.conversations.c
    kind = connection.execute(sa.select(table.kind).where(table.id == conversation)).scalar_one()
    named = rooms.name_rooms(connection, [conversation]).get(conversation)
    name = named[0] if named else None
    return CaseWords(conversation=conversation, name=name, private=kind != "room", lines=lines)


def _line(message: conversations.Message, subject: bool) -> CaseLine:
    return CaseLine(
        seq=message.seq,
        author=message.author.id,
        pseudonym=message.author.pseudonym,
        text=message.text,
        sent_at=message.sent_at,
        hidden=message.hidden,
        subject=subject,
    )

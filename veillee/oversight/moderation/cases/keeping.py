"""What cases need of what was said: it is kept past its time."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.model import COMPLAINT_PERIOD
from veillee.oversight.moderation.statements.store import statements
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety.evidence import list_held

WORDS = frozenset({"held_message", "first_word", "stopped", "refused"})


class Kept(msgspec.Struct, frozen=True):
    """conversations: conversation → the seqs that are kept, None for all; words: ids of held words and first words."""

    conversations: dict[str, set[int] | None]
    words: set[str]


def list_kept(connection: sa.Connection, now: datetime) -> Kept:
    """All of a conversation while a case about it is open or its copies are held.

    The very words that a decision is about stay for as long as it can be contested.
    """
    kept, contested_ids = Kept({}, set()), list[str]()
    held = set(list_held(connection))
    contested = sa.or_(cases.c.state == "open", cases.c.decided_at > now - COMPLAINT_PERIOD, cases.c.id.in_(held))
    for row in connection.execute(sa.select(cases.c.id, cases.c.state, cases.c.subject).where(contested)):
        subject = msgspec.convert(row.subject, CaseSubject)
        if subject.kind in WORDS and subject.id:
            kept.words.add(subject.id)
        elif subject.kind == "statement" and subject.id:
            contested_ids.append(subject.id)
        if subject.conversation is None:
            continue
        if row.state == "open" or row.id in held:
            kept.conversations[subject.conversation] = None
        elif (
            subject.seq is not None and (seqs := kept.conversations.setdefault(subject.conversation, set())) is not None
        ):
            seqs.add(subject.seq)
    kept.words.update(_contested_words(connection, contested_ids))
    return kept


def _contested_words(connection: sa.Connection, statement_ids: list[str]) -> Iterator[str]:
    """The words that contested decisions are about."""
    query = sa.select(statements.c.subject).where(statements.c.id.in_(statement_ids))
    for raw in connection.execute(query).scalars():
        subject = msgspec.convert(raw, CaseSubject)
        if subject.kind in WORDS and subject.id:
            yield subject.id

"""Statements of reasons as the affected person, and staff, see them."""

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, private_talk
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.model import COMPLAINT_PERIOD
from veillee.oversight.moderation.statements.store import Row
from veillee.oversight.moderation.wire_cases import CaseSubject

REDRESS = {
    "fr": "Vous pouvez contester cette décision ici, gratuitement, pendant six mois : une autre personne de l’équipe "
    "la réexaminera. Vous pouvez aussi saisir un organe certifié de règlement extrajudiciaire des litiges "
    "(article 21 du règlement européen sur les services numériques), ou la justice.",
    "en": "You can contest this decision here, free of charge, for six months: another member of the team will look "
    "at it again. You can also turn to a certified out-of-court dispute settlement body (article 21 of the EU "
    "Digital Services Act), or to a court.",
}


def render_statement(connection: sa.Connection, row: Row) -> wire.Statement:
    """A row of `statements` with its complaint."""
    return wire.Statement(
        id=row.id,
        decision=row.decision,
        issued_at=row.issued_at,
        until=row.until,
        notice=row.notice,
        facts=row.facts,
        article=None if row.article is None else msgspec.convert(row.article, wire.StatementArticle),
        rules_version=row.rules_version,
        ground="rules",
        source=row.source,
        territory="everywhere",
        automated=False,
        detected=row.detected,
        redress=REDRESS,
        message=find_words(connection, msgspec.convert(row.subject, CaseSubject)),
        complaint=wire.ComplaintState(
            until=row.issued_at + COMPLAINT_PERIOD,
            sent=row.complained_at is not None,
            outcome=row.complaint_outcome,
            answer=row.complaint_answer,
        ),
    )


def find_words(connection: sa.Connection, subject: CaseSubject) -> wire.StatementMessage | None:
    """The words that a decision is about, read where they are kept: statements hold no copy."""
    if subject.kind == "message" and subject.conversation and subject.seq:
        message = conversations.find_message(connection, subject.conversation, subject.seq)
        if message is not None:
            return wire.StatementMessage(conversation=message.conversation, seq=message.seq, text=message.text)
    if subject.kind == "held_message" and subject.id:
        held = conversations.find_held(connection, subject.id)
        if held is not None:
            return wire.StatementMessage(conversation=held.conversation, seq=None, text=held.text)
    if subject.kind == "first_word" and subject.id:
        request = private_talk.find_request(connection, subject.id)
        if request is not None:
            return wire.StatementMessage(conversation=None, seq=None, text=request.text)
    return None

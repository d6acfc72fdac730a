"""Statements of reasons as the affected person, and staff, see them."""

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, outcomes, private_talk
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.model import COMPLAINT_PERIOD
from veillee.oversight.moderation.statements.store import Row
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_said import SaidKind, StatementMessage

SAID: dict[outcomes.RefusalKind, SaidKind] = {
    "room_message": "message",
    "private_message": "message",
    "first_word": "first_word",
    "room_name": "room_name",
    "room_topic": "room_topic",
}

_ELSEWHERE = {
    "fr": " Vous pouvez aussi saisir un organe certifié de règlement extrajudiciaire des litiges (article 21 du "
    "règlement européen sur les services numériques), ou la justice.",
    "en": " You can also turn to a certified out-of-court dispute settlement body (article 21 of the EU Digital "
    "Services Act), or to a court.",
}
REDRESS = {
    "fr": "Vous pouvez contester cette décision ici, gratuitement, pendant six mois : une autre personne de l’équipe "
    "la réexaminera." + _ELSEWHERE["fr"],
    "en": "You can contest this decision here, free of charge, for six months: another member of the team will look "
    "at it again." + _ELSEWHERE["en"],
}
REDRESS_AUTOMATED = {
    "fr": "Vous pouvez contester cette décision ici, gratuitement, pendant six mois : une personne de l’équipe lira "
    "vos mots et décidera." + _ELSEWHERE["fr"],
    "en": "You can contest this decision here, free of charge, for six months: somebody on the team will read your "
    "words and decide." + _ELSEWHERE["en"],
}


def render_statement(connection: sa.Connection, row: Row) -> wire.Statement:
    """A row of `statements` with its complaint."""
    subject = msgspec.convert(row.subject, CaseSubject)
    return wire.Statement(
        id=row.id,
        decision=row.decision,
        issued_at=row.issued_at,
        until=row.until,
        notice=row.notice,
        facts=row.facts,
        article=None if row.article is None else msgspec.convert(row.article, wire.StatementArticle),
        rules_version=row.rules_version,
        ground=row.ground or "rules",
        law=None if row.law is None else msgspec.convert(row.law, wire.StatementLaw),
        source=row.source,
        territory="everywhere",
        automated=bool(row.automated),
        detected=row.detected,
        redress=REDRESS_AUTOMATED if row.automated else REDRESS,
        receipt=_receipt(row),
        message=find_words(connection, subject),
        scope=None if row.scope is None else msgspec.convert(row.scope, wire.StatementScope),
        provisional=bool(row.provisional),
        replaced=row.superseded_by is not None,
        rule=row.rule,
        times=_times(connection, subject),
        reversal=_reversal(row),
        complaint=wire.ComplaintState(
            until=row.issued_at + COMPLAINT_PERIOD,
            sent=row.complained_at is not None,
            outcome=row.complaint_outcome,
            answer=row.complaint_answer,
        ),
    )


def _times(connection: sa.Connection, subject: CaseSubject) -> int:
    refusal = outcomes.find_refusal(connection, subject.id) if subject.kind == "refused" and subject.id else None
    return 1 if refusal is None else refusal.times


def _reversal(row: Row) -> wire.Reversal | None:
    if row.reversed_at is None:
        return None
    return wire.Reversal(at=row.reversed_at, cause=row.reversal_cause or "complaint", text=row.reversal)


def _receipt(row: Row) -> wire.LedgerReceipt | None:
    return None if row.leaf_index is None else wire.LedgerReceipt(index=row.leaf_index, leaf_hash=row.leaf_hash)


def find_words(connection: sa.Connection, subject: CaseSubject) -> StatementMessage | None:
    """The words that a decision is about, read where they are kept: statements hold no copy."""
    if subject.kind in ("message", "picture") and subject.conversation and subject.seq:
        message = conversations.find_message(connection, subject.conversation, subject.seq)
        if message is not None:
            return StatementMessage(conversation=message.conversation, seq=message.seq, text=message.text)
    if subject.kind == "held_message" and subject.id:
        held = conversations.find_held(connection, subject.id)
        if held is not None:
            return StatementMessage(conversation=held.conversation, seq=None, text=held.text)
    if subject.kind == "first_word" and subject.id:
        request = private_talk.find_request(connection, subject.id)
        if request is not None:
            return StatementMessage(conversation=None, seq=None, text=request.text, kind="first_word")
    if subject.kind == "stopped" and subject.id:
        stopped = outcomes.find_stopped(connection, subject.id)
        if stopped is not None:
            return StatementMessage(conversation=None, seq=None, text=stopped.text, kind=stopped.kind)
    if subject.kind == "refused" and subject.id:
        refusal = outcomes.find_refusal(connection, subject.id)
        if refusal is not None and refusal.text is not None:
            spans = [(reason["span"][0], reason["span"][1]) for reason in refusal.verdict["reasons"]]
            said = SAID[refusal.kind]
            return StatementMessage(conversation=None, seq=None, text=refusal.text, spans=spans, kind=said)
    return None

"""What the gate stops or points at becomes a case, within the transaction that stores it."""

import msgspec

from veillee.community.conversations import MessageFlagged, MessageHeld, MessageRefused
from veillee.community.outcomes import WordsStopped
from veillee.community.private_talk import RequestFlagged, RequestHeld, RequestRefused
from veillee.community.rooms import RoomFlagged
from veillee.foundation.basics import Clock, Listeners
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case, append_event
from veillee.oversight.moderation.cases.model import Flagged
from veillee.oversight.moderation.evidence.freezing import freeze_first
from veillee.oversight.moderation.leaves import at_moment, gate_content
from veillee.oversight.moderation.wire_cases import (
    CaseSource,
    CaseSubject,
    CaseVerdict,
    VerdictEvidence,
    VerdictReason,
    VerdictTurn,
)
from veillee.safety import ledger
from veillee.safety.evidence import Judged, Vault
from veillee.safety.policy import Verdict

FINDINGS: dict[CaseSource, str] = {
    "held_message": "held",
    "held_first_word": "held",
    "refused_message": "refused",
    "refused_first_word": "refused",
    "refused_words": "refused",
    "verdict": "flagged",
}


class GateListener:
    """Opens cases for what the gate announces."""

    def __init__(self, vault: Vault, clock: Clock, judged: Judged | None = None) -> None:
        self._vault = vault
        self._clock = clock
        self._judged = judged

    def register(self, listeners: Listeners) -> None:
        """Listen to everything that the gate can ask a human to see."""
        listeners.within(MessageHeld, self.on_message_held)
        listeners.within(MessageRefused, self.on_message_refused)
        listeners.within(MessageFlagged, self.on_message_flagged)
        listeners.within(RequestHeld, self.on_request_held)
        listeners.within(RequestFlagged, self.on_request_flagged)
        listeners.within(RequestRefused, self.on_request_refused)
        listeners.within(WordsStopped, self.on_words_stopped)
        listeners.within(RoomFlagged, self.on_room_flagged)

    def on_message_held(self, transaction: Transaction, event: MessageHeld) -> None:
        """Words wait for release or refusal."""
        subject = CaseSubject(kind="held_message", id=event.held_id, conversation=None, seq=None)
        self._open(transaction, "held_message", subject, event.person.id, event.verdict)

    def on_message_refused(self, transaction: Transaction, event: MessageRefused) -> None:
        """Words were refused; somebody should look at who tried."""
        subject = CaseSubject(kind="held_message", id=event.held_id, conversation=None, seq=None)
        self._open(transaction, "refused_message", subject, event.person.id, event.verdict)

    def on_message_flagged(self, transaction: Transaction, event: MessageFlagged) -> None:
        """A message passed; somebody should look all the same."""
        subject = CaseSubject(kind="message", id=None, conversation=event.conversation, seq=event.seq)
        self._open(transaction, "verdict", subject, event.person.id, event.verdict)

    def on_request_held(self, transaction: Transaction, event: RequestHeld) -> None:
        """A first word waits for release or refusal."""
        subject = CaseSubject(kind="first_word", id=event.request_id, conversation=None, seq=None)
        self._open(transaction, "held_first_word", subject, event.person.id, event.verdict)

    def on_request_refused(self, transaction: Transaction, event: RequestRefused) -> None:
        """A first word was refused; somebody should look at who tried."""
        subject = CaseSubject(kind="first_word", id=event.request_id, conversation=None, seq=None)
        self._open(transaction, "refused_first_word", subject, event.person.id, event.verdict)

    def on_request_flagged(self, transaction: Transaction, event: RequestFlagged) -> None:
        """A first word passed; somebody should look all the same."""
        subject = CaseSubject(kind="first_word", id=event.request_id, conversation=None, seq=None)
        self._open(transaction, "verdict", subject, event.person.id, event.verdict)

    def on_words_stopped(self, transaction: Transaction, event: WordsStopped) -> None:
        """A name or title was refused; somebody should look at who tried."""
        subject = CaseSubject(kind="stopped", id=event.stopped_id, conversation=None, seq=None)
        person_id = None if event.person is None else event.person.id
        self._open(transaction, "refused_words", subject, person_id, event.verdict)

    def on_room_flagged(self, transaction: Transaction, event: RoomFlagged) -> None:
        """A room was opened; somebody should look at its name all the same."""
        subject = CaseSubject(kind="room", id=event.room_id, conversation=None, seq=None)
        self._open(transaction, "verdict", subject, event.person.id, event.verdict)

    def _open(
        self,
        transaction: Transaction,
        source: CaseSource,
        subject: CaseSubject,
        person_id: str | None,
        verdict: Verdict,
    ) -> None:
        occasion = Occasion(source=source, subject=subject, person_id=person_id)
        now, fact = self._clock(), Flagged(verdict=render_verdict(verdict), urgent=verdict.urgent)
        case = add_to_case(transaction, occasion, None, now)
        if self._judged is not None and verdict.asked is not None:
            self._judged.keep(transaction, case, msgspec.msgpack.encode(verdict.asked), now)
        content = gate_content(case, subject, person_id, fact)
        receipt = ledger.append(transaction, f"gate.{FINDINGS[source]}", at_moment(content, now), now)
        state = append_event(transaction, case, msgspec.structs.replace(fact, leaf=receipt.index), now)
        if state.urgent:
            freeze_first(transaction, self._vault, case, now, "alarm")


def render_verdict(verdict: Verdict) -> CaseVerdict:
    """A verdict as staff see it."""
    reasons = [
        VerdictReason(
            rule=r.rule,
            label=r.label,
            article=r.article,
            span=r.span,
            text=dict(r.text),
            evidence=[VerdictEvidence(name=e.name, value=e.value, text=dict(e.text)) for e in r.evidence],
            turns=[VerdictTurn(name=t.name, there=t.there, text=dict(t.text)) for t in r.turns],
        )
        for r in verdict.reasons
    ]
    return CaseVerdict(
        effect=verdict.effect, labels=list(verdict.labels), reasons=reasons, policy_version=verdict.policy_version
    )

"""What the gate stops or points at becomes a case, within the transaction that stores it."""

from veillee.community.conversations import MessageFlagged, MessageHeld, MessageRefused
from veillee.community.private_talk import RequestHeld, RequestRefused
from veillee.foundation.basics import Clock, Listeners
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.cases.model import Flagged
from veillee.oversight.moderation.wire_cases import CaseSource, CaseSubject, CaseVerdict, VerdictReason
from veillee.safety.policy import Verdict


class GateListener:
    """Opens cases for what the gate announces."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def register(self, listeners: Listeners) -> None:
        """Listen to everything that the gate can ask a human to see."""
        listeners.within(MessageHeld, self.on_message_held)
        listeners.within(MessageRefused, self.on_message_refused)
        listeners.within(MessageFlagged, self.on_message_flagged)
        listeners.within(RequestHeld, self.on_request_held)
        listeners.within(RequestRefused, self.on_request_refused)

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

    def _open(
        self, transaction: Transaction, source: CaseSource, subject: CaseSubject, person_id: str, verdict: Verdict
    ) -> None:
        occasion = Occasion(source=source, subject=subject, person_id=person_id)
        fact = Flagged(verdict=render_verdict(verdict), urgent=verdict.urgent)
        add_to_case(transaction, occasion, fact, self._clock())


def render_verdict(verdict: Verdict) -> CaseVerdict:
    """A verdict as staff see it."""
    reasons = [
        VerdictReason(rule=r.rule, label=r.label, article=r.article, span=r.span, text=dict(r.text))
        for r in verdict.reasons
    ]
    return CaseVerdict(
        effect=verdict.effect, labels=list(verdict.labels), reasons=reasons, policy_version=verdict.policy_version
    )

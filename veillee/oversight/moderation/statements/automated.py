"""What the gate refuses by itself is a decision: its author is owed reasons, and may contest it (DSA art. 17, 20)."""

from veillee.community.outcomes import WordsRefused
from veillee.foundation.basics import Clock, Listeners, new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.leaves import statement_content
from veillee.oversight.moderation.statements import store
from veillee.oversight.moderation.statements.actions import tell_affected
from veillee.oversight.moderation.wire import StatementArticle, Words
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety import ledger
from veillee.safety.policy import HouseRules

NOTICE: Words = {
    "fr": "Le filtre du lieu n’a pas transmis vos mots. Personne d’autre ne les a vus.",
    "en": "The filter of the place did not pass your words on. Nobody else has seen them.",
}


class RefusalListener:
    """Issues a statement for what the gate refused without asking a human, within the transaction that keeps it."""

    def __init__(self, rules: HouseRules, clock: Clock) -> None:
        self._rules = rules
        self._clock = clock

    def register(self, listeners: Listeners) -> None:
        """Listen within the transaction."""
        listeners.within(WordsRefused, self.on_words_refused)

    def on_words_refused(self, transaction: Transaction, event: WordsRefused) -> None:
        """The statement with its leaf; the person is told at once."""
        reason, now = event.verdict.reasons[0], self._clock()
        values = {
            "id": new_id(),
            "person_id": event.person.id,
            "decision": "refuse",
            "issued_at": now,
            "until": None,
            "notice": NOTICE,
            "facts": event.verdict.text(event.person.language),
            "article": self._article(reason.article),
            "rules_version": self._rules.version,
            "source": "own_initiative",
            "detected": True,
            "subject": CaseSubject(kind="refused", id=event.refusal_id, conversation=None, seq=None),
            "automated": True,
            "rule": reason.rule,
            "label": reason.label,
        }
        receipt = ledger.append(transaction, "statement.issued", statement_content(values), now)
        stored = values | {"leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
        store.add_statement(transaction.connection, stored)
        tell_affected(transaction, str(values["id"]))

    def _article(self, article_id: str) -> StatementArticle:
        article = next(each for each in self._rules.articles if each.id == article_id)
        return StatementArticle(id=article.id, title=dict(article.title), text=dict(article.text))

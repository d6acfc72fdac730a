"""Asking a classifier about what was held, flagged or reported: once for each case, and never in anybody's way."""

import msgspec

from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.actions import append_event
from veillee.oversight.moderation.cases.model import Opined, ShownOutside
from veillee.oversight.moderation.desk.words import read_words
from veillee.oversight.moderation.leaves import at_moment, beside_content, outside_content
from veillee.oversight.moderation.model import EVENTS_SHOWN_MAX
from veillee.safety import ledger
from veillee.safety.classifiers import Classifier, Opinion


class Opinions:
    """Second opinions. Whoever waits for a decision does not wait for them, and an opinion changes no verdict."""

    def __init__(self, database: Database, classifier: Classifier, clock: Clock) -> None:
        self._database = database
        self._classifier = classifier
        self._clock = clock

    async def ask(self, case: str) -> None:
        """Show the words that the case is about, and nothing around them, to the classifier; keep what it says.

        That they were shown is stored first, with its leaf. Does nothing for a case that has no words, was asked
        about, or is decided.
        """
        text = await self._database.write(self._take_out, case)
        if text is None:
            return
        opinion = await self._classifier.find_opinion(text)
        if opinion is not None:
            await self._database.write(self._keep, case, opinion)

    async def close(self) -> None:
        """Let go of the classifier."""
        await self._classifier.close()

    def _take_out(self, transaction: Transaction, case: str) -> str | None:
        state = cases.find_state(transaction.connection, case)
        if state is None or state.state != "open":
            return None
        words = read_words(transaction.connection, state.subject)
        text = "\n".join(line.text for line in words.lines if line.subject) if words is not None else ""
        events = cases.read_events(transaction.connection, case, EVENTS_SHOWN_MAX)
        if not text or any(isinstance(event.fact, ShownOutside) for event in events):
            return None
        now, fact = self._clock(), ShownOutside(classifier=self._classifier.name, leaf=-1)
        receipt = ledger.append(transaction, "case.shown_outside", at_moment(outside_content(case, fact), now), now)
        append_event(transaction, case, msgspec.structs.replace(fact, leaf=receipt.index), now)
        return text

    def _keep(self, transaction: Transaction, case: str, opinion: Opinion) -> None:
        now, fact = self._clock(), Opined(opinion=opinion)
        receipt = ledger.append(transaction, "case.opined", at_moment(beside_content(case, None, fact), now), now)
        append_event(transaction, case, msgspec.structs.replace(fact, leaf=receipt.index), now)

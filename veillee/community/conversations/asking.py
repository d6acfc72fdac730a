"""What the gate is asked about a message: the words, and the facts that belong to them; and what its reader is told."""

from datetime import datetime

import msgspec

from veillee.community.conversations.delivery import Delivery
from veillee.community.conversations.traces import Traces
from veillee.community.conversations.wire import Send
from veillee.community.people import Person, facts_of
from veillee.community.presence import Client, Membership
from veillee.foundation.basics import Clock
from veillee.safety.policy import Gate, Submission, Verdict


class Asking:
    """Puts submissions together, from memory alone."""

    def __init__(self, traces: Traces, delivery: Delivery, clock: Clock) -> None:
        self._traces = traces
        self._delivery = delivery
        self._clock = clock

    def submission(self, client: Client, membership: Membership, frame: Send) -> Submission:
        """A message, with what is known of its author, of the other one, and of what was said before."""
        caller, now = client.caller, self._clock()
        towards = membership.other.id if membership.other else membership.conversation
        pair, account = self._traces.of(caller.id, towards)
        facts = facts_of(caller.age, caller.entered_at, now)
        return Submission(
            text=frame.text,
            kind="message",
            audience=membership.kind,
            language=caller.language,
            region=caller.person.region,
            author=msgspec.structs.replace(
                facts, ages_said=self._traces.ages_of(caller.id), links_banned=caller.links_banned
            ),
            other=membership.other_facts,
            history=self._delivery.recent_lines(frame.conversation, caller.id),
            contacts=membership.contact == "mutual",
            hours_known=_hours_known(membership, now),
            pair=pair,
            account=account,
        )


def for_reader(gate: Gate, membership: Membership, verdict: Verdict) -> Verdict:
    """The verdict with the help lines of where the one reader of private talk lives."""
    return verdict if membership.other is None else caution_for(gate, membership.other, verdict)


def caution_for(gate: Gate, reader: Person, verdict: Verdict) -> Verdict:
    """The verdict with the help lines of where whoever reads the words lives."""
    if verdict.caution is None:
        return verdict
    directory = gate.directory
    lines = directory.localise(verdict.caution.help, directory.country_of(reader.region), reader.language)
    caution = msgspec.structs.replace(verdict.caution, help=lines)
    return msgspec.structs.replace(verdict, caution=caution)


def _hours_known(membership: Membership, now: datetime) -> float | None:
    if membership.kind != "private" or membership.since is None:
        return None
    return max(0.0, (now - membership.since).total_seconds() / 3600)

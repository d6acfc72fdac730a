"""What members see no more, held against the decisions that took it away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, media, rooms
from veillee.oversight.moderation.cases.model import CaseEvent, Decided, Opened, Proposed, Restored
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.rows.history import History, fault
from veillee.oversight.moderation.statements.effects import list_all_effects
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.safety.ledger import Fault

Thing = tuple[str, str, int | None]
"""Kind, conversation or id, seq: as effects of statements name what they took away."""


class Taking(msgspec.Struct, kw_only=True):
    """When something was taken away, by whatever did. stands: one of it was not taken back; follows: a decision that
    goes with another case's, whose taking back does not say what became of it."""

    at: set[datetime] = msgspec.field(default_factory=set)
    stands: bool = False
    follows: bool = False


Takings = Mapping[Thing, Taking]


def check_aside(connection: sa.Connection, history: History, known: Mapping[str, Any]) -> Iterator[Fault]:
    """Messages, pictures and rooms that are hidden, removed or closed and should not be, or the other way. known: the
    statements, by id."""
    takings = _read_takings(connection, history, known)
    yield from _check_messages(connection, takings)
    yield from _check_pictures(connection, takings)
    yield from _check_rooms(connection, takings)


def _check_messages(connection: sa.Connection, takings: Takings) -> Iterator[Fault]:
    owed: defaultdict[str, set[int]] = defaultdict(set)
    for (kind, target, seq), taking in takings.items():
        if kind == "message" and taking.stands and seq is not None:
            owed[target].add(seq)
    for row in conversations.list_hidden(connection):
        owed[row.conversation_id].discard(row.seq)
        if not _fits(takings.get(("message", row.conversation_id, row.seq)), row.hidden_at):
            yield fault(f"message {row.seq} of conversation {row.conversation_id}", "is hidden otherwise than decided")
    for conversation, seqs in sorted(owed.items()):
        for seq in conversations.list_seen(connection, conversation, seqs):
            yield fault(f"message {seq} of conversation {conversation}", "was hidden, and is seen")


def _check_pictures(connection: sa.Connection, takings: Takings) -> Iterator[Fault]:
    for row in media.list_sent(connection):
        here = takings.get(("picture", row.id, None)), takings.get(("pictures", row.conversation_id, row.seq))
        if row.removed_at is not None and not any(_fits(taking, row.removed_at) for taking in here):
            yield fault(f"picture {row.id}", "is removed otherwise than decided")
        elif row.removed_at is None and any(taking is not None and taking.stands for taking in here):
            yield fault(f"picture {row.id}", "was removed, and is seen")


def _check_rooms(connection: sa.Connection, takings: Takings) -> Iterator[Fault]:
    for id_, closed_at in rooms.list_closings(connection):
        taking = takings.get(("room", id_, None))
        if closed_at is not None and not _fits(taking, closed_at):
            yield fault(f"room {id_}", "is closed otherwise than decided")
        elif closed_at is None and taking is not None and taking.stands:
            yield fault(f"room {id_}", "was closed, and is open")


def _fits(taking: Taking | None, at: datetime) -> bool:
    return taking is not None and (taking.stands or taking.follows) and at in taking.at


def _read_takings(connection: sa.Connection, history: History, known: Mapping[str, Any]) -> Takings:
    takings: defaultdict[Thing, Taking] = defaultdict(Taking)
    for case, events in history.items():
        opened = events[0].fact
        if not isinstance(opened, Opened):
            continue
        for event in events:
            for thing in _things(event, opened.subject, known):
                _take(takings[thing], case, event, events, known)
    for statement, effects in list_all_effects(connection).items():
        if statement not in known:
            continue
        row = known[statement]
        for effect in effects:
            taking = takings[effect.kind, effect.target, effect.seq]
            taking.at.add(row.issued_at)
            taking.stands |= row.reversed_at is None and row.superseded_by is None
    return takings


def _take(taking: Taking, case: str, event: CaseEvent, events: list[CaseEvent], known: Mapping[str, Any]) -> None:
    assert isinstance(event.fact, Decided | Proposed)
    row = known.get(event.fact.statement or "")
    taking.at.add(event.at)
    if row is None:
        back = (other for other in events if isinstance(other.fact, Restored) and other.number > event.number)
        taking.stands |= next(back, None) is None
    elif row.case_id != case:
        taking.follows = True
    else:
        taking.stands |= row.reversed_at is None and row.superseded_by is None


def _things(event: CaseEvent, subject: CaseSubject, known: Mapping[str, Any]) -> Iterator[Thing]:
    """What a decision takes away of what its case is about; a proposal does what holds meanwhile."""
    match event.fact:
        case Decided(decision=kind):
            pass
        case Proposed(statement=str() as statement) if statement in known:
            kind = known[statement].decision
        case _:
            return
    aside = kind in DECISIONS and DECISIONS[kind].aside
    if subject.kind == "message" and subject.conversation is not None:
        if aside:
            yield "message", subject.conversation, subject.seq
        elif kind == "remove_pictures":
            yield "pictures", subject.conversation, subject.seq
    elif subject.kind == "picture" and subject.id is not None and (aside or kind == "remove_pictures"):
        yield "picture", subject.id, None
    elif subject.kind == "room" and subject.id is not None and kind == "close_room":
        yield "room", subject.id, None

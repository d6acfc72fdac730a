"""The steps by which the events of a case come to its state."""

from typing import assert_never

import msgspec

from veillee.oversight.moderation.cases.model import (
    Assigned,
    CaseEvent,
    CaseState,
    Decided,
    Flagged,
    Further,
    FurtherAnswered,
    FurtherAsked,
    FurtherEnded,
    FurtherLooked,
    FurtherRead,
    Noted,
    Opened,
    Opined,
    Proposed,
    Read,
    Referred,
    Reported,
    Restored,
    Settled,
    ShownOutside,
)
from veillee.oversight.moderation.cases.priority import find_pressing
from veillee.oversight.moderation.model import RANK_ORDINARY, rank


def apply(before: CaseState | None, event: CaseEvent) -> CaseState:
    """One step of the fold. Raises ValueError for a first event that is not Opened, or an Opened that is not first."""
    fact = event.fact
    if isinstance(fact, Opened):
        if before is not None:
            raise ValueError("a case is opened once")
        return _opened(fact, event)
    if before is None:
        raise ValueError("the first event of a case is Opened")
    after = _go_on(msgspec.structs.replace(before, number=event.number), fact, event)
    since = after.urgent_at or (event.at if after.urgent else None)
    pressing = find_pressing(after.opened_at, after.reach, after.reports, after.standing)
    return msgspec.structs.replace(after, urgent_at=since, pressing_at=pressing)


def _go_on(state: CaseState, fact: Further, event: CaseEvent) -> CaseState:
    match fact:
        case Reported():
            after = _reported(state, fact)
        case Flagged():
            after = _flagged(state, fact)
        case Read() | ShownOutside() | Opined() | Noted():
            after = state
        case FurtherAsked() | FurtherAnswered() | FurtherRead() | FurtherLooked() | FurtherEnded():
            after = state
        case Assigned():
            after = msgspec.structs.replace(state, assignee_id=fact.to)
        case Decided():
            after = _decided(state, fact, event)
        case Proposed():
            after = msgspec.structs.replace(state, proposed=True, version=state.version + 1)
        case Settled():
            after = msgspec.structs.replace(state, proposed=False, version=state.version + 1)
        case Referred():
            after = msgspec.structs.replace(state, version=state.version + 1)
        case Restored():
            after = msgspec.structs.replace(state, decision="restore", version=state.version + 1)
        case _:
            assert_never(fact)
    return after


def _opened(fact: Opened, event: CaseEvent) -> CaseState:
    return CaseState(
        state="open",
        source=fact.source,
        subject=fact.subject,
        person_id=fact.person_id,
        label=None,
        rank=RANK_ORDINARY,
        reports=0,
        opened_at=event.at,
        urgent_at=None,
        decided_at=None,
        decision=None,
        version=1,
        number=event.number,
        pressing_at=event.at,
    )


def _reported(state: CaseState, fact: Reported) -> CaseState:
    seen = _labelled(state, fact.reason, urgent=False)
    return msgspec.structs.replace(
        seen,
        reports=seen.reports + (not fact.again),
        version=seen.version + fact.news,
        reach=max(seen.reach, fact.reach),
        standing=fact.standing if seen.reports == 0 else max(seen.standing, fact.standing),
    )


def _flagged(state: CaseState, fact: Flagged) -> CaseState:
    label = fact.verdict.labels[0] if fact.verdict.labels else None
    return msgspec.structs.replace(_labelled(state, label, urgent=fact.urgent), version=state.version + 1)


def _decided(state: CaseState, fact: Decided, event: CaseEvent) -> CaseState:
    return msgspec.structs.replace(
        state, state="decided", decided_at=event.at, decision=fact.decision, version=state.version + 1
    )


def _labelled(state: CaseState, label: str | None, *, urgent: bool) -> CaseState:
    """The gravest label stays; that somebody is unwell hides no other reason as grave."""
    new = rank(label, urgent=urgent)
    other = state.label == "self_harm" and label is not None and new == state.rank
    if state.label is None or new < state.rank or other:
        return msgspec.structs.replace(state, label=label, rank=min(new, state.rank))
    return state

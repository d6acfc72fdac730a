"""The parts of a raid: for each person one case that is decided, and further open ones that go with it."""

from collections import defaultdict
from datetime import UTC, datetime

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, people, rooms
from veillee.foundation.basics import Invalid, is_id
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.fold import apply
from veillee.oversight.moderation.cases.model import CaseEvent, CaseState, Opened
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_raids import RaidSelection, RaidSpared, SparedReason

CASES_MAX = 500
NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)
Lines = list[tuple[str, int]]
"""(conversation, seq) of each message."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One case. case: None while it has to be opened; state: as it stands, or would stand; follows: it goes with the
    part of the same person before it; words: the first of them, when they were said in a room."""

    person: people.Person
    case: str | None
    state: CaseState
    lines: Lines
    follows: bool = False
    words: str = ""

    @property
    def subject(self) -> CaseSubject:
        """What the case is about."""
        return self.state.subject


def join_cases(
    connection: sa.Connection,
    staff: str,
    kind: str,
    room: str,
    said: dict[people.Person, list[conversations.Message]],
    spared: list[RaidSpared],
) -> list[Part]:
    """Each of the people with what they said and the open cases about it, or about their held words in the room."""
    waiting: dict[str, list[tuple[str, CaseState]]] = defaultdict(list)
    for found in cases.list_open_about(connection, [person.id for person in said], CASES_MAX):
        waiting[found[1].person_id or ""].append(found)
    parts = []
    for person, lines in said.items():
        ours = [(line.conversation, line.seq) for line in lines]
        about = [each for each in waiting[person.id] if _is_about(connection, each[1].subject, room, set(ours))]
        first = next((each for each in about if each[1].subject.kind == "message"), None)
        case, state = first or _new(person.id, *ours[0])
        main = Part(person=person, case=case, state=state, lines=ours, words=lines[0].text)
        others = [
            Part(person=person, case=other, state=seen, lines=[], follows=True)
            for other, seen in about
            if other != case
        ]
        parts += _fitting(staff, kind, main, others, spared)
    return parts


def read_cases(connection: sa.Connection, staff: str, selection: RaidSelection, spared: list[RaidSpared]) -> list[Part]:
    """The people whom these cases are about. Raises Invalid for one that is unknown, decided or about nobody."""
    theirs: dict[str, list[tuple[str, CaseState]]] = defaultdict(list)
    for case in dict.fromkeys(selection.cases):
        state = cases.find_state(connection, case) if is_id(case) else None
        if state is None or state.state != "open" or state.person_id is None or state.subject.kind == "statement":
            raise Invalid({"cases": "unknown" if state is None else "not-for-this"})
        theirs[state.person_id].append((case, state))
    known = people.find_people(connection, theirs)
    parts = []
    for person_id, found in theirs.items():
        person = known[person_id]
        if person_id in selection.spare or person.sample:
            reason: SparedReason = "sample" if person.sample else "chosen"
            spared.append(RaidSpared(id=person_id, pseudonym=person.pseudonym, reason=reason))
            continue
        found.sort(key=lambda each: each[1].subject.kind != "message")
        lines = [(s.subject.conversation, s.subject.seq) for _, s in found if s.subject.kind == "message"]
        ours = [(conversation, seq) for conversation, seq in lines if conversation and seq]
        (case, state), *rest = found
        words = _public_words(connection, state.subject)
        main = Part(person=person, case=case, state=state, lines=ours, words=words)
        others = [Part(person=person, case=other, state=seen, lines=[], follows=True) for other, seen in rest]
        parts += _fitting(staff, selection.kind, main, others, spared)
    return parts


def _fitting(staff: str, kind: str, main: Part, others: list[Part], spared: list[RaidSpared]) -> list[Part]:
    reason = _find_reason(staff, kind, main.state)
    if reason is not None:
        spared.append(RaidSpared(id=main.person.id, pseudonym=main.person.pseudonym, reason=reason))
        return []
    return [main, *(other for other in others if _find_reason(staff, kind, other.state) is None)]


def _find_reason(staff: str, kind: str, state: CaseState) -> SparedReason | None:
    """Why a case cannot be decided so by this member of staff now."""
    if state.proposed:
        return "proposed"
    if state.assignee_id not in (None, staff):
        return "assigned"
    return None if DECISIONS[kind].fits(state) else "unfit"


def _new(person: str, conversation: str, seq: int) -> tuple[str | None, CaseState]:
    """What a case about that message would be that the raid opens."""
    subject = CaseSubject(kind="message", id=None, conversation=conversation, seq=seq)
    opened = Opened(source="raid", subject=subject, person_id=person)
    return None, apply(None, CaseEvent(number=1, at=NOT_YET, staff_id=None, fact=opened))


def _is_about(connection: sa.Connection, subject: CaseSubject, room: str, ours: set[tuple[str, int]]) -> bool:
    if subject.kind == "message":
        return (subject.conversation or "", subject.seq or 0) in ours
    if subject.kind == "held_message" and subject.id:
        held = conversations.find_held(connection, subject.id)
        return held is not None and held.conversation == room
    return False


def _public_words(connection: sa.Connection, subject: CaseSubject) -> str:
    """What was said in a room; what was said in private is read in its case only, where that is recorded."""
    if subject.kind != "message" or not subject.conversation or not subject.seq:
        return ""
    if not rooms.name_rooms(connection, [subject.conversation]):
        return ""
    message = conversations.find_message(connection, subject.conversation, subject.seq)
    return message.text if message is not None else ""

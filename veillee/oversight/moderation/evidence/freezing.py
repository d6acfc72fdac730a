"""Copying what a case is about into the vault, and reading it back when it is gone where it came from."""

from datetime import datetime

import msgspec
import sqlalchemy as sa
import structlog

from veillee.community import media, people, rooms
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions import proposal_store as proposals
from veillee.oversight.moderation.desk.passages import join_passages
from veillee.oversight.moderation.desk.words import read_words
from veillee.oversight.moderation.model import COMPLAINT_PERIOD
from veillee.oversight.moderation.objections import store as objections
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import CaseRoom, CaseSubject, CaseWords, FrozenCase, FrozenPerson
from veillee.oversight.moderation.wire_decisions import DecisionTaken
from veillee.safety.evidence import DamagedEvidence, Item, Touch, Vault, find_vaulted

log = structlog.get_logger("evidence")

GRAVE = frozenset({"suspend", "ban", "refer", "close_room"})
"""Decisions whose case is copied as it stands when they are taken."""

PICTURES_COPIED_MAX = 16
"""Of one report; what is over stays where it is while the case is open."""


def freeze_first(transaction: Transaction, vault: Vault, case: str, now: datetime, reason: str = "report") -> None:
    """Copy what a case is about when it is first reported, the gate first finds it urgent (`alarm`), or staff begin it
    (`begun`); what has been copied already is not copied again."""
    if find_vaulted(transaction.connection, case) is None:
        freeze(transaction, vault, Touch(case=case, staff=None, reason=reason, at=now))


def freeze_passages(
    transaction: Transaction, vault: Vault, case: str, passages: list[CaseWords], now: datetime
) -> None:
    """Copy what a report of a person brings along: at the first report with whom it is about, later when there is
    anything. Copies whose time was over are not begun anew, and a vault that does not open keeps nobody from reporting.
    """
    vaulted = find_vaulted(transaction.connection, case)
    if vaulted is not None and (not passages or vaulted.destroyed_at is not None):
        return
    try:
        freeze(transaction, vault, Touch(case=case, staff=None, reason="report", at=now), passages)
    except DamagedEvidence:
        log.error("evidence damaged", case=case)


def freeze(transaction: Transaction, vault: Vault, touch: Touch, passages: list[CaseWords] | None = None) -> None:
    """Copy the words within the window that staff may read, whom they are about, and the pictures in question."""
    state = cases.find_state(transaction.connection, touch.case)
    if state is not None:
        copied = _copy(transaction.connection, state)
        frozen = msgspec.structs.replace(copied, passages=passages or [])
        vault.seal(transaction, touch, frozen)
        for picture in _pictures_of(frozen)[:PICTURES_COPIED_MAX]:
            image = media.open_image(transaction.connection, picture, "whole")
            if image is not None:
                vault.seal_file(transaction, touch, file_of(picture), image)


def file_of(picture: str) -> str:
    """What the copy of a picture is called."""
    return f"{picture}.webp"


def _pictures_of(frozen: FrozenCase) -> list[str]:
    """Those of the words that the case is about, and of what the reported person sent; not those of bystanders."""
    lines = [line for line in (frozen.words.lines if frozen.words else ()) if line.subject]
    person = None if frozen.person is None else frozen.person.id
    lines += [line for passage in frozen.passages for line in passage.lines if line.author == person]
    return [picture.id for line in lines for picture in line.pictures]


def keep_for_decision(
    transaction: Transaction, vault: Vault, staff: StaffCaller | StaffMember, taken: DecisionTaken, now: datetime
) -> None:
    """Copy the case again for a grave decision; keep what there is while the decision can be contested."""
    touch = Touch(case=taken.case, staff=staff.id, reason="decision", at=now)
    vaulted = find_vaulted(transaction.connection, taken.case)
    if taken.decision in GRAVE and (vaulted is None or vaulted.destroyed_at is None):
        try:
            freeze(transaction, vault, touch)
        except DamagedEvidence:
            # A vault that does not open must not keep anybody from being banned; `ledger verify` names it.
            log.error("evidence damaged", case=taken.case)
    vault.extend(transaction, touch, COMPLAINT_PERIOD)
    if taken.decision == "refer":
        _hold(transaction, vault, touch)


def _hold(transaction: Transaction, vault: Vault, touch: Touch) -> None:
    """What an authority was told of, or soon may be, is not destroyed; the proposal remembers that it is why."""
    vaulted = find_vaulted(transaction.connection, touch.case)
    if vaulted is None or vaulted.held or vaulted.destroyed_at is not None:
        return
    vault.hold(transaction, touch, True)
    waiting = proposals.find_waiting(transaction.connection, touch.case)
    if waiting is not None:
        proposals.mark_held(transaction.connection, waiting.id)


def let_go(transaction: Transaction, vault: Vault, staff: str | None, case: str, now: datetime) -> None:
    """A proposal that came to nothing holds the copies no longer, if it was the one that held them."""
    vaulted = find_vaulted(transaction.connection, case)
    if proposals.held_last(transaction.connection, case) and vaulted is not None and vaulted.held:
        vault.hold(transaction, Touch(case=case, staff=staff, reason="decision", at=now), False)


def subject_of_words(connection: sa.Connection, state: CaseState) -> CaseSubject:
    """A complaint is about the words that the contested decision was about."""
    return find_contested(connection, state)[1]


def find_contested(connection: sa.Connection, state: CaseState) -> tuple[str | None, CaseSubject]:
    """The case whose decision a complaint is about, and its subject; of any other case None and its own."""
    if state.subject.kind == "refusal":
        return objections.find_contested(connection, state.subject.id or "")
    if state.subject.kind != "statement":
        return None, state.subject
    contested = statements.get_statement(connection, state.subject.id or "")
    return contested.case_id, msgspec.convert(contested.subject, CaseSubject)


def find_case_words(transaction: Transaction, vault: Vault, state: CaseState, touch: Touch) -> CaseWords | None:
    """The words of a case where they are kept; when they are gone there, as they were sealed. None: there are none."""
    subject = subject_of_words(transaction.connection, state)
    if subject.kind == "person":
        # A person is no words; what reports of them brought along is read by itself.
        return None
    words = read_words(transaction.connection, subject)
    if words is not None and any(line.subject for line in words.lines):
        return words
    if state.subject.kind == "refusal":
        touch = msgspec.structs.replace(touch, case=find_contested(transaction.connection, state)[0] or touch.case)
    vaulted = find_vaulted(transaction.connection, touch.case)
    if vaulted is None or vaulted.destroyed_at is not None:
        return words
    try:
        return _sealed_words(vault.read(transaction, touch)) or words
    except DamagedEvidence:
        log.error("evidence damaged", case=touch.case)
        return words


def read_sealed_passages(transaction: Transaction, vault: Vault, state: CaseState, touch: Touch) -> list[CaseWords]:
    """What the reports of a person brought along, from the copies alone; for a complaint, those of the decided case."""
    connection = transaction.connection
    contested, subject = find_contested(connection, state)
    case = contested or touch.case
    if subject.kind != "person":
        return []
    vaulted = find_vaulted(connection, case)
    if vaulted is None or vaulted.destroyed_at is not None:
        return []
    try:
        items = vault.read(transaction, msgspec.structs.replace(touch, case=case))
    except DamagedEvidence:
        log.error("evidence damaged", case=case)
        return []
    copies = (msgspec.convert(item.content, FrozenCase) for item in items)
    return join_passages(passage for copy in copies for passage in copy.passages)


def _sealed_words(items: list[Item]) -> CaseWords | None:
    for item in reversed(items):
        frozen = msgspec.convert(item.content, FrozenCase)
        if frozen.words is not None:
            return msgspec.structs.replace(frozen.words, sealed=True)
    return None


def _copy(connection: sa.Connection, state: CaseState) -> FrozenCase:
    subject = subject_of_words(connection, state)
    person = None if state.person_id is None else people.find_person(connection, state.person_id)
    room = rooms.find_room_ever(connection, subject.id) if subject.kind == "room" and subject.id else None
    return FrozenCase(
        subject=subject,
        words=read_words(connection, subject),
        person=None
        if person is None
        else FrozenPerson(id=person.id, pseudonym=person.pseudonym, age_band=person.age_band),
        room=None if room is None else CaseRoom(id=room.id, name=room.name, topic=room.topic),
    )

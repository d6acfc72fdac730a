"""Carrying a raid out, a bounded step a transaction: each part is a decision like any other, with its statement and its
leaf. What is left after a crash is found and gone on with; a part is done whole or not at all."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from veillee.foundation.basics import NotFound, Problem
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.actions import Occasion, add_to_case
from veillee.oversight.moderation.decisions.actions import Order, follow, unfollow
from veillee.oversight.moderation.decisions.check import check_decision
from veillee.oversight.moderation.decisions.proposals import decide, settle
from veillee.oversight.moderation.evidence.freezing import keep_for_decision, let_go
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.raids import store
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import ApprovalRequest, DecisionRequest, Scope
from veillee.oversight.moderation.wire_raids import RaidRequest, SparedReason
from veillee.safety.evidence import Vault
from veillee.safety.policy import HouseRules

LINES_PER_STEP = 40
PARTS_PER_STEP = 10
SOURCES: dict[str, tuple[str, ...]] = {
    "deciding": ("waiting",),
    "approving": ("proposed", "waiting"),
    "refusing": ("proposed", "waiting"),
    "undoing": ("done", "waiting"),
}
"""What of its parts a raid in this state has still to look at."""

REASONS: dict[str, SparedReason] = {
    "closed-case": "decided",
    "proposed": "proposed",
    "no-proposal": "lapsed",
    "lapsed": "lapsed",
    "assigned": "assigned",
    "already-reversed": "already-reversed",
    "contested": "contested",
    "nothing-to-restore": "nothing-to-restore",
}
"""Why a part was left alone, by the problem that a decision about its case met."""

ALL = 1_000_000
ENDS = {"approving": "done", "refusing": "refused", "undoing": "undone"}


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What every step needs."""

    rules: HouseRules
    vault: Vault
    settings: Settings


def step(transaction: Transaction, tools: Tools, raid_id: str, now: datetime) -> bool:
    """Do some of what is left of a raid. Whether anything may still be left."""
    raid = store.find_raid(transaction.connection, raid_id)
    if raid is None or raid.state not in store.UNFINISHED:
        return False
    parts = store.list_parts(transaction.connection, raid_id, SOURCES[raid.state], PARTS_PER_STEP)
    lines = 0
    for part in parts:
        if lines > LINES_PER_STEP:
            return True
        _do(transaction, tools, raid, part, now)
        lines += len(part.lines)
    if not parts:
        _finish(transaction, tools, raid, now)
    return bool(parts)


def lapse(transaction: Transaction, now: datetime) -> None:
    """Nobody approved in time: the proposals about each have lapsed by themselves, and so has what joined them."""
    for raid_id in store.list_lapsed(transaction.connection, now):
        for part in store.list_parts(transaction.connection, raid_id, ("proposed",), ALL):
            store.change_part(transaction.connection, part, state="left", reason="lapsed")
        store.change_raid(transaction.connection, raid_id, state="lapsed")


def _do(transaction: Transaction, tools: Tools, raid: store.Row, part: store.Row, now: datetime) -> None:
    announced = len(transaction.events)
    try:
        with transaction.connection.begin_nested():
            ACTS[raid.state](transaction, tools, raid, part, now)
    except Problem as problem:
        del transaction.events[announced:]
        store.change_part(transaction.connection, part, state="left", reason=REASONS.get(problem.slug, "unfit"))


def _decide(transaction: Transaction, tools: Tools, raid: store.Row, part: store.Row, now: datetime) -> None:
    staff = _member(transaction, raid.staff_id)
    request = msgspec.convert(raid.request, RaidRequest)
    if part.follows:
        main = store.get_main(transaction.connection, part)
        if main.state == "done":
            _follow(transaction, tools, raid, part, now)
        else:
            store.change_part(transaction.connection, part, state=main.state, reason=main.reason)
        return
    case = _open(transaction, part, now)
    taken = decide(
        transaction, staff, case, _as_decision(transaction, case, request, scope="raid"),
        rules=tools.rules, settings=tools.settings, now=now,
    )  # fmt: skip
    keep_for_decision(transaction, tools.vault, staff, taken, now)
    store.change_part(transaction.connection, part, state="proposed" if taken.lapses_at else "done")


def _approve(transaction: Transaction, tools: Tools, raid: store.Row, part: store.Row, now: datetime) -> None:
    if part.follows:
        if store.get_main(transaction.connection, part).state == "done":
            _follow(transaction, tools, raid, part, now)
        else:
            store.change_part(transaction.connection, part, state="left", reason="lapsed")
        return
    second = _member(transaction, raid.settled_by)
    answer = ApprovalRequest(version=_version(transaction, part.case_id), approve=True, facts=raid.settled_facts or "")
    settled = settle(transaction, second, part.case_id, answer, rules=tools.rules, now=now)
    if settled.taken is not None:
        keep_for_decision(transaction, tools.vault, second, settled.taken, now)
    store.change_part(transaction.connection, part, state="done")


def _refuse(transaction: Transaction, tools: Tools, raid: store.Row, part: store.Row, now: datetime) -> None:
    if part.state == "proposed" and not part.follows:
        second = _member(transaction, raid.settled_by)
        answer = ApprovalRequest(
            version=_version(transaction, part.case_id), approve=False, facts=raid.settled_facts or ""
        )
        settle(transaction, second, part.case_id, answer, rules=tools.rules, now=now)
        let_go(transaction, tools.vault, second.id, part.case_id, now)
    store.change_part(transaction.connection, part, state="left", reason="refused")


def _undo(transaction: Transaction, tools: Tools, raid: store.Row, part: store.Row, now: datetime) -> None:
    if part.state == "waiting":
        store.change_part(transaction.connection, part, state="left", reason="undone")
        return
    staff = _member(transaction, raid.undone_by)
    facts = raid.undone_facts or ""
    if part.follows:
        main = store.get_main(transaction.connection, part)
        if main.state != "undone":
            raise Problem(main.reason or "nothing-to-restore", 409, "What it goes with was not taken back.")
        unfollow(transaction, part.case_id, staff.id, facts, now)
        store.change_part(transaction.connection, part, state="undone")
        return
    request = DecisionRequest(kind="restore", facts=facts, version=_version(transaction, part.case_id))
    taken = decide(transaction, staff, part.case_id, request, rules=tools.rules, settings=tools.settings, now=now)
    keep_for_decision(transaction, tools.vault, staff, taken, now)
    store.change_part(transaction.connection, part, state="undone", undone=taken.undone)


def _follow(transaction: Transaction, tools: Tools, raid: store.Row, part: store.Row, now: datetime) -> None:
    """Close a further case of a person who got their statement with the part before it."""
    staff = _member(transaction, raid.staff_id)
    request = msgspec.convert(raid.request, RaidRequest)
    decision = _as_decision(transaction, part.case_id, request, scope="case")
    checked = check_decision(transaction.connection, staff, part.case_id, decision, tools.rules)
    main = store.get_main(transaction.connection, part)
    row = statements.find_latest(transaction.connection, main.case_id)
    if row is None:
        raise NotFound
    order = Order(case=part.case_id, staff=staff.id, checked=checked, rules_version=tools.rules.version)
    follow(transaction, order, row, now)
    store.change_part(transaction.connection, part, state="done")


def _finish(transaction: Transaction, tools: Tools, raid: store.Row, now: datetime) -> None:
    state, lapses_at = ENDS.get(raid.state, "done"), raid.lapses_at
    if raid.state == "deciding" and store.list_parts(transaction.connection, raid.id, ("proposed",), 1):
        state, lapses_at = "proposed", now + timedelta(hours=tools.settings.proposal_hours)
    store.change_raid(transaction.connection, raid.id, state=state, lapses_at=lapses_at)


def _open(transaction: Transaction, part: store.Row, now: datetime) -> str:
    """The case of a part, which is opened when there is none yet."""
    if part.case_id is not None:
        return str(part.case_id)
    subject = msgspec.convert(part.subject, CaseSubject)
    case = add_to_case(transaction, Occasion(source="raid", subject=subject, person_id=part.person_id), None, now)
    store.change_part(transaction.connection, part, case_id=case)
    return case


def _as_decision(transaction: Transaction, case: str, request: RaidRequest, *, scope: Scope) -> DecisionRequest:
    return DecisionRequest(
        kind=request.selection.kind,
        facts=request.facts,
        version=_version(transaction, case),
        article=request.article,
        minutes=request.minutes,
        ground=request.ground,
        law=request.law,
        explanation=request.explanation,
        scope=scope,
    )


def _version(transaction: Transaction, case: str) -> int:
    state = cases.lock_state(transaction.connection, case)
    if state is None:
        raise NotFound
    return state.version


def _member(transaction: Transaction, staff_id: str) -> StaffMember:
    return name_staff(transaction.connection, {staff_id})[staff_id]


ACTS: dict[str, Callable[[Transaction, Tools, store.Row, store.Row, datetime], None]] = {
    "deciding": _decide,
    "approving": _approve,
    "refusing": _refuse,
    "undoing": _undo,
}

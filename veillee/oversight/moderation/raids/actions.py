"""Cleaning up after a raid: look, decide once, let a second person look, take it all back."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Clock, Forbidden, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.check import check_written
from veillee.oversight.moderation.decisions.proposals import needs_second
from veillee.oversight.moderation.duty.presence import confirm_presence
from veillee.oversight.moderation.leaves import raid_contents, raid_settling_content, raid_undoing_content
from veillee.oversight.moderation.model import FACTS_CHARS_MAX, LIST_MAX, Settings
from veillee.oversight.moderation.raids import store
from veillee.oversight.moderation.raids.render import may_undo, render_raid, render_rows
from veillee.oversight.moderation.raids.selection import Choice, choose
from veillee.oversight.moderation.raids.steps import Tools, lapse, step
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_decisions import DecisionRequest
from veillee.oversight.moderation.wire_raids import (
    Raid,
    RaidAnswer,
    RaidPreview,
    RaidRequest,
    RaidRow,
    RaidSelection,
    RaidState,
    RaidUndoing,
)
from veillee.safety import ledger
from veillee.safety.evidence import Vault
from veillee.safety.policy import HouseRules


class Raids:
    """The verbs of staff about raids. Every one asks for a StaffCaller, whom only a valid session gives."""

    def __init__(self, database: Database, rules: HouseRules, vault: Vault, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._tools = Tools(rules=rules, vault=vault, settings=settings)
        self._clock = clock

    async def preview(self, staff: StaffCaller, selection: RaidSelection) -> RaidPreview:
        """What a decision would do, and to whom; nothing is done. Raises Invalid, Forbidden `wrong-role`."""
        _check_role(staff, selection.kind)
        return await self._database.read(self._preview, selection, staff.id)

    async def begin(self, staff: StaffCaller, request: RaidRequest) -> Raid:
        """Decide, or propose to, and carry it out. Raises Invalid, Forbidden `wrong-role`, Problem `stale-raid` when
        anything has changed since the preview; then nothing has happened."""
        _check_role(staff, request.selection.kind)
        choice = await self._database.read(choose, request.selection, staff.id)
        raid = await self._database.write(self._begin, staff, request, choice)
        return await self._see_through(staff, raid)

    async def answer(self, staff: StaffCaller, raid_id: str, answer: RaidAnswer) -> Raid:
        """Approve or refuse what somebody else proposed. Raises NotFound, Forbidden `wrong-role` and `own-proposal`,
        Problem `no-proposal`, Invalid."""
        await self._database.write(self._answer, staff, raid_id, answer)
        return await self._see_through(staff, raid_id)

    async def undo(self, staff: StaffCaller, raid_id: str, undoing: RaidUndoing) -> Raid:
        """Take back all that can be. Raises NotFound, Forbidden `wrong-role`, Problem `not-done`, Invalid."""
        await self._database.write(self._undo, staff, raid_id, undoing)
        return await self._see_through(staff, raid_id)

    async def show(self, staff: StaffCaller, raid_id: str) -> Raid:
        """One raid. Raises NotFound."""
        return await self._database.read(_show, staff, raid_id)

    async def list(self, staff: StaffCaller) -> list[RaidRow]:
        """The latest raids."""
        return await self._database.read(_list)

    async def go_on(self) -> None:
        """See through whatever was begun and not finished; to be called a few times a minute."""
        await self._database.write(lapse, self._clock())
        for raid_id in await self._database.read(store.list_unfinished):
            await self._finish(raid_id)

    async def _see_through(self, staff: StaffCaller, raid_id: str) -> Raid:
        await self._finish(raid_id)
        return await self.show(staff, raid_id)

    async def _finish(self, raid_id: str) -> None:
        # Each step is a transaction of its own, so that whoever writes meanwhile waits for one step at most.
        while await self._database.write(step, self._tools, raid_id, self._clock()):
            pass

    def _preview(self, connection: sa.Connection, selection: RaidSelection, staff: str) -> RaidPreview:
        choice = choose(connection, selection, staff)
        return RaidPreview(
            people=choice.shown,
            messages=choice.messages,
            cases=sum(part.case is not None for part in choice.parts),
            spared=choice.spared,
            seen=choice.seen,
            second=_needs_second(connection, choice, selection.kind, self._tools.settings),
        )

    def _begin(self, transaction: Transaction, staff: StaffCaller, request: RaidRequest, choice: Choice) -> str:
        now = self._clock()
        checked = _check(transaction.connection, request, choice, self._tools.rules)
        since = request.selection.span.since if request.selection.span else now - timedelta(hours=1)
        values: dict[str, Any] = {
            "id": new_id(),
            "staff_id": staff.id,
            "at": now,
            "since": since,
            "request": checked,
            "people": len(choice.shown),
            "messages": choice.messages,
        }
        parts = _rows(values["id"], choice)
        content, _ = raid_contents(values, parts)
        receipt = ledger.append(transaction, "raid.begun", content, now)
        values |= {"state": "deciding", "leaf_index": receipt.index, "leaf_hash": receipt.leaf_hash}
        store.add_raid(transaction.connection, values, parts)
        confirm_presence(transaction, staff, self._tools.settings, now)
        return str(values["id"])

    def _answer(self, transaction: Transaction, staff: StaffCaller, raid_id: str, answer: RaidAnswer) -> None:
        raid = _get(transaction.connection, raid_id)
        if staff.role not in DECISIONS[_kind(raid)].roles:
            raise Forbidden("wrong-role", "Your role does not take this decision.")
        if raid.state != "proposed" or raid.lapses_at <= self._clock():
            raise Problem("no-proposal", 409, "No decision waits for a second person here.")
        if answer.approve and raid.staff_id == staff.id:
            raise Forbidden("own-proposal", "A proposal is approved by somebody else than whoever made it.")
        facts = answer.facts.strip() if answer.approve else check_text("facts", answer.facts, FACTS_CHARS_MAX)
        now, outcome = self._clock(), "approved" if answer.approve else "refused"
        said: dict[str, Any] = {"id": raid_id, "settled_by": staff.id, "settled_facts": facts}
        content = raid_settling_content(said, outcome)
        if answer.approve:
            receipt = ledger.append(transaction, "raid.approved", content, now)
        else:
            receipt = ledger.append(transaction, "raid.refused", content, now)
        state: RaidState = "approving" if answer.approve else "refusing"
        said |= {"state": state, "approved": answer.approve, "settled_leaf": receipt.index}
        _move(transaction, said, self._tools.settings, staff, now)

    def _undo(self, transaction: Transaction, staff: StaffCaller, raid_id: str, undoing: RaidUndoing) -> None:
        raid = _get(transaction.connection, raid_id)
        if not may_undo(raid, staff):
            raise Forbidden("wrong-role", "Whoever decided it takes it back, or a senior.")
        if raid.state not in ("done", "deciding"):
            raise Problem("not-done", 409, "There is nothing here that could be taken back now.")
        now = self._clock()
        said = {
            "id": raid_id,
            "undone_by": staff.id,
            "undone_facts": check_text("facts", undoing.facts, FACTS_CHARS_MAX),
        }
        receipt = ledger.append(transaction, "raid.undone", raid_undoing_content(said), now)
        _move(transaction, said | {"state": "undoing", "undone_leaf": receipt.index}, self._tools.settings, staff, now)


def _check_role(staff: StaffCaller, kind: str) -> None:
    if staff.role not in DECISIONS[kind].roles:
        raise Forbidden("wrong-role", "Your role does not take this decision.")


def _check(connection: sa.Connection, request: RaidRequest, choice: Choice, rules: HouseRules) -> RaidRequest:
    """The request as it is stored, if it is written as a decision must be and still about what was seen."""
    if not choice.parts:
        raise Problem("stale-raid", 409, "There is nobody here any more whom this would concern.")
    written = DecisionRequest(
        kind=request.selection.kind,
        facts=request.facts,
        version=0,
        article=request.article,
        minutes=request.minutes,
        ground=request.ground,
        law=request.law,
        explanation=request.explanation,
    )
    facts = check_written(DECISIONS[request.selection.kind], written, rules)
    moved = any(
        part.case is not None and cases.lock_state(connection, part.case) != part.state for part in choice.parts
    )
    if choice.seen != request.seen or moved:
        raise Problem("stale-raid", 409, "Something has changed since you looked: look again.")
    return msgspec.structs.replace(request, facts=facts)


def _needs_second(connection: sa.Connection, choice: Choice, kind: str, settings: Settings) -> bool:
    return any(needs_second(connection, part.state, kind, settings) for part in choice.parts[:1])


def _rows(raid_id: str, choice: Choice) -> list[dict[str, Any]]:
    return [
        {
            "raid_id": raid_id,
            "number": number,
            "person_id": part.person.id,
            "case_id": part.case,
            "subject": part.subject,
            "lines": part.lines,
            "follows": part.follows,
            "state": "waiting",
        }
        for number, part in enumerate(choice.parts, 1)
    ]


def _move(
    transaction: Transaction, values: dict[str, Any], settings: Settings, staff: StaffCaller, now: datetime
) -> None:
    raid_id = str(values.pop("id"))
    store.change_raid(transaction.connection, raid_id, **values)
    confirm_presence(transaction, staff, settings, now)


def _get(connection: sa.Connection, raid_id: str) -> store.Row:
    raid = store.find_raid(connection, raid_id) if is_id(raid_id) else None
    if raid is None:
        raise NotFound
    return raid


def _kind(raid: store.Row) -> str:
    return msgspec.convert(raid.request, RaidRequest).selection.kind


def _show(connection: sa.Connection, staff: StaffCaller, raid_id: str) -> Raid:
    return render_raid(connection, _get(connection, raid_id), staff)


def _list(connection: sa.Connection) -> list[RaidRow]:
    return render_rows(connection, store.list_raids(connection, LIST_MAX))

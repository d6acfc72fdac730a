"""Who is staff: an admin changes a role or removes somebody; where it concerns an admin, a second person agrees."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from veillee.foundation.basics import Clock, Event, Forbidden, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.cases.assignment import let_go
from veillee.oversight.moderation.duty import presence
from veillee.oversight.moderation.leaves_staff import change_content, change_settled_content
from veillee.oversight.moderation.model import REASON_CHARS_MAX, Settings
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.alarms import forget_alarm
from veillee.oversight.moderation.staff.committing import end_sessions, forget_passkeys
from veillee.oversight.moderation.staff.model import SENIORS, WATCHERS, StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_team import StaffChange, StaffChangeRequest, Team, TeamMember
from veillee.safety import ledger

CHANGE_WAITS = timedelta(hours=24)


class StaffChanged(Event, frozen=True):
    """A member of staff has another role, or is staff no more (None). Audience: whoever holds something of theirs."""

    staff_id: str
    role: str | None


class TeamRoom:
    """The team as its members see it, and changes of it by admins."""

    def __init__(self, database: Database, settings: Settings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    async def show(self, caller: StaffCaller) -> Team:
        """Everybody who is staff."""
        return await self._database.read(_show, caller, self._clock())

    async def change(self, caller: StaffCaller, staff_id: str, request: StaffChangeRequest) -> StaffChange:
        """Give somebody another role, or take staff off: at once, or once a second person agrees.

        Raises Forbidden `wrong-role`, NotFound, Invalid, Problem `same-role`, `last-admin`, `waiting`, `needs-second`.
        """
        reason = check_text("reason", request.reason, REASON_CHARS_MAX)
        return await self._database.write(self._change, caller, staff_id, request.role, reason, self._clock())

    async def answer(self, caller: StaffCaller, change_id: str, *, agree: bool) -> StaffChange:
        """Agree to a change that waits, or refuse it. Raises NotFound, Forbidden `wrong-role`, `own-change`."""
        return await self._database.write(self._answer, caller, change_id, agree, self._clock())

    def _change(
        self, transaction: Transaction, caller: StaffCaller, staff_id: str, role: str | None, reason: str, now: datetime
    ) -> StaffChange:
        if caller.role != "admin":
            raise Forbidden("wrong-role", "An admin does this.")
        connection = transaction.connection
        lapse(connection, now)
        target = _get(connection, staff_id)
        _check(connection, target, role)
        waits = self._waits(connection, caller.id, target, role)
        values = {"id": new_id(), "staff_id": target.id, "role": role, "reason": reason, "by_id": caller.id, "at": now}
        leaf = ledger.append(
            transaction,
            "staff.proposed" if waits else "staff.removed" if role is None else "staff.changed",
            change_content(values),
            now,
        ).index
        state = "waiting" if waits else "done"
        connection.execute(sa.insert(store.staff_changes).values(values | {"leaf_index": leaf, "state": state}))
        if not waits:
            self._carry_out(transaction, target.id, role, now)
        return _render(connection, caller, _find(connection, str(values["id"])))

    def _answer(
        self, transaction: Transaction, caller: StaffCaller, change_id: str, agree: bool, now: datetime
    ) -> StaffChange:
        connection = transaction.connection
        lapse(connection, now)
        row = _find(connection, change_id) if is_id(change_id) else None
        if row is None or row.state != "waiting":
            raise NotFound
        if caller.role not in SENIORS:
            raise Forbidden("wrong-role", "An admin or a senior does this.")
        if caller.id in (row.by_id, row.staff_id):
            raise Forbidden("own-change", "Somebody else than whoever proposed it, or whom it is about, answers.")
        if agree:
            _check(connection, _get(connection, row.staff_id), row.role, again=True)
        settled = {"state": "done" if agree else "refused", "settled_by": caller.id, "settled_at": now}
        leaf = ledger.append(
            transaction,
            "staff.unchanged" if not agree else "staff.removed" if row.role is None else "staff.changed",
            change_settled_content({"id": row.id} | settled),
            now,
        ).index
        mine = sa.update(store.staff_changes).where(store.staff_changes.c.id == row.id)
        connection.execute(mine.values(settled | {"settled_leaf": leaf}))
        if agree:
            self._carry_out(transaction, row.staff_id, row.role, now)
        return _render(connection, caller, _find(connection, row.id))

    def _waits(self, connection: sa.Connection, caller: str, target: Any, role: str | None) -> bool:
        """Whether a second person has to agree: where it concerns an admin, if there is anybody who could."""
        if not self._settings.four_eyes or "admin" not in (target.role, role):
            return False
        if _count(connection, SENIORS, but={caller, target.id}):
            return True
        if target.role == "admin" and caller != target.id:
            raise Problem("needs-second", 409, "It takes a second admin or senior to change an admin.")
        return False

    def _carry_out(self, transaction: Transaction, staff_id: str, role: str | None, now: datetime) -> None:
        connection = transaction.connection
        mine = sa.update(store.staff).where(store.staff.c.id == staff_id)
        if role is None or role not in WATCHERS:
            connection.execute(mine.values(on_duty=False))
            let_go(transaction, staff_id, now)
        if role is None:
            connection.execute(mine.values(removed_at=now))
            forget_passkeys(transaction, staff_id, now)
            end_sessions(transaction, staff_id, now)
            for table in (store.invites, store.challenges):
                connection.execute(sa.delete(table).where(table.c.staff_id == staff_id))
            forget_alarm(transaction, staff_id)
        else:
            connection.execute(mine.values(role=role))
        transaction.announce(StaffChanged(staff_id=staff_id, role=role))
        presence.recount(transaction, self._settings, now)


def lapse(connection: sa.Connection, now: datetime) -> None:
    """What nobody has answered in time is over."""
    table = store.staff_changes.c
    late = sa.update(store.staff_changes).where(table.state == "waiting", table.at <= now - CHANGE_WAITS)
    connection.execute(late.values(state="lapsed", settled_at=now))


def _check(connection: sa.Connection, target: Any, role: str | None, *, again: bool = False) -> None:
    table = store.staff_changes.c
    if target.role == role:
        raise Problem("same-role", 409, "That is their role already.")
    if target.role == "admin" and not _count(connection, {"admin"}, but={target.id}):
        raise Problem("last-admin", 409, "This is the last admin: make somebody else one first.")
    waiting = sa.select(table.id).where(table.staff_id == target.id, table.state == "waiting")
    if not again and connection.execute(waiting).first() is not None:
        raise Problem("waiting", 409, "Another change of this person waits for a second person.")


def _count(connection: sa.Connection, roles: Any, *, but: set[str]) -> int:
    """How many others with one of these roles could act: they have a passkey."""
    query = (
        sa.select(sa.func.count(store.staff.c.id.distinct()))
        .join(store.passkeys, store.passkeys.c.staff_id == store.staff.c.id)
        .where(store.staff.c.role.in_(sorted(roles)), store.staff.c.sample.is_(False), store.staff.c.id.not_in(but))
    )
    return connection.execute(query).scalar_one()


def _get(connection: sa.Connection, staff_id: str) -> Any:
    table = store.staff.c
    mine = (table.id == staff_id, table.sample.is_(False), table.removed_at.is_(None))
    row = connection.execute(sa.select(store.staff).where(*mine)).one_or_none() if is_id(staff_id) else None
    if row is None:
        raise NotFound
    return row


def _find(connection: sa.Connection, change_id: str) -> Any:
    return connection.execute(sa.select(store.staff_changes).where(store.staff_changes.c.id == change_id)).one_or_none()


def _show(connection: sa.Connection, caller: StaffCaller, now: datetime) -> Team:
    table = store.staff.c
    keys = sa.select(store.passkeys.c.staff_id, sa.func.count()).group_by(store.passkeys.c.staff_id)
    counts = {row[0]: int(row[1]) for row in connection.execute(keys)}
    rows = connection.execute(sa.select(store.staff).where(table.removed_at.is_(None)).order_by(table.name_key)).all()
    names = name_staff(connection, {row.id for row in rows})
    members = [
        TeamMember(
            staff=names[row.id],
            passkeys=counts.get(row.id, 0),
            on_duty=row.on_duty,
            last_active_at=row.last_active_at,
            sample=row.sample,
        )
        for row in rows
    ]
    changes = store.staff_changes.c
    open_ = sa.select(store.staff_changes).where(changes.state == "waiting", changes.at > now - CHANGE_WAITS)
    waiting = [_render(connection, caller, row) for row in connection.execute(open_.order_by(changes.at)).all()]
    return Team(members=members, waiting=waiting, may_change=caller.role == "admin")


def _render(connection: sa.Connection, caller: StaffCaller, row: Any) -> StaffChange:
    names = name_staff(connection, {row.staff_id, row.by_id})
    return StaffChange(
        id=row.id,
        staff=names[row.staff_id],
        role=row.role,
        reason=row.reason,
        by=names[row.by_id],
        at=row.at,
        lapses_at=row.at + CHANGE_WAITS,
        state=row.state,
        answers=row.state == "waiting" and caller.role in SENIORS and caller.id not in (row.by_id, row.staff_id),
    )

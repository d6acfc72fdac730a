"""Trusted flaggers: suspending one whose notices are too often without ground, and restoring them (DSA art. 22(6))."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from veillee.foundation.basics import Clock, Forbidden, NotFound, Problem, is_id, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.oversight.moderation.figures.flaggers import count_flaggers
from veillee.oversight.moderation.figures.period import Period, read_period
from veillee.oversight.moderation.leaves_staff import suspension_content, suspension_end_content
from veillee.oversight.moderation.model import REASON_CHARS_MAX
from veillee.oversight.moderation.staff import store
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import list_staff
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire_flaggers import Flagger, FlaggerPage, FlaggerSuspension
from veillee.safety import ledger


class FlaggerRoom:
    """Flaggers as staff see them and as they see themselves."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def show(self, caller: StaffCaller, period: str | None) -> FlaggerPage:
        """All of them, or the caller when they are one. Raises Invalid for a period that is none."""
        return await self._database.read(_show, caller, read_period(period, self._clock()))

    async def suspend(self, caller: StaffCaller, staff_id: str, reason: str) -> None:
        """Raises Forbidden `wrong-role`, NotFound, Invalid, Problem `suspended`."""
        checked = check_text("reason", reason.replace("\r\n", "\n"), REASON_CHARS_MAX)
        await self._database.write(_suspend, caller, staff_id, checked, self._clock())

    async def restore(self, caller: StaffCaller, staff_id: str, reason: str) -> None:
        """Raises Forbidden `wrong-role`, NotFound, Invalid, Problem `not-suspended`."""
        checked = check_text("reason", reason.replace("\r\n", "\n"), REASON_CHARS_MAX)
        await self._database.write(_restore, caller, staff_id, checked, self._clock())


def check_trusted(connection: sa.Connection, caller: StaffCaller) -> None:
    """Raises Forbidden `suspended` for a flagger who is."""
    if find_suspension(connection, caller.id) is not None:
        raise Forbidden(
            "suspended", "Your standing as a trusted flagger is suspended; the notice for everybody is open."
        )


def find_suspension(connection: sa.Connection, staff_id: str) -> Any:
    """The one that holds; there is at most one."""
    table = store.flagger_suspensions.c
    query = sa.select(store.flagger_suspensions).where(table.staff_id == staff_id, table.ended_at.is_(None))
    return connection.execute(query.order_by(table.at.desc()).limit(1)).one_or_none()


def _suspend(transaction: Transaction, caller: StaffCaller, staff_id: str, reason: str, now: datetime) -> None:
    _check(transaction.connection, caller, staff_id)
    if find_suspension(transaction.connection, staff_id) is not None:
        raise Problem("suspended", 409, "They are suspended already.")
    values = {"id": new_id(), "staff_id": staff_id, "reason": reason, "by_id": caller.id, "at": now}
    leaf = ledger.append(transaction, "flagger.suspended", suspension_content(values), now).index
    transaction.connection.execute(sa.insert(store.flagger_suspensions).values(values | {"leaf_index": leaf}))


def _restore(transaction: Transaction, caller: StaffCaller, staff_id: str, reason: str, now: datetime) -> None:
    _check(transaction.connection, caller, staff_id)
    row = find_suspension(transaction.connection, staff_id)
    if row is None:
        raise Problem("not-suspended", 409, "They are not suspended.")
    ended = {"ended_at": now, "ended_by": caller.id, "end_reason": reason}
    content = suspension_end_content({"id": row.id} | ended)
    leaf = ledger.append(transaction, "flagger.restored", content, now).index
    mine = sa.update(store.flagger_suspensions).where(store.flagger_suspensions.c.id == row.id)
    transaction.connection.execute(mine.values(ended | {"ended_leaf": leaf}))


def _check(connection: sa.Connection, caller: StaffCaller, staff_id: str) -> None:
    if caller.role != "admin":
        raise Forbidden("wrong-role", "An admin does this.")
    mine = (store.staff.c.id == staff_id, store.staff.c.role == "flagger", store.staff.c.removed_at.is_(None))
    if not is_id(staff_id) or connection.execute(sa.select(store.staff.c.id).where(*mine)).first() is None:
        raise NotFound


def _show(connection: sa.Connection, caller: StaffCaller, period: Period) -> FlaggerPage:
    own = caller.role == "flagger"
    flaggers = [caller.member()] if own else list_staff(connection, frozenset({"flagger"}))
    figures = {row.flagger: row for row in count_flaggers(connection, period, caller.id if own else None)}
    shown = []
    for staff in flaggers:
        row = find_suspension(connection, staff.id)
        suspension = None if row is None else FlaggerSuspension(since=row.at, reason=row.reason)
        shown.append(Flagger(staff=staff, suspension=suspension, figures=figures.get(staff.name)))
    return FlaggerPage(flaggers=shown, may_change=caller.role == "admin")

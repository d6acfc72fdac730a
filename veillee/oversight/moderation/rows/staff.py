"""Who is staff, and in which role, held against the leaves that made them so."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from veillee.oversight.moderation.leaves_staff import addition_content, sample_content, staff_content
from veillee.oversight.moderation.rows.history import fault
from veillee.oversight.moderation.staff.model import ROLES
from veillee.oversight.moderation.staff.store import staff, staff_changes
from veillee.safety import ledger
from veillee.safety.ledger import Fault

DONE = frozenset({"staff.changed", "staff.removed"})


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody became staff in a role, or is staff no more (None), with the leaf of this index. at: when; of those who
    were added the hour."""

    index: int
    role: str | None
    at: datetime | None


def check_staff(connection: sa.Connection) -> Iterator[Fault]:
    """Members of staff with another role than they were given, who were removed and are back, or were never added."""
    rows = connection.execute(sa.select(staff).order_by(staff.c.id)).all()
    steps: dict[str, list[Step]] = {row.id: [] for row in rows}
    added = ledger.list_of_category(connection, "staff.added")
    for leaf in added:
        found = _open_addition(leaf, rows) or _open(leaf, [row.id for row in rows if not row.sample])
        if found is not None:
            steps[found[0]].append(Step(index=leaf.index, role=found[1], at=ledger.time_of(leaf.leaf)))
        elif leaf.salt is not None:
            yield fault(f"leaf {leaf.index}", "whoever was added to the staff with it is gone")
    yield from _take_changes(connection, steps)
    duty = _read_duty(connection, [row.id for row in rows])
    for row in rows:
        mine = sorted(steps[row.id], key=lambda step: step.index)
        yield from _check(row, mine, {leaf.index for leaf in added})
        if added and not row.sample:
            yield from _check_duty(row, mine, duty.get(row.id))


def _open(leaf: ledger.KeptLeaf, ids: list[str]) -> tuple[str, str] | None:
    both = ((id_, role) for id_ in ids for role in ROLES)
    return next((one for one in both if ledger.opens(leaf, [staff_content(*one)])), None)


def _open_addition(leaf: ledger.KeptLeaf, rows: Sequence[Any]) -> tuple[str, str] | None:
    for row in rows:
        both = ((role, addition_content(row.id, role, row.created_at)) for role in ROLES)
        contents = [("moderator", sample_content(row.id, row.created_at))] if row.sample else both
        for role, content in contents:
            if ledger.opens(leaf, [content]):
                return row.id, role
    return None


def _read_duty(connection: sa.Connection, ids: list[str]) -> dict[str, tuple[int, bool]]:
    """The last time that each went on or off duty, by the index of the leaf, and which it was."""
    said = [(leaf, True) for leaf in ledger.list_of_category(connection, "duty.on")]
    said += [(leaf, False) for leaf in ledger.list_of_category(connection, "duty.off")]
    found = dict[str, tuple[int, bool]]()
    for leaf, on in sorted(said, key=lambda one: one[0].index, reverse=True):
        who = _open(leaf, [id_ for id_ in ids if id_ not in found])
        if who is not None:
            found[who[0]] = (leaf.index, on)
    return found


def _check_duty(row: Any, steps: list[Step], said: tuple[int, bool] | None) -> Iterator[Fault]:
    """Whoever gets another role, or goes, is off duty with that."""
    index, on = said or (-1, False)
    if row.on_duty and not on:
        yield fault(f"member of staff {row.id}", "is on duty, and did not say so last")
    if not row.on_duty and on and not any(step.index > index for step in steps):
        yield fault(f"member of staff {row.id}", "said that they are on duty, and are not")


def _take_changes(connection: sa.Connection, steps: dict[str, list[Step]]) -> Iterator[Fault]:
    for row in connection.execute(sa.select(staff_changes).order_by(staff_changes.c.leaf_index)):
        last = row.leaf_index if row.settled_leaf is None else row.settled_leaf
        done = ledger.find_category(connection, last) in DONE
        if done != (row.state == "done"):
            yield fault(f"change of staff {row.id}", f"its state is {row.state}, and its leaf says something else")
        if done:
            step = Step(index=last, role=row.role, at=row.settled_at or row.at)
            steps.setdefault(row.staff_id, []).append(step)


def _check(row: Any, steps: list[Step], added: Collection[int]) -> Iterator[Fault]:
    where = f"member of staff {row.id}"
    if not steps or steps[0].index not in added:
        if added:
            yield fault(where, "was added by nobody")
        return
    roles = [step.role for step in steps if step.role is not None]
    if roles[-1:] != [row.role]:
        yield fault(where, f"is {row.role}, and was made {roles[-1] if roles else 'nothing'}")
    if row.created_at.replace(minute=0, second=0, microsecond=0) != steps[0].at:
        yield fault(where, "was added at another hour")
    if (steps[-1].role is None) != (row.removed_at is not None):
        yield fault(where, "is staff and was removed" if row.removed_at is None else "was removed by nobody")
    elif row.removed_at is not None and row.removed_at != steps[-1].at:
        yield fault(where, "was removed at another time")

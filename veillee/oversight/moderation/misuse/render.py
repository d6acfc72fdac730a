"""Whoever sent something, as staff see them: numbers, and never a name."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Problem
from veillee.oversight.moderation.misuse import store
from veillee.oversight.moderation.misuse.check import History, check_act
from veillee.oversight.moderation.misuse.model import ITEMS_MAX, Submitter
from veillee.oversight.moderation.misuse.weighing import weigh_submissions
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire import StaffMember
from veillee.oversight.moderation.wire_misuse import MisuseAct, MisuseDecision, MisuseFactors, MisuseSubmission
from veillee.oversight.moderation.wire_misuse import Submitter as SubmitterShown

ACTS: tuple[MisuseAct, ...] = ("warn", "suspend")


def render_submitter(connection: sa.Connection, staff: StaffCaller, who: Submitter, history: History) -> SubmitterShown:
    """With what this reader may do about them now, if all that is unfounded is manifestly so."""
    unfounded = [one for one in history.sent if one.unfounded]
    items = [one.id for one in unfounded]
    refused = {act: _refusal(staff, who, history, act, items) for act in ACTS}
    names = name_staff(connection, {row.staff_id for row in history.decisions})
    return SubmitterShown(
        what=who.what,
        who=_name(who),
        factors=weigh_submissions(history.sent, items, history.warned_at),
        unfounded=[
            MisuseSubmission(
                id=one.id,
                case=one.case,
                reason=one.reason,
                at=one.at,
                after_warning=history.warned_at is not None and one.at > history.warned_at,
            )
            for one in unfounded[:ITEMS_MAX]
        ],
        decisions=[_render(row, names[row.staff_id]) for row in history.decisions],
        suspended_until=history.suspended_until,
        acts=[act for act, why in refused.items() if why is None],
        why=refused["suspend" if history.warned_at else "warn"],
    )


def _refusal(staff: StaffCaller, who: Submitter, history: History, act: MisuseAct, items: list[str]) -> str | None:
    try:
        check_act(staff, who, history, act, items)
    except Problem as problem:
        return problem.slug
    return None


def _name(who: Submitter) -> Literal["member", "notifier", "flagger", "nobody"]:
    if who.trusted:
        return "flagger"
    if who.person_id is not None:
        return "member"
    return "nobody" if who.notifier is None else "notifier"


def _render(row: store.Row, by: StaffMember) -> MisuseDecision:
    return MisuseDecision(
        id=row.id,
        act=row.act,
        at=row.at,
        until=row.until,
        by=by,
        facts=row.facts,
        factors=msgspec.convert(row.factors, MisuseFactors),
        lifted_at=row.lifted_at,
    )

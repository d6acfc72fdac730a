"""Duty over HTTP, for staff."""

from typing import Annotated

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, QueryParameter

from veillee.oversight.moderation import wire_duty as wire
from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire import Duty


@put(
    "/staff/duty",
    summary="Go on or off duty",
    description="Counts as activity, like opening a case and deciding; reading the queue does not. While on duty a "
    "console repeats this at key or pointer, at most once a minute. `note` hands over what whoever comes on should "
    "know; 409 `not-on-duty` when nothing was held that could be.",
)
async def put_duty(
    data: JSONBody[wire.DutyRequest], any_staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Duty:
    return await moderation.duty.put(any_staff, data)


@get("/staff/duty/roster", summary="A week of the roster with its gaps, from Monday, and every line of it")
async def show_roster(
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
    week: Annotated[str | None, QueryParameter(description="any day of the week, 2026-11-30; today without")] = None,
) -> wire.Roster:
    return await moderation.duty.roster(staff, week)


@post(
    "/staff/duty/shifts",
    summary="Plan somebody",
    description="Seniors and admins only. 15 minutes to 12 hours, no two of one person at once; 422 says by field what "
    "is wrong, 409 `roster-full` at 500 lines.",
)
async def add_shift(
    data: JSONBody[wire.ShiftRequest], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> wire.Shift:
    return await moderation.duty.plan(staff, data)


@delete(
    "/staff/duty/shifts/{shift_id:str}", status_code=204, summary="Take a line out of the roster, with all its weeks"
)
async def remove_shift(
    shift_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> None:
    await moderation.duty.unplan(staff, shift_id)


@get("/staff/duty/gaps", summary="When too few are planned within the next 24 hours, and what will rest then")
async def show_gaps(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> wire.Gaps:
    return await moderation.duty.gaps(staff)


@get("/staff/duty/notes", summary="What was handed over within two days, the latest first")
async def list_notes(
    staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> list[wire.HandoverNote]:
    return await moderation.duty.notes(staff)


@put(
    "/staff/duty/notes/{note_id:str}/taken",
    status_code=204,
    summary="Go on with what somebody left",
    description="403 `own-note` for one's own, 409 `taken-already` when somebody else does.",
)
async def take_note(
    note_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> None:
    await moderation.duty.take(staff, note_id)


@get("/staff/duty/answers", summary="How soon staff answered what was urgent, and what was made to measure it")
async def show_answers(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> wire.Answers:
    return await moderation.duty.answers(staff)


handlers: list[HTTPRouteHandler] = [
    put_duty, show_roster, add_shift, remove_shift, show_gaps, list_notes, take_note, show_answers,
]  # fmt: skip

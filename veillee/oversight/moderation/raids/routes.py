"""Raids over HTTP, for staff."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody

from veillee.oversight.moderation.service import Moderation
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_raids import (
    Raid,
    RaidAnswer,
    RaidPreview,
    RaidRequest,
    RaidRow,
    RaidSelection,
    RaidUndoing,
)


@post(
    "/staff/raids/previews",
    status_code=200,
    summary="What one decision about many would do, to whom, and who is spared; nothing is done",
)
async def preview_raid(
    data: JSONBody[RaidSelection], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> RaidPreview:
    return await moderation.raids.preview(staff, data)


@post(
    "/staff/raids",
    summary="Decide about all of them at once",
    description="Each gets a decision with a statement of reasons and a ledger leaf of their own. 409 `stale-raid` "
    "when anything has changed since the preview: then nothing is done. What was begun is seen through, "
    "also after a crash.",
)
async def begin_raid(
    data: JSONBody[RaidRequest], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Raid:
    return await moderation.raids.begin(staff, data)


@get("/staff/raids", summary="The latest raids")
async def list_raids(staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]) -> list[RaidRow]:
    return await moderation.raids.list(staff)


@get("/staff/raids/{raid_id:str}", summary="One raid, and what came of each part of it")
async def show_raid(
    raid_id: FromPath[str], staff: NamedDependency[StaffCaller], moderation: NamedDependency[Moderation]
) -> Raid:
    return await moderation.raids.show(staff, raid_id)


@post(
    "/staff/raids/{raid_id:str}/approvals",
    summary="Approve or refuse a raid's decision that somebody else proposed",
    description="403 `own-proposal`, `wrong-role`; 409 `no-proposal`.",
)
async def answer_raid(
    raid_id: FromPath[str],
    data: JSONBody[RaidAnswer],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> Raid:
    return await moderation.raids.answer(staff, raid_id, data)


@post(
    "/staff/raids/{raid_id:str}/undoing",
    summary="Take back all of a raid that can be",
    description="Says what came back, what another decision keeps away, what is gone, and which part has to be "
    "answered otherwise. 403 `wrong-role`; 409 `not-done`.",
)
async def undo_raid(
    raid_id: FromPath[str],
    data: JSONBody[RaidUndoing],
    staff: NamedDependency[StaffCaller],
    moderation: NamedDependency[Moderation],
) -> Raid:
    return await moderation.raids.undo(staff, raid_id, data)


handlers: list[HTTPRouteHandler] = [
    preview_raid, begin_raid, list_raids, show_raid, answer_raid, undo_raid,
]  # fmt: skip

"""Deciding in a process of its own that is killed at its n-th step towards the database."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tests.faults.process import PRELOADED
from tests.story.engines import OnAddress, present_engine, standing_on
from tests.unit.oversight.place import Place
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.store import staff
from veillee.oversight.moderation.wire_decisions import ApprovalRequest, DecisionRequest

PATIENCE_SECONDS = 60
_nursery = multiprocessing.get_context("forkserver")
_nursery.set_forkserver_preload([*PRELOADED, "tests.faults.deciding"])


async def caller_named(place: Place, name: str) -> StaffCaller:
    """A member of staff, as a session would give them."""
    (row,) = [row for row in await place.rows(staff) if row.name == name]
    expires = datetime(2100, 1, 1, tzinfo=UTC)
    return StaffCaller(id=row.id, name=row.name, role=row.role, session=b"", expires_at=expires)


async def only_case(place: Place) -> Any:
    """The one case there is."""
    (row,) = await place.rows(cases)
    return row


async def ban(place: Place) -> None:
    """Maud bans: with two who could, that is a proposal."""
    case = await only_case(place)
    request = DecisionRequest(
        kind="ban", facts="Insultes.", version=case.version, article="respect", scope="author", hours=24
    )
    await place.moderation.desk.decide(await caller_named(place, "Maud"), case.id, request)


async def approve(place: Place) -> None:
    """Nour approves what Maud proposed."""
    case = await only_case(place)
    request = ApprovalRequest(version=case.version, approve=True)
    await place.moderation.desk.settle(await caller_named(place, "Nour"), case.id, request)


async def lapse(place: Place) -> None:
    """Nobody answered in time."""
    place.pass_time(hours=25)
    await place.moderation.desk.lapse_due()


async def restore(place: Place) -> None:
    """Maud takes it back."""
    case = await only_case(place)
    request = DecisionRequest(kind="restore", facts="Une erreur.", version=case.version)
    await place.moderation.desk.decide(await caller_named(place, "Maud"), case.id, request)


ACTS: dict[str, Callable[[Place], Awaitable[None]]] = {
    "ban": ban, "approve": approve, "lapse": lapse, "restore": restore,
}  # fmt: skip


def act(path: Path, *, name: str, careful: bool, step: int) -> int:
    """Do it in a process that kills itself before its step towards the database; -9, or 0 when there are no more."""
    address = present_engine().address(path)
    process = _nursery.Process(target=_act, args=(str(path), address, name, careful, step))
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode is not None
    return process.exitcode


def _act(path: str, address: str, name: str, careful: bool, step: int) -> None:
    with standing_on(OnAddress(address)):
        asyncio.run(_in_place(Path(path), name, careful=careful, step=step))


async def _in_place(path: Path, name: str, *, careful: bool, step: int) -> None:
    place = Place(path, four_eyes=careful)
    place.now += timedelta(minutes=1)
    steps = iter(range(step))

    def count(*_: Any) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    await only_case(place)
    # Each statement, and each commit, is a moment before which everything can end.
    sa.event.listen(place.database.engine, "before_cursor_execute", count)
    sa.event.listen(place.database.engine, "commit", count)
    await ACTS[name](place)
    count()  # it is done, and nobody has been told
    await place.close()

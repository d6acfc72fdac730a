"""Killed at any moment of deciding: no decision without its statement, leaf and effect; none twice; and it goes on."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.faults.deciding import ACTS, act, caller_named, only_case
from tests.story.engines import Engine, OnPostgres, OnSqlite
from tests.unit.oversight.place import Place
from veillee.community.conversations.store import messages
from veillee.community.people.store import restrictions
from veillee.foundation.basics import Problem
from veillee.oversight.moderation.cases.store import case_events
from veillee.oversight.moderation.decisions.proposal_store import proposals
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.statements.effects import statement_effects
from veillee.oversight.moderation.statements.store import statements
from veillee.safety.ledger.store import leaves
from veillee.server.ledger import check_rows

pytestmark = pytest.mark.anyio
FEWEST_STEPS = 10
STRIDE = 8
"""What was not done is done again after every eighth death: it always begins from the same rows."""

STEPS = {OnSqlite: 1, OnPostgres: 9}
"""Killed at every step on SQLite; on PostgreSQL, where a copy of the place takes longer, at every ninth."""

STORIES = (
    ("one decides", False, (), "ban"),
    ("one proposes", True, (), "ban"),
    ("another approves", True, ("ban",), "approve"),
    ("nobody answers", True, ("ban",), "lapse"),
    ("it is taken back", False, ("ban",), "restore"),
)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def prepare(path: Path, careful: bool, before: tuple[str, ...]) -> None:
    """Bruno was reported for the last of three messages, and so far this has been done about it."""
    place = await Place.build(path, four_eyes=careful)
    for text in ("un", "deux", "trois"):
        seq = await place.say(place.bruno, place.room, text)
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    await place.signed_in()
    await place.signed_in("Nour")
    for name in before:
        await ACTS[name](place)
    await place.close()


async def state_of(place: Place) -> dict[str, Any]:
    """Everything that deciding writes."""
    tables = (statements, restrictions, statement_effects, proposals, case_events, leaves, reports)
    rows = {table.name: len(await place.rows(table)) for table in tables}
    case = await only_case(place)
    hidden = [row.seq for row in await place.rows(messages) if row.hidden_at is not None]
    return rows | {
        "case": (case.state, case.version, case.proposed, case.decision),
        "hidden": hidden,
        "lifted": [row.lifted_at is not None for row in await place.rows(restrictions)],
        "reversed": [row.reversed_at is not None for row in await place.rows(statements)],
        "told": [row.outcome for row in await place.rows(reports)],
    }


async def faults(place: Place) -> list[str]:
    """Rows that are not what the ledger says, or the ledger not what it was."""

    def check(connection: sa.Connection) -> list[str]:
        return [str(fault) for fault in check_rows(connection)]

    return await place.database.read(check)


async def read(path: Path, careful: bool) -> tuple[dict[str, Any], list[str]]:
    place = Place(path, four_eyes=careful)
    found = await state_of(place), await faults(place)
    await place.close()
    return found


@pytest.mark.parametrize(("careful", "before", "name"), [story[1:] for story in STORIES], ids=[s[0] for s in STORIES])
async def test_killed_before_any_step_it_is_whole_or_not_at_all(
    tmp_path: Path, engine: Engine, careful: bool, before: tuple[str, ...], name: str
) -> None:
    template = tmp_path / "template.sqlite3"
    await prepare(template, careful, before)
    untouched, _ = await read(template, careful)
    step, ended = 0, -9
    whole: list[dict[str, Any]] = []
    while ended != 0:
        killed = tmp_path / f"{step}.sqlite3"
        engine.copy(template, killed)
        ended = act(killed, name=name, careful=careful, step=step)
        assert ended in (0, -9)
        found, wrong = await read(killed, careful)
        assert wrong == [], step
        if found != untouched:
            whole.append(found)
            assert all(other == found for other in whole), step
        if ended == -9 and found == untouched and step % STRIDE == 0:
            await go_on(killed, careful, name)
        engine.forget(killed)
        step += STEPS[type(engine)]
    engine.forget(template)
    assert step > FEWEST_STEPS
    assert len(whole) > (1 if isinstance(engine, OnSqlite) else 0), "also when killed between commit and answer"


async def go_on(path: Path, careful: bool, name: str) -> None:
    """After the restart it is done as if nothing had happened, and only once."""
    place = Place(path, four_eyes=careful)
    await ACTS[name](place)
    done = await state_of(place)
    assert await faults(place) == []
    if name == "lapse":
        await ACTS[name](place)
    else:
        with pytest.raises(Problem):
            await ACTS[name](place)
    assert await state_of(place) == done
    assert (await caller_named(place, "Maud")).name == "Maud"
    await place.close()

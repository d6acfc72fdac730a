"""How the console's queue holds with a great many open cases: its page over HTTP, with filters and counts.

`python -m bench.desk` prints one line a filter; a place in this process, on SQLite."""

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
import sqlalchemy as sa
import uvicorn
import uvloop

from veillee.foundation.basics import new_id
from veillee.foundation.storage import insert_many
from veillee.oversight import moderation
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.staff.model import STAFF_COOKIE
from veillee.oversight.moderation.staff.sessions import open_session
from veillee.server.app import Host, make_app
from veillee.server.run import bind
from veillee.server.settings import Settings
from veillee.server.wiring import Place, open_place

ROWS_AT_ONCE = 5_000
RANKS = (0, 1, 3, 4, 9, 9, 9, 9, 9, 9)
LABELS = {0: "minor_sought", 1: "sedation", 3: "ambush", 4: "threat", 9: "spam"}
FILTERS: tuple[dict[str, str], ...] = (
    {"state": "open"},
    {"state": "open", "whose": "mine"},
    {"state": "open", "whose": "unassigned"},
    {"state": "decided"},
)


def main() -> None:
    """Measure as the options say."""
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description=__doc__)
    parser.add_argument("--cases", type=int, default=50_000, help="how many are open (default 50000)")
    parser.add_argument("--pages", type=int, default=500, help="how many pages are asked for with each filter")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="veillee-bench-") as folder:
        for row in uvloop.run(_measure(Path(folder), options.cases, options.pages)):
            print(json.dumps(row))


async def _measure(folder: Path, many: int, pages: int) -> list[dict[str, Any]]:
    async with open_desk(Settings(), folder, "moderator") as desk:
        await desk.place.database.write(fill, many, desk.staff, desk.place.clock())
        rows = [await _ask(desk.http, wanted, pages, many) for wanted in FILTERS]
        print(json.dumps(await desk.place.database.read(_plans)), file=sys.stderr)
        return rows


@dataclass(frozen=True)
class Desk:
    """A place in this process, and a member of its staff who is signed in."""

    place: Place
    staff: str
    http: httpx.AsyncClient


@contextlib.asynccontextmanager
async def open_desk(settings: Settings, folder: Path, role: str) -> AsyncIterator[Desk]:
    """Served until it is left."""
    place = open_place(settings, folder)
    sock = bind("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_app(Host(place)), log_config=None))
    try:
        await place.start()
        token, staff = await place.database.write(_sign_in, role, place.clock())
        running = asyncio.create_task(server.serve([sock]))
        while not server.started:  # noqa: ASYNC110 - uvicorn says it in no other way
            await asyncio.sleep(0.05)
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=url, cookies={STAFF_COOKIE: token}, timeout=60) as http:
            yield Desk(place=place, staff=staff, http=http)
        server.should_exit = True
        await running
    finally:
        with contextlib.suppress(Exception):
            await place.stop()


def _sign_in(transaction: Any, role: str, now: datetime) -> tuple[str, str]:
    moderation.add_staff(transaction, "Mesure", role, now=now, hours=1)
    staff = transaction.connection.execute(sa.text("SELECT id FROM staff")).scalar_one()
    token, caller = open_session(transaction, _as_id(staff), now=now, hours=12)
    return token, caller.id


def _as_id(stored: Any) -> str:
    text = str(stored)
    return text if "-" in text else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def fill(transaction: Any, many: int, staff: str, now: datetime) -> None:
    """Half of them decided besides; one open case in ten is ours, one in five a colleague's."""
    chance = Random(5)
    colleague = new_id()
    values: list[dict[str, Any]] = []
    for number in range(many + many // 2):
        rank, opened = chance.choice(RANKS), now - timedelta(minutes=chance.randrange(60 * 24 * 30))
        subject = {"kind": "person", "id": new_id(), "conversation": None, "seq": None}
        values.append(
            {
                "id": new_id(),
                "subject_key": f"person:{subject['id']}",
                "subject": subject,
                "person_id": subject["id"],
                "state": "open" if number < many else "decided",
                "source": "report",
                "label": LABELS[rank],
                "rank": rank,
                "reports": chance.randrange(1, 4),
                "opened_at": opened,
                "urgent_at": opened if rank < 9 else None,
                "decided_at": None if number < many else opened + timedelta(hours=1),
                "decision": None if number < many else "warn",
                "version": 2,
                "number": 2,
                "proposed": False,
                "assignee_id": chance.choice([staff] + [colleague] * 2 + [None] * 7),
                "pressing_at": opened,
                "reach": 0,
                "standing": 0,
            }
        )
        if len(values) == ROWS_AT_ONCE:
            insert_many(transaction.connection, cases, values)
            values = []
    if values:
        insert_many(transaction.connection, cases, values)


async def _ask(http: httpx.AsyncClient, wanted: dict[str, str], pages: int, many: int) -> dict[str, Any]:
    """Page after page, from the first again when there are no more."""
    cursor, took = None, []
    for _ in range(pages):
        begun = time.perf_counter()
        answer = await http.get("/api/v1/staff/cases", params=wanted | ({"cursor": cursor} if cursor else {}))
        took.append(time.perf_counter() - begun)
        answer.raise_for_status()
        cursor = answer.json()["next"]
    return {"what": "queue page", "open": many, **wanted} | spread(took)


def spread(took: list[float]) -> dict[str, Any]:
    """How many, and how long half and ninety-nine in a hundred of them took."""
    took = sorted(took)
    return {
        "pages": len(took),
        "p50_ms": round(1_000 * statistics.median(took), 1),
        "p99_ms": round(1_000 * took[int(0.99 * len(took))], 1),
    }


def _plans(connection: sa.Connection) -> list[str]:
    asked = (
        "SELECT id FROM cases WHERE state = 'open' ORDER BY rank, pressing_at, id LIMIT 51",
        "SELECT id FROM cases WHERE state = 'open' AND assignee_id = 'x' ORDER BY rank, pressing_at, id LIMIT 51",
        "SELECT id FROM cases WHERE state = 'open' AND assignee_id IS NULL ORDER BY rank, pressing_at, id LIMIT 51",
        "SELECT count(*), sum(rank < 9), sum(assignee_id IS NULL) FROM cases WHERE state = 'open'",
    )
    return [str(connection.execute(sa.text(f"EXPLAIN QUERY PLAN {one}")).first()) for one in asked]


if __name__ == "__main__":
    main()

"""How the console's search for people holds with a great many of them.

`python -m bench.people` prints one line for each way of asking; a place in this process, on SQLite, or with
`--postgresql` on a server that is started for it, or that of `--database`, in a database of its own."""

import argparse
import contextlib
import json
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
import uvloop

from bench.desk import Desk, open_desk, spread
from bench.nodes import new_database
from bench.shared import open_shared
from veillee.community.people import name_key
from veillee.community.people.store import people
from veillee.foundation.basics import new_id
from veillee.foundation.storage import insert_many
from veillee.server.settings import Settings

ROWS_AT_ONCE = 10_000
LEFT = 10
"""One in so many has left: the name is free for others, and found only when it is asked for as it was."""

BEGINNINGS = (
    "Léa",
    "Karim",
    "Zoé",
    "Nuit",
    "Max",
    "Inès",
    "Bruno",
    "Chloé",
    "Sam",
    "Vent",
    "Lou",
    "Yann",
    "Fleur",
    "Loup",
)
ENDINGS = ("du soir", "de Lyon", "59", "d’ici", "sur mer", "la nuit", "en vrai", "75", "doux", "calme")


def main() -> None:
    """Measure as the options say."""
    parser = argparse.ArgumentParser(prog="python -m bench.people", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="how many there are (default 1000000)")
    parser.add_argument("--pages", type=int, default=500, help="how many pages are asked for in each way")
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL, started for this")
    parser.add_argument("--database", default="", help="on the PostgreSQL server of this address")
    options = parser.parse_args()
    address = open_shared(options.database, "-").database if options.postgresql else options.database
    server = new_database(address) if address else contextlib.nullcontext("sqlite")
    with tempfile.TemporaryDirectory(prefix="veillee-bench-") as folder, server as database:
        for row in uvloop.run(_measure(Path(folder), database, options.people, options.pages)):
            print(json.dumps(row, ensure_ascii=False))


async def _measure(folder: Path, database: str, many: int, pages: int) -> list[dict[str, Any]]:
    async with open_desk(Settings(database=database), folder, "senior") as desk:
        for start in range(0, many, ROWS_AT_ONCE):
            await desk.place.database.write(fill, start, min(many, start + ROWS_AT_ONCE), desk.place.clock())
        about = {"database": desk.place.database.engine.dialect.name, "people": many}
        return [about | {"asked": way} | await _ask(desk, way, pages, many) for way in WAYS]


def fill(transaction: Any, start: int, end: int, now: datetime) -> None:
    """People with names as people choose them."""
    rows = [_person(number, now) for number in range(start, end)]
    insert_many(transaction.connection, people, rows)


def name_of(number: int) -> str:
    """The same for the same number, and none twice."""
    chance = Random(number)
    return f"{chance.choice(BEGINNINGS)} {chance.choice(ENDINGS)} {number}"


def _person(number: int, now: datetime) -> dict[str, Any]:
    name = name_of(number)
    return {
        "id": new_id(),
        "pseudonym": name,
        "name_key": None if number % LEFT == 0 else name_key(name),
        "age": 18 + number % 60,
        "region": None,
        "language": "fr",
        "sample": False,
        "entered_at": now - timedelta(minutes=number % 500_000),
        "rules_version": "2026-11",
        "origin_address": None,
        "origin_port": None,
    }


WAYS: dict[str, Callable[[Random, int], str]] = {
    "two letters": lambda chance, many: chance.choice(BEGINNINGS)[:2],
    "a first name": lambda chance, many: chance.choice(BEGINNINGS),
    "most of a name": lambda chance, many: name_of(chance.randrange(many))[:-2],
    "a name that has left": lambda chance, many: name_of(LEFT * chance.randrange(many // LEFT)),
    "nobody": lambda chance, many: f"personne {chance.random()}",
}


async def _ask(desk: Desk, way: str, pages: int, many: int) -> dict[str, Any]:
    chance, took, found = Random(7), [], 0
    for _ in range(pages):
        begun = time.perf_counter()
        answer = await desk.http.get("/api/v1/staff/people", params={"q": WAYS[way](chance, many)})
        took.append(time.perf_counter() - begun)
        found += len(_read(answer))
    return {"found": found} | spread(took)


def _read(answer: httpx.Response) -> list[Any]:
    answer.raise_for_status()
    return list(answer.json())


if __name__ == "__main__":
    main()

"""What the database alone can do: durable appends, and pages of a long history. A place in this process, no network."""

import asyncio
import itertools
import os
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa
import uvloop

from bench.nodes import new_database
from bench.rounds import SERVER_CORE, Row
from veillee.community.conversations import Author, Draft, Origin, append_all
from veillee.community.conversations.queries import read_page
from veillee.community.conversations.store import conversations, messages
from veillee.community.entry import EntryForm
from veillee.foundation.basics import new_id, utc_now
from veillee.foundation.storage import insert_many
from veillee.safety.sealing import seal_texts
from veillee.server.settings import Settings
from veillee.server.wiring import Place, open_place

WAITING = 512
ROWS_AT_ONCE = 20_000
PAGES = 3_000
TEXT = "Bonsoir tout le monde, la soirée est douce et la lampe est allumée, qui veut parler de musique et de jardins ?"


def measure_storage(rounds: int, seconds: float, sizes: tuple[int, ...], server: str) -> list[Row]:
    """Appends a second with WAITING senders that each wait for their answer, on SQLite and, where there is an address
    of one, on a PostgreSQL server; history pages at each size, on SQLite."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {SERVER_CORE})
    try:
        rows = _measure_on("sqlite", rounds, seconds, sizes)
        if server:
            with new_database(server) as address:
                rows += _measure_on(address, rounds, seconds, ())
        return rows
    finally:
        os.sched_setaffinity(0, before)


def _measure_on(address: str, rounds: int, seconds: float, sizes: tuple[int, ...]) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="veillee-bench-") as folder:
        place = open_place(Settings(database=address), Path(folder))
        rows = uvloop.run(_measure(place, rounds, seconds, sizes))
    return [{**row, "database": address.partition(":")[0]} for row in rows]


async def _measure(place: Place, rounds: int, seconds: float, sizes: tuple[int, ...]) -> list[Row]:
    form = EntryForm(pseudonym="Convive", age=30, rules=place.gate.house_rules.version)
    person = (await place.entry.enter(form, ("127.0.0.1", 1))).person
    author = Author(id=person.id, pseudonym=person.pseudonym)
    try:
        rows = [
            await _append(place, author, await _open(place, f"Appels {number}"), seconds) for number in range(rounds)
        ]
        return rows + await _read_histories(place, author, sizes)
    finally:
        await place.stop()


async def _open(place: Place, name: str) -> str:
    return (await place.rooms.found(name, "Un sujet", "fr")).id


async def _append(place: Place, author: Author, conversation: str, seconds: float) -> Row:
    until, times, refs = time.perf_counter() + seconds, [], itertools.count()
    origin = Origin("127.0.0.1", 1)

    async def sender() -> None:
        while (begun := time.perf_counter()) < until:
            ref = f"{conversation} {next(refs)}"
            draft = Draft(
                conversation=conversation,
                author=author,
                ref=ref,
                text=TEXT,
                sent_at=utc_now(),
                reply_to=None,
                origin=origin,
            )
            await place.database.submit_batched(append_all, draft)
            times.append(time.perf_counter() - begun)

    computed, begun = time.process_time(), time.perf_counter()
    await asyncio.gather(*(sender() for _ in range(WAITING)))
    elapsed, computed = time.perf_counter() - begun, time.process_time() - computed
    return {
        "what": "appends",
        "per_second": len(times) / elapsed,
        "cpu_us": computed / len(times) * 1e6,
        **_quantiles(times),
    }


def _fill(transaction: Any, conversation: str, author: str, size: int) -> None:
    """Messages up to that seq, as append_all would store them, without the proofs of what was sent."""
    connection = transaction.connection
    head = connection.execute(sa.select(conversations.c.head).where(conversations.c.id == conversation)).scalar_one()
    while head < size:
        rows = min(ROWS_AT_ONCE, size - head)
        ids = [new_id() for _ in range(rows)]
        words = seal_texts(connection, [(conversation, id_, TEXT) for id_ in ids])
        insert_many(
            connection,
            messages,
            [
                {
                    "conversation_id": conversation, "seq": seq, "id": id_, "author_id": author, "text": "",
                    "sent_at": utc_now(), "reply_to": None, "origin_address": "127.0.0.1", "origin_port": 1,
                    "sealed": sealed,
                }
                for seq, id_, sealed in zip(range(head + 1, head + rows + 1), ids, words, strict=True)
            ],
        )  # fmt: skip
        head += rows
    connection.execute(conversations.update().where(conversations.c.id == conversation).values(head=size))


async def _read_histories(place: Place, author: Author, sizes: tuple[int, ...]) -> list[Row]:
    """Pages of each in turn, so that whatever else the machine does is shared by all."""
    histories = {size: await _open(place, f"Histoire {size}") for size in sizes}
    for size, conversation in histories.items():
        await place.database.write(_fill, conversation, author.id, size)
    chance, times = Random(7), {size: list[float]() for size in sizes}
    for _ in range(PAGES):
        for size, conversation in histories.items():
            before, begun = chance.randint(2, size), time.perf_counter()
            page = await place.database.read(read_page, conversation, before, 50)
            times[size].append(time.perf_counter() - begun)
            if page[-1].seq != before - 1:
                raise RuntimeError("the history has a gap")
    return [{"what": "history", "size": size, **_quantiles(taken)} for size, taken in times.items()]


def _quantiles(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {"p50_ms": ordered[len(ordered) // 2] * 1000, "p99_ms": ordered[len(ordered) * 99 // 100] * 1000}

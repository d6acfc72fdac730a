"""What goes the short way to the driver is stored and found as if it had gone through Core."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.story.engines import Engine, new_address
from veillee.foundation.basics import Listeners, new_id, utc_now
from veillee.foundation.storage import Database, Id, Instant, Json, Prepared, insert_many

schema = sa.MetaData()
things = sa.Table(
    "prepared_things",
    schema,
    sa.Column("id", Id, primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("said", sa.Text),
    sa.Column("more", Json),
)
SAID = Prepared(sa.select(things.c.said).where(things.c.id == sa.bindparam("wanted")))
SAY = Prepared(things.update().where(things.c.id == sa.bindparam("wanted")).values(said=sa.bindparam("words")))


@pytest.fixture(scope="module", autouse=True)
def on_each_engine(engine: Engine) -> None:
    """It must not matter which way."""


def make_thing(**members: Any) -> dict[str, Any]:
    return {"id": new_id(), "at": utc_now(), "said": "Bonsoir «'»", "more": {"b": [1], "a": None}, **members}


def run(tmp_path: Path, job: Callable[[sa.Connection], None]) -> None:
    async def whole() -> None:
        database = Database.open(new_address(), tmp_path / "things.sqlite3", Listeners())
        await database.write(lambda transaction: schema.create_all(transaction.connection))
        try:
            await database.write(lambda transaction: job(transaction.connection))
        finally:
            await database.close()

    asyncio.run(whole())


@pytest.mark.parametrize("count", [1, 30])
def test_values_of_every_kind_come_back_as_they_were(tmp_path: Path, count: int) -> None:
    def job(connection: sa.Connection) -> None:
        rows = [make_thing(said=None if n % 3 == 0 else str(n)) for n in range(count)]
        insert_many(connection, things, rows)
        found = connection.execute(sa.select(things).order_by(things.c.id)).mappings()
        assert [dict(row) for row in found] == sorted(rows, key=lambda row: row["id"])

    run(tmp_path, job)


def test_what_is_looked_for_is_found_and_changed(tmp_path: Path) -> None:
    def job(connection: sa.Connection) -> None:
        one, other = make_thing(), make_thing()
        insert_many(connection, things, [one, other])
        SAY.run(connection, [{"wanted": one["id"], "words": "Bonne nuit"}, {"wanted": new_id(), "words": "personne"}])
        assert [(SAID.first(connection, {"wanted": thing["id"]}) or ())[0] for thing in (one, other)] == [
            "Bonne nuit",
            other["said"],
        ]
        assert SAID.first(connection, {"wanted": new_id()}) is None

    run(tmp_path, job)


def test_errors_are_cores_own(tmp_path: Path) -> None:
    def job(connection: sa.Connection) -> None:
        thing = make_thing()
        insert_many(connection, things, [thing])
        with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
            insert_many(connection, things, [make_thing(), thing])
        assert connection.execute(sa.select(sa.func.count()).select_from(things)).scalar_one() == 1

    run(tmp_path, job)

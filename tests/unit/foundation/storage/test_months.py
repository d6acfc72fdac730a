"""Messages of a place that grows old, month by month on PostgreSQL: what lies where, what goes, what stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import veillee.server.wiring  # noqa: F401 - declares every table
from tests.story.engines import ENGINES, new_address, standing_on
from veillee.community.conversations import Periods, drop_month, list_past, list_wanting, make_month
from veillee.community.conversations.queries import read_page
from veillee.community.conversations.store import conversations, messages
from veillee.community.people import people
from veillee.foundation.basics import Listeners, asset_dir, new_id
from veillee.foundation.storage import Database, Transaction, insert_many, list_months
from veillee.foundation.storage.migrate import migrate

NOW = datetime(2031, 5, 20, 12, tzinfo=UTC)
YEAR = timedelta(days=365)
PERIODS = Periods(private=timedelta(days=30), room=timedelta(days=1), withheld=timedelta(days=184), connection=YEAR)
TOGETHER = 300


@pytest.fixture
def database() -> Iterator[Database]:
    """An empty one on PostgreSQL, migrated."""
    with standing_on(ENGINES["postgresql"]()):
        opened = Database.open(new_address(), Path(), Listeners())
        opened.migrate(asset_dir("migrations"))
        yield opened
        opened.engine.dispose()


def begin(transaction: Transaction) -> str:
    """A room and somebody in it; both have the same id."""
    id_ = new_id()
    person = {"id": id_, "pseudonym": id_[-12:], "name_key": None, "age": 30, "language": "fr", "sample": False}
    transaction.connection.execute(people.insert(), person | {"entered_at": NOW, "rules_version": "1"})
    transaction.connection.execute(conversations.insert(), {"id": id_, "kind": "room", "head": 0, "created_at": NOW})
    return id_


def say(transaction: Transaction, room: str, seq: int, at: datetime, count: int = 1) -> None:
    """Messages one after the other, as many as there are, a second apart."""
    rows = [
        {
            "conversation_id": room, "seq": seq + number, "id": new_id(), "author_id": room, "text": "",
            "sent_at": at + timedelta(seconds=number), "reply_to": None, "origin_address": "192.0.2.1",
            "origin_port": 1, "sealed": None,
        }
        for number in range(count)
    ]  # fmt: skip
    insert_many(transaction.connection, messages, rows)


def where(connection: sa.Connection, room: str) -> dict[int, str]:
    """In which table each message lies."""
    query = sa.select(messages.c.seq, sa.text("messages.tableoid::regclass::text AS part"))
    rows = connection.execute(query.where(messages.c.conversation_id == room))
    return {row.seq: row.part for row in rows}


def turn(database: Database, now: datetime) -> None:
    """Give the months that are near their place."""
    for month in database.read_now(list_wanting, now):
        assert database.write_now(make_month, month)


def test_the_present_month_and_the_next_ones_have_their_place(database: Database) -> None:
    turn(database, NOW)
    room = database.write_now(begin)
    last = datetime(2031, 5, 31, 23, 59, 59, 999_999, UTC)
    for seq, at in enumerate((NOW, last, datetime(2031, 6, 1, tzinfo=UTC)), 1):
        database.write_now(say, room, seq, at)
    expected = {1: "messages_2031_05", 2: "messages_2031_05", 3: "messages_2031_06"}
    assert database.read_now(where, room) == expected
    assert database.read_now(list_months, messages)[-3:] == [datetime(2031, m, 1, tzinfo=UTC) for m in (5, 6, 7)]
    assert database.read_now(list_wanting, NOW) == []


def test_what_a_clock_that_jumped_has_written_finds_its_month_later(database: Database) -> None:
    turn(database, NOW)
    room = database.write_now(begin)
    database.write_now(say, room, 1, datetime(2031, 9, 3, tzinfo=UTC))
    database.write_now(say, room, 2, datetime(1999, 1, 1, tzinfo=UTC))
    assert set(database.read_now(where, room).values()) == {"messages_rest"}
    turn(database, datetime(2031, 8, 1, tzinfo=UTC))
    assert database.read_now(where, room) == {1: "messages_2031_09", 2: "messages_rest"}


def test_a_number_is_given_once_in_a_month_also_beside_the_lock(database: Database) -> None:
    turn(database, NOW)
    room = database.write_now(begin)
    database.write_now(say, room, 1, NOW)
    with pytest.raises(sa.exc.IntegrityError):
        database.write_now(say, room, 1, NOW + timedelta(days=1))


def test_a_month_goes_when_all_of_it_has_had_its_time_but_for_what_is_kept(database: Database) -> None:
    turn(database, NOW)
    gone, whole, single = (database.write_now(begin) for _ in range(3))
    for room in (gone, whole, single):
        database.write_now(say, room, 1, NOW, 3)
    may = datetime(2031, 5, 1, tzinfo=UTC)
    assert may not in database.read_now(list_past, PERIODS, NOW + YEAR + timedelta(days=11))
    later = NOW + YEAR + timedelta(days=13)
    assert may in database.read_now(list_past, PERIODS, later)
    assert database.write_now(drop_month, may, {whole: None, single: {2}})
    assert may not in database.read_now(list_past, PERIODS, later)
    assert database.read_now(where, gone) == {}
    assert database.read_now(where, whole) == dict.fromkeys((1, 2, 3), "messages_rest")
    assert database.read_now(where, single) == {2: "messages_rest"}


def test_whoever_reads_is_not_waited_for_long_and_loses_nothing(database: Database) -> None:
    turn(database, NOW)
    may = datetime(2031, 5, 1, tzinfo=UTC)
    with database.engine.connect() as reader:
        reader.execute(sa.select(messages)).all()
        assert not database.write_now(drop_month, may, {})
    assert database.write_now(drop_month, may, {})


def test_a_page_of_history_is_read_by_its_keys_in_every_month(database: Database) -> None:
    turn(database, NOW)
    rooms = [database.write_now(begin) for _ in range(10)]
    for number in range(3):
        for room in rooms:
            database.write_now(say, room, 1 + number * TOGETHER, NOW + timedelta(days=30 * number), TOGETHER)
    plan = database.write_now(_explain, rooms[0])
    assert all(f"Index Scan using messages_2031_{month}_pkey" in plan for month in ("05", "06", "07"))
    assert plan.count("seq <= ") >= 3 and "Seq Scan on messages_2031" not in plan


def _explain(transaction: Transaction, room: str) -> str:
    """How PostgreSQL goes about reading a page, as it is asked for."""
    asked: list[tuple[str, object]] = []
    connection = transaction.connection
    connection.execute(sa.text("ANALYZE messages"))
    sa.event.listen(connection, "before_cursor_execute", lambda _c, _d, sql, values, *_: asked.append((sql, values)))
    read_page(connection, room, 2 * TOGETHER, 50)
    sql, values = asked[0]
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values))  # type: ignore[arg-type]


def test_what_was_there_before_months_were_is_in_its_month(database: Database) -> None:
    now = datetime.now(UTC)
    room = database.write_now(begin)
    scripts = Config()
    scripts.set_main_option("script_location", str(asset_dir("migrations")))
    with database.engine.begin() as connection:
        scripts.attributes["connection"] = connection
        command.downgrade(scripts, "0025")
    moments = [now - timedelta(days=2_000), now - timedelta(days=70), now, now + timedelta(days=900)]
    for seq, moment in enumerate(moments, 1):
        database.write_now(say, room, seq, moment)
    # What later versions have added was not there yet.
    names = database.read_now(
        lambda connection: {each["name"] for each in sa.inspect(connection).get_columns("messages")}
    )
    all_of_them = sa.select(*(column for column in messages.c if column.name in names))
    before = database.read_now(lambda connection: connection.execute(all_of_them).all())
    migrate(database.engine, asset_dir("migrations"))
    lying = database.read_now(where, room)
    months = {f"messages_{moment:%Y_%m}" for moment in moments[1:3]}
    assert {lying[2], lying[3]} == months and {lying[1], lying[4]} == {"messages_rest"}
    after = database.read_now(lambda connection: connection.execute(all_of_them).all())
    assert sorted(after) == sorted(before)

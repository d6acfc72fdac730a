"""Whoever touches a row, a leaf, the order or the head without the key is found, and what they touched is named."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.safety.ledger.conftest import AT, ORIGIN, SEED, append_many, put_many
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, Transaction, metadata
from veillee.safety.ledger import Sealer, make_leaf
from veillee.safety.ledger.note import LogKey
from veillee.safety.ledger.store import checkpoints, head, leaves, nodes
from veillee.safety.ledger.tree import Edge, hash_leaf
from veillee.safety.ledger.verify import Fault, Verification

SIZE = 40
TALL = 260
KEY = LogKey(SEED, ORIGIN)
INDEX = st.integers(0, SIZE - 1)
FORGED = make_leaf("report.received", {"n": -1}, b"forged", AT)
PLENTY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    yield from make_ledger(tmp_path_factory.mktemp("ledger") / "ledger.sqlite3", SIZE)


@pytest.fixture(scope="module")
def tall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """One with a full tile."""
    yield from make_ledger(tmp_path_factory.mktemp("ledger") / "tall.sqlite3", TALL)


def make_ledger(path: Path, size: int) -> Iterator[sa.Engine]:
    listeners, sealer = Listeners(), Sealer(SEED, ORIGIN)
    sealer.register(listeners)
    database = Database.on_sqlite(path, listeners)
    with database.engine.begin() as connection:
        metadata.create_all(connection)
    database.write_now(sealer.open)
    database.write_now(append_many, 0, size)
    yield database.engine
    database.engine.dispose()


def found(engine: sa.Engine, tamper: Callable[[sa.Connection], Any]) -> list[Fault]:
    """What a verification says after this, which is then undone."""
    with engine.connect() as connection, connection.begin() as transaction:
        tamper(connection)
        faults = Verification(connection, KEY.identity.public_key).run()
        transaction.rollback()
    return faults


def named(faults: list[Fault]) -> list[tuple[str, str]]:
    return [(fault.kind, fault.where) for fault in faults]


def put(table: sa.Table, key: dict[str, Any], **values: Any) -> Callable[[sa.Connection], Any]:
    where = [table.c[name] == value for name, value in key.items()]
    return lambda connection: connection.execute(sa.update(table).where(*where).values(**values))


def cut(table: sa.Table, *where: Any) -> Callable[[sa.Connection], Any]:
    return lambda connection: connection.execute(sa.delete(table).where(*where))


def test_what_nobody_touched_holds(engine: sa.Engine) -> None:
    assert found(engine, lambda _: None) == []


def test_the_size_of_a_page_makes_no_difference(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for page in (1, 7, SIZE - 1, SIZE, SIZE + 1):
        monkeypatch.setattr("veillee.safety.ledger.verify.PAGE", page)
        assert found(engine, lambda _: None) == []
        assert named(found(engine, put(leaves, {"index": 30}, leaf=FORGED))) == [("leaf", "leaf 30")]


@PLENTY
@given(INDEX, st.binary(min_size=1, max_size=80))
def test_a_changed_text_is_named(engine: sa.Engine, index: int, text: bytes) -> None:
    assert named(found(engine, put(leaves, {"index": index}, leaf=text))) == [("leaf", f"leaf {index}")]


@PLENTY
@given(INDEX, st.sampled_from(["", "no hex", "ab", "00" * 32]))
def test_a_changed_hash_is_named(engine: sa.Engine, index: int, text: str) -> None:
    assert named(found(engine, put(leaves, {"index": index}, leaf_hash=text))) == [("row", f"leaf {index}")]


@PLENTY
@given(INDEX)
def test_a_leaf_put_in_the_place_of_another_is_named(engine: sa.Engine, index: int) -> None:
    replaced = put(leaves, {"index": index}, leaf=FORGED, leaf_hash=hash_leaf(FORGED).hex())
    assert named(found(engine, replaced)) == [("leaf", f"leaf {index}")]


@PLENTY
@given(INDEX, INDEX)
def test_leaves_that_changed_places_are_named(engine: sa.Engine, one: int, other: int) -> None:
    def swap(connection: sa.Connection) -> None:
        for old, new in ((one, -1), (other, one), (-1, other)):
            put(leaves, {"index": old}, index=new)(connection)

    expected = [] if one == other else [("order", f"leaf {index}") for index in sorted((one, other))]
    assert named(found(engine, swap)) == expected


@PLENTY
@given(INDEX, st.integers(-(2**40), 2**40).filter(lambda n: not 0 <= n < SIZE))
def test_a_leaf_put_far_away_is_named(engine: sa.Engine, index: int, where: int) -> None:
    faults = found(engine, put(leaves, {"index": index}, index=where))
    assert named(faults) == [("order", f"leaf {index}"), ("order", f"leaf {where}")]
    assert faults[0].what.endswith(f"stands at {where}")


@PLENTY
@given(INDEX)
def test_a_leaf_taken_out_is_named(engine: sa.Engine, index: int) -> None:
    faults = named(found(engine, cut(leaves, leaves.c.index == index)))
    assert faults[0] == ("row", f"leaf {index}") and faults[-1] == ("head", "size")


@PLENTY
@given(INDEX)
def test_an_end_cut_off_is_named(engine: sa.Engine, index: int) -> None:
    faults = named(found(engine, cut(leaves, leaves.c.index >= index)))
    assert faults[: SIZE - index] == [("row", f"leaf {n}") for n in range(index, SIZE)]


def test_an_end_cut_off_with_its_checkpoints_shows_in_the_head(engine: sa.Engine) -> None:
    def shorten(connection: sa.Connection) -> None:
        cut(leaves, leaves.c.index >= 30)(connection)
        cut(checkpoints, checkpoints.c.size > 30)(connection)

    assert ("head", "size") in named(found(engine, shorten))


def test_a_leaf_added_behind_the_ledgers_back_is_named(engine: sa.Engine) -> None:
    row = {"index": SIZE, "category": "report.received", "leaf": FORGED, "leaf_hash": hash_leaf(FORGED).hex()}
    faults = named(found(engine, lambda connection: connection.execute(sa.insert(leaves).values(row))))
    assert faults[0] == ("row", f"checkpoint {SIZE + 1}") and ("head", "size") in faults


@PLENTY
@given(INDEX, st.sampled_from(["signature", "root"]))
def test_a_changed_checkpoint_is_named(engine: sa.Engine, size: int, column: str) -> None:
    changed = put(checkpoints, {"size": size}, **{column: bytes(64 if column == "signature" else 32)})
    assert named(found(engine, changed)) == [("row", f"checkpoint {size}")]


@PLENTY
@given(st.integers(0, SIZE))
def test_a_checkpoint_taken_out_is_named(engine: sa.Engine, size: int) -> None:
    assert ("row", f"checkpoint {size}") in named(found(engine, cut(checkpoints, checkpoints.c.size == size)))


@PLENTY
@given(st.integers(0, SIZE), st.integers(-(2**40), 2**40).filter(lambda n: not 0 <= n <= SIZE))
def test_a_checkpoint_of_another_size_is_named(engine: sa.Engine, size: int, other: int) -> None:
    faults = named(found(engine, put(checkpoints, {"size": size}, size=other)))
    assert ("row", f"checkpoint {size}") in faults and ("row", f"checkpoint {other}") in faults


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (put(leaves, {"index": 9}, category="decision.ban"), ("row", "leaf 9")),
        (put(head, {"id": 0}, size=7), ("head", "size")),
        (put(head, {"id": 0}, published_size=SIZE + 1), ("head", "published size")),
        (put(head, {"id": 0}, edge=bytes(64)), ("head", "edge")),
        (put(head, {"id": 0}, edge=b""), ("head", "edge")),
        (put(head, {"id": 0}, origin="elsewhere.example.org"), ("head", "name")),
        (put(head, {"id": 0}, origin=None), ("head", "ledger")),
        (put(head, {"id": 0}, public_key=bytes(32)), ("head", "public key")),
        (put(head, {"id": 0}, sealed_from=3), ("head", "sealed_from")),
        (put(head, {"id": 0}, sealed_from=2**62), ("head", "sealed_from")),
        (cut(head), ("head", "ledger")),
    ],
)
def test_what_else_was_touched_is_named(
    engine: sa.Engine, tamper: Callable[[sa.Connection], Any], expected: tuple[str, str]
) -> None:
    assert expected in named(found(engine, tamper))


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (lambda _: None, []),
        (put(nodes, {"level": 1, "index": 0}, hash=bytes(32)), [("row", "node 1/0")]),
        (put(nodes, {"level": 1, "index": 0}, index=4), [("row", "node 1/0"), ("row", "node 1/4")]),
        (cut(nodes, nodes.c.level == 1), [("row", "node 1/0")]),
    ],
)
def test_a_touched_node_is_named(
    tall: sa.Engine, tamper: Callable[[sa.Connection], Any], expected: list[tuple[str, str]]
) -> None:
    assert named(found(tall, tamper)) == expected


def rewrite(key: LogKey, start: int) -> Callable[[sa.Connection], Any]:
    """Another past from a leaf on, with everything that can be computed computed anew, signed with this key."""

    def tamper(connection: sa.Connection) -> None:
        put(leaves, {"index": start}, leaf=FORGED, leaf_hash=hash_leaf(FORGED).hex())(connection)
        put(head, {"id": 0}, public_key=key.identity.public_key)(connection)
        edge = Edge()
        for row in connection.execute(sa.select(leaves.c.leaf).order_by(leaves.c.index)).all():
            for height, index, subtree in edge.append(hash_leaf(row.leaf)):
                put(nodes, {"level": height // 8, "index": index}, hash=subtree)(
                    connection
                ) if height % 8 == 0 else None
            values = {"root": edge.root(), "signature": key.sign(edge.size, edge.root())}
            put(checkpoints, {"size": edge.size}, **values)(connection) if edge.size > start else None
        put(head, {"id": 0}, edge=edge.encode())(connection)

    return tamper


def test_a_past_rewritten_with_another_key_is_named(tall: sa.Engine) -> None:
    faults = named(found(tall, rewrite(LogKey(bytes(32), ORIGIN), 200)))
    assert faults[0] == ("head", "public key")
    assert [where for kind, where in faults if kind == "row"] == [f"checkpoint {n}" for n in range(201, TALL + 1)]


def test_only_the_key_can_rewrite_the_past(tall: sa.Engine) -> None:
    """So keep checkpoints: this is what they are for."""
    assert found(tall, rewrite(KEY, 200)) == []


def test_a_forged_leaf_whose_checkpoint_was_destroyed_is_found_by_the_next(engine: sa.Engine) -> None:
    def tamper(connection: sa.Connection) -> None:
        put(leaves, {"index": 9}, leaf=FORGED, leaf_hash=hash_leaf(FORGED).hex())(connection)
        put(checkpoints, {"size": 10}, signature=bytes(64))(connection)

    assert named(found(engine, tamper)) == [("row", "checkpoint 10"), ("leaf", "leaves 9 to 10")]


def test_leaves_older_than_signing_are_held_by_the_first_checkpoint(tmp_path: Path) -> None:
    database = Database.on_sqlite(tmp_path / "older.sqlite3", Listeners())
    with database.engine.begin() as connection:
        metadata.create_all(connection)

    def begin(transaction: Transaction) -> None:
        transaction.connection.execute(sa.insert(head).values(id=0, size=0, edge=b"", sealed_from=300))
        put_many(transaction, 300)
        Sealer(SEED, ORIGIN).open(transaction)

    database.write_now(begin)
    assert found(database.engine, lambda _: None) == []
    replaced = put(leaves, {"index": 40}, leaf=FORGED, leaf_hash=hash_leaf(FORGED).hex())
    assert named(found(database.engine, replaced))[-1] == ("leaf", "leaves 0 to 299")
    database.engine.dispose()

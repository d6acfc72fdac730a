"""The vault: what is sealed opens with the place's key only, every touch is on record, and destroying ends it."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.story.engines import open_database
from veillee.foundation.basics import Listeners, NotFound, Problem, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.safety import evidence, ledger
from veillee.safety.evidence import Touch, Vault
from veillee.safety.evidence.store import cases, custody, items
from veillee.safety.sealing import Damaged, DataKey, PlaceKeys, Wrapping, begin_generation, end_generations

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
KEEP = timedelta(days=365)
PLACE_KEYS = PlaceKeys.of(bytes(32))
CASE, STAFF = new_id(), new_id()
WORDS = {"lines": [{"text": "Anna, où es-tu ?"}]}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    listeners, sealer = Listeners(), ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(listeners)
    database = open_database(tmp_path / "vault.sqlite3", listeners)
    await database.write(sealer.open)
    await database.write(PLACE_KEYS.register, AT)
    yield database
    await database.close()


def bytes_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def touch(case: str = CASE, reason: str = "report", days: int = 0, staff: str | None = None) -> Touch:
    return Touch(case=case, staff=staff, reason=reason, at=AT + timedelta(days=days))


def vault(*keys: bytes) -> Vault:
    return Vault(PlaceKeys.of(*keys) if keys else PLACE_KEYS, KEEP)


async def faults(database: Database) -> list[str]:
    def check(connection: sa.Connection) -> list[str]:
        found = [*ledger.check_records(connection, evidence.read_records(connection))]
        return [str(fault) for fault in [*found, *evidence.check_custody(connection)]]

    return await database.read(check)


async def acts(database: Database, case: str = CASE) -> list[str]:
    return [entry.act for entry in await database.read(evidence.list_custody, case)]


async def test_what_is_sealed_opens_and_both_are_on_record(database: Database) -> None:
    first = await database.write(vault().seal, touch(), WORDS)
    await database.write(vault().seal, touch(days=1), {"again": True})
    opened = await database.write(vault().read, touch(reason="plainte", days=2, staff=STAFF))
    assert [item.content for item in opened] == [WORDS, {"again": True}] and opened[0].id == first
    chain = await database.read(evidence.list_custody, CASE)
    assert [(entry.number, entry.act, entry.staff) for entry in chain] == [
        (1, "sealed", None), (2, "sealed", None), (3, "read", STAFF),
    ]  # fmt: skip
    assert chain[1].previous == chain[0].hash and chain[2].previous == chain[1].hash
    assert await faults(database) == []
    assert await database.read(lambda connection: ledger.Verification(connection, None).run()) == []


async def test_nothing_of_it_lies_in_the_database_as_text(database: Database, tmp_path: Path) -> None:
    await database.write(vault().seal, touch(), WORDS)
    stored = bytes_in(tmp_path)
    assert CASE.replace("-", "").encode() in stored.lower()
    assert b"Anna" not in stored


async def test_cases_have_keys_of_their_own(database: Database) -> None:
    other = new_id()
    await database.write(vault().seal, touch(), WORDS)
    await database.write(vault().seal, touch(other), WORDS)

    def swap(transaction: Transaction) -> None:
        (moved,) = transaction.connection.execute(sa.select(items.c.sealed).where(items.c.case_id == other)).one()
        transaction.connection.execute(sa.update(items).where(items.c.case_id == CASE).values(sealed=moved))

    await database.write(swap)
    with pytest.raises(Problem, match="damaged"):
        await database.write(vault().read, touch())
    assert len(await database.write(vault().read, touch(other))) == 1


async def test_another_places_key_opens_nothing(database: Database) -> None:
    await database.write(vault().seal, touch(), WORDS)
    with pytest.raises(Problem, match="damaged"):
        await database.write(vault(b"k" * 32).read, touch())
    assert await acts(database) == ["sealed"]


async def test_what_has_had_its_time_is_destroyed_and_cannot_come_back(database: Database) -> None:
    await database.write(vault().seal, touch(), WORDS)
    assert await database.write(vault().destroy_due, AT + KEEP - timedelta(seconds=1)) == 0
    assert await database.write(vault().destroy_due, AT + KEEP) == 1
    assert await database.write(vault().destroy_due, AT + KEEP) == 0
    for verb in (lambda: vault().read, lambda: lambda t, w: vault().seal(t, w, WORDS)):
        with pytest.raises(Problem, match="destroyed"):
            await database.write(verb(), touch(days=400))
    assert await database.read(lambda connection: connection.execute(sa.select(items)).all()) == []
    vaulted = await database.read(evidence.find_vaulted, CASE)
    assert vaulted is not None and (vaulted.items, vaulted.destroyed_at) == (0, AT + KEEP)
    assert await acts(database) == ["sealed", "destroyed"] and await faults(database) == []


async def test_what_is_held_is_kept_and_what_is_released_goes(database: Database) -> None:
    await database.write(vault().seal, touch(), WORDS)
    for on in (True, True, False, False, True):
        await database.write(vault().hold, touch(reason="plainte", staff=STAFF), on)
    assert await database.write(vault().destroy_due, AT + KEEP) == 0
    await database.write(vault().hold, touch(reason="classée", staff=STAFF), False)
    assert await database.write(vault().destroy_due, AT + KEEP) == 1
    assert await acts(database) == ["sealed", "held", "released", "held", "released", "destroyed"]


async def test_time_is_only_ever_added(database: Database) -> None:
    await database.write(vault().seal, touch(), WORDS)
    await database.write(vault().extend, touch(days=1), timedelta(days=184))
    assert await acts(database) == ["sealed"]
    await database.write(vault().extend, touch(days=300), timedelta(days=184))
    vaulted = await database.read(evidence.find_vaulted, CASE)
    assert vaulted is not None and vaulted.until == AT + timedelta(days=484)
    assert await acts(database) == ["sealed", "extended"]
    await database.write(vault().extend, touch(new_id()), timedelta(days=184))


async def test_what_was_never_sealed_is_not_found(database: Database) -> None:
    for verb in (lambda: vault().read, lambda: lambda t, w: vault().hold(t, w, True)):
        with pytest.raises(NotFound):
            await database.write(verb(), touch())
    assert await database.read(evidence.find_vaulted, CASE) is None


def cut(table: sa.Table, *where: Any) -> Callable[[Transaction], Any]:
    return lambda transaction: transaction.connection.execute(sa.delete(table).where(*where))


def put(table: sa.Table, *where: Any, **values: Any) -> Callable[[Transaction], Any]:
    return lambda transaction: transaction.connection.execute(sa.update(table).where(*where).values(**values))


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (put(items, sealed=b"other"), "row: evidence"),
        (cut(items), "row: evidence"),
        (put(custody, custody.c.number == 2, reason="rien"), "row: custody entry 2"),
        (put(custody, custody.c.number == 2, staff_id=None), "row: custody entry 2"),
        (cut(custody, custody.c.number == 2), "order: custody entry 3"),
        (cut(custody, custody.c.number == 3), "row: custody of case"),
        (put(cases, custody_number=2), "row: custody of case"),
    ],
)
async def test_whoever_touches_the_record_is_found(
    database: Database, tamper: Callable[[Transaction], Any], said: str
) -> None:
    await database.write(vault().seal, touch(), WORDS)
    await database.write(vault().read, touch(reason="plainte", staff=STAFF))
    await database.write(vault().read, touch(reason="encore", staff=STAFF))
    await database.write(tamper)
    assert any(line.startswith(said) for line in await faults(database))


async def test_keys_that_do_not_fit_are_named(database: Database) -> None:
    await database.write(vault().seal, touch(), WORDS)
    assert await database.read(lambda connection: list(evidence.check_keys(connection, PLACE_KEYS))) == []
    (fault,) = await database.read(lambda connection: list(evidence.check_keys(connection, PlaceKeys.of(b"k" * 32))))
    assert fault.where == f"evidence of case {CASE}"
    await database.write(put(items, sealed=b"other"))
    assert len(await database.read(lambda connection: list(evidence.check_keys(connection, PLACE_KEYS)))) == 1


async def test_a_new_key_of_the_place_opens_what_the_old_one_sealed(database: Database) -> None:
    new, other, destroyed = b"n" * 32, new_id(), new_id()
    for case in (CASE, other, destroyed):
        await database.write(vault().seal, touch(case, days=-400 if case == destroyed else 0), WORDS)
    await database.write(vault().destroy_due, AT)
    # As a case from before generations were recorded.
    await database.write(put(cases, cases.c.case_id == other, generation=None))
    await database.write(begin_generation, new, AT)
    both = PlaceKeys.of(bytes(32), new)
    assert [await database.write(evidence.rewrap_batch, both) for _ in range(2)] == [2, 0]
    assert await database.write(end_generations) == 2
    for case in (CASE, other):
        (item,) = await database.write(vault(new).read, touch(case))
        assert item.content == WORDS
    with pytest.raises(Problem, match="damaged"):
        await database.write(vault(bytes(32)).read, touch())


def test_sealed_bytes_open_as_they_were_and_under_their_label_only() -> None:
    key, wrapped = Wrapping(bytes(32), "cases").make("a")
    sealed = key.seal(b"words", "a/1")
    assert Wrapping(bytes(32), "cases").unwrap(wrapped, "a").open(sealed, "a/1") == b"words"
    assert key.seal(b"words", "a/1") != sealed
    for broken in (sealed[:-1], sealed[:5], b"", bytes([sealed[0] ^ 1]) + sealed[1:], sealed[:-1] + b"\0"):
        with pytest.raises(Damaged):
            key.open(broken, "a/1")
    with pytest.raises(Damaged):
        key.open(sealed, "a/2")
    with pytest.raises(Damaged):
        Wrapping(bytes(32), "cases").unwrap(wrapped, "b")
    with pytest.raises(Damaged):
        Wrapping(bytes(32), "conversations").unwrap(wrapped, "a")
    with pytest.raises(Damaged):
        DataKey(bytes(32)).open(sealed, "a/1")


async def test_a_file_is_kept_as_it_is_once_and_opened_alone(database: Database) -> None:
    await database.write(vault().seal, touch(), WORDS)
    for _ in range(2):
        await database.write(vault().seal_file, touch(), "one.webp", b"\x00picture\xff")
    assert await database.read(lambda connection: len(connection.execute(sa.select(items)).all())) == 2
    found = await database.read(evidence.find_vaulted, CASE)
    assert found is not None and found.items == 1
    assert await database.read(evidence.has_file, CASE, "one.webp")
    (record,) = await database.write(vault().read, touch(staff=STAFF))
    assert record.content == WORDS and record.name is None
    assert await database.write(vault().open_file, touch(staff=STAFF), "one.webp") == b"\x00picture\xff"
    with pytest.raises(NotFound):
        await database.write(vault().open_file, touch(staff=STAFF), "other.webp")
    packed = await database.write(vault().pack, touch(staff=STAFF))
    assert {item.name: item.content for item in packed} == {None: WORDS, "one.webp": b"\x00picture\xff"}
    assert [entry.act for entry in await database.read(evidence.list_custody, CASE)] == [
        "sealed", "sealed", "read", "read", "packed",
    ]  # fmt: skip
    assert await faults(database) == []
    await database.write(vault().destroy_due, AT + KEEP)
    assert not await database.read(evidence.has_file, CASE, "one.webp")

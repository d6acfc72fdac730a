"""The keyring: words open for whom they were sealed only, keys are wrapped anew and destroyed, and few are in hand."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.story.engines import Engine, open_database
from veillee.foundation.basics import Listeners, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.safety import sealing
from veillee.safety.sealing import Damaged, Gone, KeyMissing, Keyring, PlaceKeys
from veillee.safety.sealing.store import conversation_keys

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("engine")]
AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
OLD, NEW = bytes(32), b"n" * 32
PLACE_KEYS = PlaceKeys.of(OLD)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def database(tmp_path: Path, engine: Engine) -> AsyncIterator[Database]:
    database = open_database(tmp_path / "keys.sqlite3", Listeners())
    await database.write(PLACE_KEYS.register, AT)
    yield database
    await database.close()
    engine.forget(tmp_path / "keys.sqlite3")


async def sealed_word(database: Database, keyring: Keyring, owner: str, word: str = "mésange") -> bytes:
    def seal(transaction: Transaction) -> bytes:
        keyring.make(transaction, owner, AT)
        return keyring.seal(transaction.connection, [(owner, "1", word)])[0]

    return await database.write(seal)


async def test_words_open_for_their_owner_and_their_own_id_only(database: Database) -> None:
    keyring, one, other = Keyring(PLACE_KEYS), new_id(), new_id()
    word, words = await sealed_word(database, keyring, one), await sealed_word(database, keyring, other)
    assert "mésange".encode() not in word
    for fresh in (keyring, Keyring(PLACE_KEYS)):
        assert await database.read(fresh.open, one, "1", word) == "mésange"
        for owner, id_, sealed in ((one, "2", word), (one, "1", words), (one, "1", word[:-1]), (one, "1", b"")):
            with pytest.raises(Damaged):
                await database.read(fresh.open, owner, id_, sealed)


async def test_a_wrapped_key_that_was_moved_opens_nothing(database: Database) -> None:
    one, other = new_id(), new_id()
    word = await sealed_word(database, Keyring(PLACE_KEYS), one)
    await sealed_word(database, Keyring(PLACE_KEYS), other)

    def swap(transaction: Transaction) -> None:
        table = conversation_keys.c
        moved = sa.select(table.wrapped).where(table.conversation_id == other)
        wrapped = transaction.connection.execute(moved).scalar_one()
        mine = conversation_keys.update().where(table.conversation_id == one)
        transaction.connection.execute(mine.values(wrapped=wrapped))

    await database.write(swap)
    with pytest.raises(Damaged):
        await database.read(Keyring(PLACE_KEYS).open, one, "1", word)


async def test_what_was_destroyed_is_gone_and_stays_gone(database: Database) -> None:
    keyring, owner = Keyring(PLACE_KEYS), new_id()
    word = await sealed_word(database, keyring, owner)
    assert await database.write(keyring.destroy, owner, AT)
    assert not await database.write(keyring.destroy, owner, AT)
    keyring.forget(owner)
    for one in (keyring, Keyring(PLACE_KEYS)):
        with pytest.raises(Gone):
            await database.read(one.open, owner, "1", word)
        with pytest.raises(Gone):
            await database.read(one.seal, [(owner, "2", "encore")])


async def test_a_key_that_came_to_nothing_seals_nothing(database: Database) -> None:
    """A job that fails and is done again makes another key; the first must not stay in hand."""
    keyring, owner = Keyring(PLACE_KEYS), new_id()

    def fail(transaction: Transaction) -> None:
        keyring.make(transaction, owner, AT)
        keyring.seal(transaction.connection, [(owner, "1", "perdu")])
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        await database.write(fail)
    word = await sealed_word(database, keyring, owner)
    assert await database.read(Keyring(PLACE_KEYS).open, owner, "1", word) == "mésange"


async def test_few_keys_are_in_hand_and_all_open(database: Database) -> None:
    keyring, owners = Keyring(PLACE_KEYS, keys_max=3), [new_id() for _ in range(10)]
    words = [await sealed_word(database, keyring, owner, f"mot {n}") for n, owner in enumerate(owners)]
    for _ in range(2):
        for n, owner in enumerate(owners):
            assert await database.read(keyring.open, owner, "1", words[n]) == f"mot {n}"
    assert len(keyring._keys) == 3
    assert set(await database.read(keyring.load, owners)) == set(owners)


async def test_keys_are_wrapped_anew_batch_by_batch_and_nothing_is_lost(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veillee.safety.sealing.rotation.KEYS_PER_BATCH", 2)
    hand = [OLD]
    keys = PlaceKeys(lambda: hand)
    running, owners = Keyring(keys), [new_id() for _ in range(5)]
    words = [await sealed_word(database, running, owner) for owner in owners]
    await database.write(running.destroy, owners[4], AT)
    hand.append(NEW)
    for _ in range(2):
        assert await database.write(sealing.begin_generation, NEW, AT) == 2
    # A conversation that begins meanwhile has its key wrapped by the new one already.
    owners.append(new_id())
    words.append(await sealed_word(database, running, owners[-1]))
    assert [await database.write(sealing.rewrap_batch, keys) for _ in range(3)] == [2, 2, 0]
    assert await database.write(sealing.end_generations) == 2
    for keyring in (running, Keyring(PlaceKeys.of(NEW))):
        for n in (0, 1, 2, 3, 5):
            assert await database.read(keyring.open, owners[n], "1", words[n]) == "mésange"
    with pytest.raises(KeyMissing):
        await database.read(Keyring(PLACE_KEYS).open, owners[0], "1", words[0])


async def test_a_generation_that_still_wraps_something_cannot_be_forgotten(database: Database) -> None:
    await sealed_word(database, Keyring(PLACE_KEYS), new_id())
    await database.write(sealing.begin_generation, NEW, AT)
    with pytest.raises(sa.exc.IntegrityError):
        await database.write(sealing.end_generations)

"""What staff and complainants write lies nowhere as text, reads as before, and outlives the key that it began under."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import PLACE_KEYS, Place
from tests.unit.oversight.test_leaves import faults
from tests.unit.oversight.test_raids import FLOOD, clean, flood, span
from veillee.foundation.basics import Listeners
from veillee.foundation.storage import Database, Transaction, metadata
from veillee.oversight.moderation.cases.store import case_events
from veillee.oversight.moderation.duty.store import handover_notes
from veillee.oversight.moderation.raids.store import raids
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety import sealing
from veillee.safety.evidence import check_keys, rewrap_batch
from veillee.safety.sealing import LOST, UNREAD, KeyMissing, Keyring, PlaceKeys, cell_backlog, ready
from veillee.safety.sealing.cells import encode
from veillee.server.keys import seal_backlog
from veillee.server.ledger import check_rows

pytestmark = pytest.mark.anyio
NEW_KEY = b"n" * 32
WRITTEN = ("Relu.", "Rien de neuf.", "Trois fois rien.", "Déjà vu hier.", "Voici pourquoi.")
"""What is written during the night, and in what is written here."""


def raw_rows(connection: sa.Connection) -> Iterator[str]:
    """Everything that the database knows, as it lies there."""
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.text(f'SELECT * FROM "{table.name}"')):
            yield f"{table.name}: {tuple(row)}"


async def lying_as_text(place: Place) -> list[str]:
    rows = await place.database.read(lambda connection: list(raw_rows(connection)))
    return [row[:200] for row in rows for word in WRITTEN if word in row or ascii(word)[1:-1] in row]


def unseal(transaction: Transaction) -> int:
    """As if it had been written before anything was sealed; how many cells."""
    count = 0
    for column in sealing.sealed_columns():
        key = list(column.table.primary_key)
        for row in transaction.connection.execute(sa.select(*key, column.label("said"))).all():
            if row.said is None:
                continue
            text = row.said if isinstance(column.type, sealing.Sealed) else encode(row.said)
            mine = [one == value for one, value in zip(key, row, strict=False)]
            plain = {column.name: sa.literal(text, sa.Text)}
            transaction.connection.execute(sa.update(column.table).where(*mine).values(plain))
            count += 1
    return count


async def test_what_staff_write_lies_nowhere_as_text(night: Place) -> None:
    assert await lying_as_text(night) == []
    said = [row.fact.get("text") for row in await night.rows(case_events) if row.fact["kind"] == "noted"]
    assert said == ["Déjà vu hier."] and [row.text for row in await night.rows(handover_notes)] == ["Rien de neuf."]
    assert await faults(night) == []


async def test_a_raid_and_the_text_that_was_searched_for_are_sealed(place: Place) -> None:
    senior = await place.signed_in("Nour", "senior")
    await flood(place)
    await clean(senior, span=span(place, like=FLOOD))
    rows = await place.database.read(lambda connection: list(raw_rows(connection)))
    assert [row for row in rows for word in (FLOOD, "Vous avez inond") if word in row] == []
    (raid,) = await place.rows(raids)
    assert FLOOD in str(raid.request) and raid.request["facts"] == "Vous avez inondé le salon."


async def test_what_lay_there_as_text_is_sealed_and_the_ledger_holds(
    night: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await night.database.write(unseal) > 30
    assert await lying_as_text(night) != [] and await faults(night) == []
    monkeypatch.setattr(cell_backlog, "CELLS_PER_BATCH", 3)
    await seal_backlog(night.database)
    assert await lying_as_text(night) == [] and await faults(night) == []
    left = [await night.database.read(sealing.has_plain, column) for column in sealing.sealed_columns()]
    assert not any(left)


async def test_sealing_is_gone_on_with_after_a_crash(night: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    await night.database.write(unseal)
    monkeypatch.setattr(cell_backlog, "CELLS_PER_BATCH", 2)
    column = statements.c.facts
    assert await night.database.write(sealing.seal_plain, column, None) is not None
    assert await night.database.read(sealing.has_plain, column)
    await seal_backlog(night.database)
    assert not await night.database.read(sealing.has_plain, column)
    assert await faults(night) == []


async def test_a_new_key_of_the_place_opens_it_all(night: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    both = PlaceKeys.of(bytes(32), NEW_KEY)
    await night.database.write(sealing.begin_generation, NEW_KEY, night.now)
    monkeypatch.setattr(cell_backlog, "CELLS_PER_BATCH", 3)
    for rewrap in (sealing.rewrap_cells, sealing.rewrap_batch, rewrap_batch):
        while await night.database.write(rewrap, both):
            pass
    await night.database.write(sealing.end_generations)
    only = PlaceKeys.of(NEW_KEY)
    night.database.lend(only)
    night.database.lend(Keyring(only))
    assert await faults(night) == []
    assert await night.database.read(lambda connection: list(check_keys(connection, only))) == []
    night.database.lend(PLACE_KEYS)
    with pytest.raises(KeyMissing):
        await night.rows(handover_notes)


async def test_without_the_key_nothing_is_read_and_all_else_is_verified(night: Place) -> None:
    url = night.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    file = Path(night.database.engine.url.database or "")
    embedded = night.database.engine.dialect.name == "sqlite"
    other = Database.open("sqlite" if embedded else url, file, Listeners())
    try:
        assert {row.text for row in await other.read(lambda c: list(c.execute(sa.select(handover_notes))))} == {UNREAD}
        assert [str(fault) for fault in await other.read(lambda c: list(check_rows(c)))] == []
    finally:
        await other.close()


@pytest.mark.parametrize("how", ["changed", "moved"])
async def test_a_cell_that_was_changed_or_moved_is_lost_and_named(night: Place, how: str) -> None:
    raw = sa.type_coerce(complaints.c.text, sa.Text)

    def tamper(transaction: Transaction) -> None:
        there = transaction.connection.execute(sa.select(raw)).scalar_one()
        other = transaction.connection.execute(sa.select(sa.type_coerce(statements.c.facts, sa.Text)).limit(1))
        cell = there[:-8] + ("AAAA" if there[-8:-4] != "AAAA" else "BBBB") + there[-4:]
        put = cell if how == "changed" else other.scalar_one()
        transaction.connection.execute(sa.update(complaints).values(text=sa.literal(put, sa.Text)))

    await night.database.write(tamper)
    assert [row.text for row in await night.rows(complaints)] == [LOST]
    assert any(fault.startswith("row: complaint about") for fault in await faults(night))


async def test_what_was_not_made_ready_is_not_stored(place: Place) -> None:
    def store(transaction: Transaction) -> None:
        transaction.connection.execute(sa.update(handover_notes).values(text="Rien de neuf."))

    with pytest.raises(sa.exc.StatementError, match="goes through sealing"):
        await place.database.write(store)
    await place.database.read(ready, handover_notes, {"text": None, "taken_by": None})

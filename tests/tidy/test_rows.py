"""Of every column it is said whether the ledger holds it."""

import veillee.server.wiring  # noqa: F401 - declares every table
from tests.held import ROWS, read_page
from veillee.foundation.storage import metadata


def test_every_column_is_held_or_says_why_not() -> None:
    """Say in docs/rows.md of a new column that verify holds it, and see to it that it does; or say why it need not."""
    page = read_page()
    said = {name: sorted((*table.held, *(set(table.excused) - set(ROWS)))) for name, table in page.items()}
    there = {name: sorted(column.name for column in table.columns) for name, table in metadata.tables.items()}
    wrong = {name: (said.get(name), there.get(name)) for name in {*said, *there} if said.get(name) != there.get(name)}
    assert not wrong, wrong


def test_every_excuse_has_its_reason_and_every_held_table_its_name() -> None:
    """Write the reason in plain words, and by what verify calls the rows."""
    page = read_page()
    assert [name for name, table in page.items() if not all(len(why) > 10 for why in table.excused.values())] == []
    assert [name for name, table in page.items() if bool(table.held) != bool(table.named)] == []

"""What is kept, and for how long, is said of every table."""

import re

import veillee.server.wiring  # noqa: F401 - declares every table
from tests.tidy.tree import ROOT
from veillee.foundation.storage import metadata
from veillee.server.settings import Settings, describe_settings

PAGE = ROOT / "docs" / "run" / "retention.md"


def test_every_table_has_its_time() -> None:
    """Say in docs/run/retention.md what lies in the table and how long, once; take out tables that are no more."""
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert sorted(name for row in rows for name in re.findall(r"`([a-z_]+)`", row)) == sorted(metadata.tables)


def test_columns_of_connection_data_are_purged() -> None:
    """Whoever adds an address has it purged: see veillee/server/retention.py."""
    holding = {name for name, table in metadata.tables.items() if "origin_address" in table.c}
    assert holding == {"messages", "withheld", "private_requests", "people", "stopped_words"}


def test_the_page_names_the_settings_as_they_are() -> None:
    """Each setting of retention with its default in brackets beside it."""
    page = PAGE.read_text(encoding="utf-8")
    ours = [setting for setting in describe_settings() if setting.path.startswith("retention.")]
    assert ours and Settings().retention
    missing = [one.path for one in ours if not re.search(rf"`{one.path}`\W+{one.default}\b", page)]
    assert not missing, missing

"""The database: tables declared where they belong, reads in threads, every write through one group commit.

Owns the tables `journal` and `leases`.
"""

from veillee.foundation.storage.columns import ByBytes, Id, Instant, Json, metadata
from veillee.foundation.storage.database import Database
from veillee.foundation.storage.engine import (
    DatabaseProblem,
    insert_many,
    is_embedded,
    is_one_of,
)
from veillee.foundation.storage.folder import DataFolder, DataFolderProblem
from veillee.foundation.storage.journal import Entry, read_entries, read_last, trim_journal, write_entry
from veillee.foundation.storage.leases import give_back, read_clock, take_lease
from veillee.foundation.storage.migrate import SchemaNewer
from veillee.foundation.storage.months import (
    drop_month,
    lies_by_month,
    list_missing_months,
    list_months,
    make_month,
    month_after,
    month_of,
)
from veillee.foundation.storage.order import take_in_order
from veillee.foundation.storage.pages import Asked, Page, ask, read_page
from veillee.foundation.storage.prepared import Prepared
from veillee.foundation.storage.tools import find_tool, find_tool_of, get_tool
from veillee.foundation.storage.transaction import Transaction
from veillee.foundation.storage.upserts import add_up_many, upsert_many

__all__ = [
    "Asked",
    "ByBytes",
    "DataFolder",
    "DataFolderProblem",
    "Database",
    "DatabaseProblem",
    "Entry",
    "Id",
    "Instant",
    "Json",
    "Page",
    "Prepared",
    "SchemaNewer",
    "Transaction",
    "add_up_many",
    "ask",
    "drop_month",
    "find_tool",
    "find_tool_of",
    "get_tool",
    "give_back",
    "insert_many",
    "is_embedded",
    "is_one_of",
    "lies_by_month",
    "list_missing_months",
    "list_months",
    "make_month",
    "metadata",
    "month_after",
    "month_of",
    "read_clock",
    "read_entries",
    "read_last",
    "read_page",
    "take_in_order",
    "take_lease",
    "trim_journal",
    "upsert_many",
    "write_entry",
]

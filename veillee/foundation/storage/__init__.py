"""The database: tables declared where they belong, reads in threads, every write through one group commit."""

from veillee.foundation.storage.columns import Id, Instant, Json, metadata
from veillee.foundation.storage.database import Database
from veillee.foundation.storage.folder import DataFolder, DataFolderProblem
from veillee.foundation.storage.migrate import SchemaNewer
from veillee.foundation.storage.transaction import Transaction

__all__ = [
    "DataFolder",
    "DataFolderProblem",
    "Database",
    "Id",
    "Instant",
    "Json",
    "SchemaNewer",
    "Transaction",
    "metadata",
]

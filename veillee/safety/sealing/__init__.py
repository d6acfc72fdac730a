"""Encryption at rest: a data key for each conversation, wrapped with the place's: without it no words.

Sealed bytes open only for the owner and the id they were sealed for, so that rows cannot be swapped. The place's key
has generations; keys are wrapped anew when a new one comes. Knows nothing of what it seals.

What is sealed in a row of its own, or in a column, has its key beside it.

Owns the tables `place_keys` and `conversation_keys`. Announces nothing.
"""

from veillee.safety.sealing.boxes import EMPTY, Boxes, columns
from veillee.safety.sealing.cell_backlog import has_plain, rewrap_cells, seal_plain, sealed_columns
from veillee.safety.sealing.cells import LOST, UNREAD, Sealed, SealedJson, is_unread, ready
from veillee.safety.sealing.cipher import Damaged, DataKey, Wrapping, fingerprint_of
from veillee.safety.sealing.keyring import Gone, Keyring
from veillee.safety.sealing.place_keys import KeyMissing, PlaceKeys
from veillee.safety.sealing.rotation import (
    begin_generation,
    end_generations,
    has_generations,
    is_only_generation,
    list_generations,
    rewrap_batch,
)
from veillee.safety.sealing.store import list_destroyed
from veillee.safety.sealing.texts import find_gone, find_text, load_keys, seal_text, seal_texts

__all__ = [
    "EMPTY",
    "LOST",
    "UNREAD",
    "Boxes",
    "Damaged",
    "DataKey",
    "Gone",
    "KeyMissing",
    "Keyring",
    "PlaceKeys",
    "Sealed",
    "SealedJson",
    "Wrapping",
    "begin_generation",
    "columns",
    "end_generations",
    "find_gone",
    "find_text",
    "fingerprint_of",
    "has_generations",
    "has_plain",
    "is_only_generation",
    "is_unread",
    "list_destroyed",
    "list_generations",
    "load_keys",
    "ready",
    "rewrap_batch",
    "rewrap_cells",
    "seal_plain",
    "seal_text",
    "seal_texts",
    "sealed_columns",
]

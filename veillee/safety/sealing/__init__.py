"""Encryption at rest: a data key for each conversation, wrapped with the place's: without it no words.

Sealed bytes open only for the owner and the id they were sealed for, so that rows cannot be swapped. The place's key
has generations; keys are wrapped anew when a new one comes. Knows nothing of what it seals.

Owns the tables `place_keys` and `conversation_keys`. Announces nothing.
"""

from veillee.safety.sealing.boxes import EMPTY, Boxes, columns
from veillee.safety.sealing.cipher import Damaged, DataKey, Wrapping, fingerprint_of
from veillee.safety.sealing.keyring import Gone, Keyring
from veillee.safety.sealing.place_keys import KeyMissing, PlaceKeys
from veillee.safety.sealing.rotation import (
    begin_generation,
    end_generations,
    has_generations,
    is_only_generation,
    rewrap_batch,
)
from veillee.safety.sealing.texts import find_gone, find_text, load_keys, seal_text, seal_texts

__all__ = [
    "EMPTY",
    "Boxes",
    "Damaged",
    "DataKey",
    "Gone",
    "KeyMissing",
    "Keyring",
    "PlaceKeys",
    "Wrapping",
    "begin_generation",
    "columns",
    "end_generations",
    "find_gone",
    "find_text",
    "fingerprint_of",
    "has_generations",
    "is_only_generation",
    "load_keys",
    "rewrap_batch",
    "seal_text",
    "seal_texts",
]

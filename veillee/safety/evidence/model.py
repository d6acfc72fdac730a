"""What the vault says of what it keeps."""

import hashlib
from datetime import datetime
from typing import Any, Literal, get_args

import msgspec

Act = Literal["sealed", "read", "packed", "held", "released", "extended", "destroyed"]
ACTS: tuple[Act, ...] = get_args(Act)
PURPOSE = "veillee evidence"
"""For what the keys of cases are wrapped."""

BEGINNING = "0" * 64
"""What the first entry of a chain of custody follows."""


ADDED = frozenset({"until", "name"})
"""What entries did not have from the beginning: where there is none, they say nothing of it."""


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody touches the copies of a case. staff: None for what the place does by itself."""

    case: str
    staff: str | None
    reason: str
    at: datetime


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One sealed copy, opened. content: JSON as it was sealed; the bytes of a file, which has a name."""

    id: str
    sealed_at: datetime
    content: Any
    name: str | None = None


class Vaulted(msgspec.Struct, frozen=True, kw_only=True):
    """What the vault holds of a case. items: records, without files. until: when it is destroyed, unless it is held;
    destroyed_at: when it was."""

    items: int
    sealed_at: datetime
    until: datetime
    held: bool
    destroyed_at: datetime | None


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a case's chain of custody, from 1. digest: of the sealed bytes, for what touches one copy.

    previous: the hash of the entry before; leaf: the index in the ledger. until: what the copies are kept for from now
    on; name: of the file that was sealed. Entries from before say neither, as do those that change neither.
    """

    case: str
    number: int
    at: datetime
    act: Act
    staff: str | None
    reason: str
    item: str | None
    digest: str | None
    previous: str
    until: datetime | None = None
    name: str | None = None
    leaf: int = -1

    @property
    def content(self) -> dict[str, Any]:
        """What its leaf commits to: everything but where that leaf is."""
        values = msgspec.structs.asdict(self)
        del values["leaf"]
        return {name: value for name, value in values.items() if name not in ADDED or value is not None}

    @property
    def hash(self) -> str:
        """What the next entry follows, 64 hex digits."""
        return hashlib.sha256(msgspec.json.encode(self.content, order="sorted")).hexdigest()

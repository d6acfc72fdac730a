"""Columns whose text lies sealed in the row itself: whoever has only the database reads nothing of it.

Each cell is sealed under a key of its own, which lies in it, wrapped with the place's: writing over the cell destroys
both. What is stored has to be given through `ready`; plain text is refused, so that none slips in.
"""

import base64
from collections.abc import Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
import structlog

from veillee.foundation.storage import find_tool_of, get_tool
from veillee.safety.sealing.cipher import FINGERPRINT_BYTES, Damaged, Wrapping
from veillee.safety.sealing.place_keys import PlaceKeys

PURPOSE = "veillee cells"
MARK = "\x01"
"""What a sealed cell begins with; nobody writes it: texts with control characters are refused."""

UNREAD = "\x02"
"""What a sealed cell reads as where the place's key has not been lent, as to whoever verifies without it."""

LOST = "\ufffd"
"""What a cell reads as that does not open: it was changed, or belongs to another column."""

_PRINT_CHARS = 4 * -(-FINGERPRINT_BYTES // 3)
_WRAPPED_CHARS = 80

Names = Mapping[str, tuple[str, ...]]
"""Which members of a JSON object are sealed, by its `kind`; "" for objects that have none."""

log = structlog.get_logger("sealing")


class ToSeal(msgspec.Struct, frozen=True):
    """A value on its way into a sealed column, with the key that wraps what is new. Made by `ready`."""

    value: Any
    fingerprint: bytes
    wrapping: Wrapping


class Sealed(sa.types.TypeDecorator[str]):
    """A text. place: table and column, to which what is sealed is bound."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        if isinstance(value, ToSeal):
            return seal_cell(value, self.place, value.value)
        return _check_nothing(value, self.place)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else open_cell(find_tool_of(dialect, PlaceKeys), self.place, value)


class SealedJson(sa.types.TypeDecorator[Any]):
    """A value of JSON. names: what of it is sealed, where some of it has to be read without the key; else all of it."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, place: str, names: Names | None = None) -> None:
        super().__init__()
        self.place = place
        self.names = None if names is None else tuple(sorted(names.items()))

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        if not isinstance(value, ToSeal):
            return _check_nothing(value, self.place)
        if self.names is None:
            return seal_cell(value, self.place, encode(value.value))
        plain = msgspec.to_builtins(value.value)
        for name in dict(self.names).get(plain.get("kind", ""), ()):
            if plain.get(name):
                plain[name] = seal_cell(value, self.place, plain[name])
        return encode(plain)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        keys = find_tool_of(dialect, PlaceKeys)
        if self.names is None:
            text = open_cell(keys, self.place, value)
            return text if text in (UNREAD, LOST) else msgspec.json.decode(text)
        found = msgspec.json.decode(value)
        for name in dict(self.names).get(found.get("kind", ""), ()):
            if isinstance(found.get(name), str):
                found[name] = open_cell(keys, self.place, found[name])
        return found


def ready(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values for a row of the table, what goes into its sealed columns made ready to be sealed. Raises KeyMissing."""
    sealed = [name for name in values if is_sealed(table.c[name]) and values[name] is not None]
    if not sealed:
        return dict(values)
    fingerprint, wrapping = get_tool(connection, PlaceKeys).newest_by_fingerprint(connection, PURPOSE)
    return {**values, **{name: ToSeal(values[name], fingerprint, wrapping) for name in sealed}}


def is_sealed(column: sa.Column[Any]) -> bool:
    """Whether what is stored in it is sealed."""
    return isinstance(column.type, Sealed | SealedJson)


def is_unread(value: Any) -> bool:
    """Whether something in it was sealed and the place's key is not here."""
    if isinstance(value, Mapping):
        return any(map(is_unread, value.values()))
    return isinstance(value, str) and value == UNREAD


def seal_cell(given: ToSeal, place: str, text: str) -> str:
    """What lies in the database of a text; of nothing, nothing."""
    if not text:
        return ""
    key, wrapped = given.wrapping.make(place)
    return MARK + _pack(given.fingerprint) + _pack(wrapped) + _pack(key.seal(text.encode(), place))


def open_cell(keys: PlaceKeys | None, place: str, cell: str) -> str:
    """The text; that of a row that waits to be sealed as it is. Raises KeyMissing."""
    if not cell.startswith(MARK):
        return cell
    if keys is None:
        return UNREAD
    try:
        fingerprint, wrapped, sealed = take_apart(cell)
        wrapping = keys.recognise(fingerprint, PURPOSE)
        return wrapping.unwrap(wrapped, place).open(sealed, place).decode()
    except Damaged:
        log.error("sealed words do not open", place=place)
        return LOST


def hand_over(keys: PlaceKeys, place: str, cell: str, heir: ToSeal) -> str:
    """The same cell, its key wrapped by another key of the place. Raises KeyMissing, Damaged."""
    fingerprint, wrapped, sealed = take_apart(cell)
    former = keys.recognise(fingerprint, PURPOSE)
    return MARK + _pack(heir.fingerprint) + _pack(former.hand_over(wrapped, place, heir.wrapping)) + _pack(sealed)


def begins(fingerprint: bytes) -> str:
    """What each cell begins with whose key is wrapped under the key of this fingerprint."""
    return MARK + _pack(fingerprint)


def take_apart(cell: str) -> tuple[bytes, bytes, bytes]:
    """Fingerprint, wrapped key and sealed bytes. Raises Damaged."""
    wrapped = 1 + _PRINT_CHARS
    sealed = wrapped + _WRAPPED_CHARS
    return _unpack(cell[1:wrapped]), _unpack(cell[wrapped:sealed]), _unpack(cell[sealed:])


def _check_nothing(value: Any, place: str) -> str | None:
    if value is None or value == "":
        return None if value is None else ""
    raise TypeError(f"{place} is sealed: what is stored there goes through sealing.ready")


def encode(value: Any) -> str:
    """JSON as it is stored."""
    return msgspec.json.encode(value, order="sorted").decode()


def _pack(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unpack(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Damaged from error

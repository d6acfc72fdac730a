"""What the owner of a database lends to all who use it: what opens sealed rows, the outbox."""

import weakref
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")

_LENT: weakref.WeakKeyDictionary[sa.Dialect, dict[type, Any]] = weakref.WeakKeyDictionary()


def lend_tool(engine: sa.Engine, tool: object) -> None:
    """get_tool finds it on every connection of this engine and of those made from it, types by their dialect."""
    engine.get_execution_options()["tools"][type(tool)] = tool
    _LENT.setdefault(engine.dialect, {})[type(tool)] = tool


def get_tool(connection: sa.Connection, kind: type[T]) -> T:
    """What the owner of the database has lent to all who use it, such as what opens sealed rows. Raises LookupError."""
    tool: T = connection.get_execution_options()["tools"][kind]
    return tool


def find_tool(connection: sa.Connection, kind: type[T]) -> T | None:
    """get_tool, or None where nobody has lent one."""
    tool: T | None = connection.get_execution_options()["tools"].get(kind)
    return tool


def find_tool_of(dialect: sa.Dialect, kind: type[T]) -> T | None:
    """find_tool for the type of a column, which is given the dialect alone; each engine has one of its own."""
    tool: T | None = _LENT.get(dialect, {}).get(kind)
    return tool

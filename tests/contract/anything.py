"""Strategies: what fits a schema, what nearly fits, and what does not fit at all."""

import json
import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

Schema = dict[str, Any]
Value = st.SearchStrategy[Any]

# The machine may be slow, and CI throws the same every time: what it finds is there for whoever runs it again.
many = settings(
    max_examples=int(os.environ.get("EXAMPLES", "200")),
    derandomize=bool(os.environ.get("CI")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

AWKWARD = (
    "",
    " ",
    "\x00",
    "\u202e",
    "\ufeff",
    "\ufdfa" * 200,
    "e" + "\u0301" * 300,
    "👩‍👩‍👧" * 40,
    "é" * 2_001,
    "\ud800",
    "../..",
    "'; --",
)
TEXT = st.text(max_size=40) | st.sampled_from(AWKWARD)
NUMBERS = st.integers() | st.floats() | st.sampled_from([-1, 0, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400])
JUNK = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class Shapes:
    """Values by the schemas of one document; `ids` are mixed in wherever a text is asked for."""

    def __init__(self, document: Schema, ids: list[str]) -> None:
        self._document = document
        self._texts = st.sampled_from(ids) | TEXT

    def body(self, schema: Schema | None) -> st.SearchStrategy[bytes]:
        """What may come as JSON: as the schema asks, one member bent, any JSON, any bytes."""
        given = self.fitting(schema) | self._bent(schema) if schema else JUNK
        return st.one_of(given.map(dump), given.map(dump), JUNK.map(dump), st.binary(max_size=200))

    def fitting(self, schema: Schema) -> Value:
        """Values of the schema's form; lengths and patterns are not kept."""
        schema = self._resolve(schema)
        if "enum" in schema or "const" in schema:
            return st.sampled_from(schema.get("enum") or [schema["const"]])
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return st.one_of([self.fitting(one) for one in schema[several]])
        return self._of_type(schema)

    def _of_type(self, schema: Schema) -> Value:
        numbers = st.integers(0, 60) | NUMBERS
        plain = {"string": self._texts, "integer": numbers, "number": numbers, "boolean": st.booleans()}
        match schema.get("type"):
            case "object":
                return self._objects(schema)
            case "array":
                return st.lists(self.fitting(schema.get("items", {})), max_size=4)
            case other:
                return plain.get(str(other), JUNK)

    def _objects(self, schema: Schema) -> Value:
        members = {name: self.fitting(member) for name, member in schema.get("properties", {}).items()}
        required = {name: value for name, value in members.items() if name in schema.get("required", ())}
        optional = {name: value for name, value in members.items() if name not in required}
        if not members:
            return st.dictionaries(self._texts, self.fitting(schema.get("additionalProperties") or {}), max_size=4)
        return st.fixed_dictionaries(required, optional=optional)

    def _bent(self, schema: Schema) -> Value:
        names = list(self._resolve(schema).get("properties", {})) or ["x"]
        member = st.tuples(st.sampled_from(names) | TEXT, JUNK)
        return st.tuples(self.fitting(schema), member).map(_bend)

    def _resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            found: Any = self._document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def dump(value: Any) -> bytes:
    """JSON as a careless program writes it: NaN, huge numbers and half surrogates go out as they are."""
    return json.dumps(value, ensure_ascii="\ud800" in repr(value)).encode("utf-8", "surrogatepass")


def _bend(parts: tuple[Any, tuple[str, Any]]) -> Any:
    whole, (name, junk) = parts
    return {**whole, name: junk} if isinstance(whole, dict) else junk

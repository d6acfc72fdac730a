"""Expressions are typed when they are loaded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veillee.safety.policy import Gate
from veillee.safety.policy.expressions import ExpressionError, Expressions
from veillee.safety.policy.plain import Value, find_answer


def test_an_expression_holds_or_not() -> None:
    expression = Expressions({"kind": "", "age": 0, "seen": False}).compile("seen && age < 18 && kind == 'message'")
    assert expression.names == ("seen", "age", "kind")
    assert expression.holds({"kind": "message", "age": 3, "seen": True})
    assert not expression.holds({"kind": "message", "age": 30, "seen": True})


@pytest.mark.parametrize("source", ["unknown", "age", "kind < 3", "seen &&", ""])
def test_what_makes_no_sense_is_refused_at_once(source: str) -> None:
    with pytest.raises(ExpressionError):
        Expressions({"kind": "", "age": 0, "seen": False}).compile(source)


NAMES: dict[str, Value] = {
    "seen": False,
    "near": True,
    "age": 0,
    "count": 3,
    "weight": 0.0,
    "share": 0.5,
    "kind": "",
    "place": "room",
}
TYPES = (bool, int, float, str)
OF_TYPE: dict[type, list[str]] = {type_: [name for name in NAMES if type(NAMES[name]) is type_] for type_ in TYPES}
LITERALS: dict[type, st.SearchStrategy[str]] = {
    int: st.integers(0, 99).map(str),
    float: st.floats(0, 9, allow_nan=False).map(lambda number: f"{number:.2f}"),
    str: st.sampled_from(["'room'", '"message"', "''", "'a || b'", "'é'"]),
}


def numbers(type_: type) -> st.SearchStrategy[str]:
    single = st.sampled_from(OF_TYPE[type_]) | LITERALS[type_]
    if type_ is str:
        return single
    return st.lists(single, min_size=1, max_size=3).flatmap(
        lambda parts: st.sampled_from([" + ", "-"]).map(lambda mark: mark.join(parts))
    )


def comparisons() -> st.SearchStrategy[str]:
    marks = st.sampled_from(["==", "!=", "<", "<=", " > ", ">="])
    return st.sampled_from([int, float, str]).flatmap(
        lambda type_: st.tuples(numbers(type_), marks, numbers(type_)).map("".join)
    )


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    chains = st.tuples(st.lists(inner, min_size=2, max_size=4), st.sampled_from([" && ", "||", " == "]))
    return chains.map(lambda chain: chain[1].join(chain[0])) | inner.map("({})".format) | inner.map("!({})".format)


QUESTIONS = st.recursive(
    st.sampled_from([*OF_TYPE[bool], "!seen", "!!near", "true", "false"]) | comparisons(), joined, max_leaves=12
)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "seen": st.booleans(),
        "near": st.booleans(),
        "age": st.integers(-1, 99),
        "count": st.integers(0, 9),
        "weight": st.floats(0, 9),
        "share": st.floats(0, 1),
        "kind": st.sampled_from(["room", "message", "é"]),
        "place": st.sampled_from(["", "a || b"]),
    },
)


@settings(deadline=None, max_examples=400)
@given(QUESTIONS, VALUES)
def test_what_is_answered_without_the_library_is_what_it_would_say(source: str, values: dict[str, Value]) -> None:
    try:
        expression = Expressions(NAMES).compile(source)
    except ExpressionError:
        return
    asked = tuple(values.get(name, NAMES[name]) for name in expression.names)
    assert expression.holds(values) == expression._ask(asked)


@pytest.mark.parametrize(
    "source",
    ["age in [3, 4]", "age / 2 == 1", "kind.startsWith('a')", "size(kind) > 2", "seen ? near : seen", "r'a' == kind"],
)
def test_the_rest_is_left_to_the_library(source: str) -> None:
    assert find_answer(source, NAMES) is None
    expression = Expressions(NAMES).compile(source)
    assert not expression.holds({"kind": "b"})


def test_every_rule_of_ours_is_plain(gate: Gate) -> None:
    assert not [rule.id for rule in gate.rules if rule.when._plain is None]

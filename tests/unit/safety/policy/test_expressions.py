"""Expressions are typed when they are loaded."""

import pytest

from veillee.safety.policy.expressions import ExpressionError, Expressions


def test_an_expression_holds_or_not() -> None:
    expression = Expressions({"kind": "", "age": 0, "seen": False}).compile("seen && age < 18 && kind == 'message'")
    assert expression.names == ("seen", "age", "kind")
    assert expression.holds({"kind": "message", "age": 3, "seen": True})
    assert not expression.holds({"kind": "message", "age": 30, "seen": True})


@pytest.mark.parametrize("source", ["unknown", "age", "kind < 3", "seen &&", ""])
def test_what_makes_no_sense_is_refused_at_once(source: str) -> None:
    with pytest.raises(ExpressionError):
        Expressions({"kind": "", "age": 0, "seen": False}).compile(source)

"""The one file that knows which CEL library we use. Expressions are typed against declared names when loaded."""

import re
from collections.abc import Mapping

from cel_expr_python import cel  # type: ignore[import-untyped]

NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
TYPES = {bool: cel.Type.BOOL, int: cel.Type.INT, float: cel.Type.DOUBLE, str: cel.Type.STRING}
Value = bool | int | float | str


class ExpressionError(Exception):
    """An expression that does not compile, is not a yes-or-no question, or could not be answered."""


class Expression:
    """One compiled question. `names` are the variables that it mentions, in its order."""

    def __init__(self, compiled: cel.Expression, names: tuple[str, ...]) -> None:
        self._eval = compiled.eval
        self.names = names

    def holds(self, values: Mapping[str, Value]) -> bool:
        """The answer for these values. Raises ExpressionError when there is none."""
        answer = self._eval(data={name: values[name] for name in self.names}).value()
        if not isinstance(answer, bool):
            raise ExpressionError(str(answer))
        return answer


class Expressions:
    """Compiles expressions over a fixed set of names, each with the type of its default."""

    def __init__(self, defaults: Mapping[str, Value]) -> None:
        self._names = frozenset(defaults)
        self._env = cel.NewEnv(variables={name: TYPES[type(value)] for name, value in defaults.items()})

    def compile(self, source: str) -> Expression:
        try:
            compiled = self._env.compile(source)
        except RuntimeError as error:
            raise ExpressionError(str(error).splitlines()[0]) from error
        if compiled.return_type() != cel.Type.BOOL:
            raise ExpressionError(f"must be true or false, not {compiled.return_type().name()}")
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", source)
        mentioned = dict.fromkeys(name for name in NAME.findall(bare) if name in self._names)
        return Expression(compiled, tuple(mentioned))

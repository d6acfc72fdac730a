"""The one file that knows which CEL library we use. Expressions are typed against declared names when loaded."""

import re
from collections.abc import Mapping

from cel_expr_python import cel  # type: ignore[import-untyped]

from veillee.safety.policy.plain import Answer, Value, find_answer

NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
TYPES = {bool: cel.Type.BOOL, int: cel.Type.INT, float: cel.Type.DOUBLE, str: cel.Type.STRING}
ANSWERS_MAX = 512
"""How many answers of one expression are remembered."""


class ExpressionError(Exception):
    """An expression that does not compile, is not a yes-or-no question, or could not be answered."""


class Expression:
    """One compiled question. `names` are the variables that it mentions, in its order; `source` as it was written."""

    def __init__(
        self, source: str, compiled: cel.Expression, defaults: Mapping[str, Value], plain: Answer | None
    ) -> None:
        self.source = source
        self._eval = compiled.eval
        self._plain = plain
        self._defaults = tuple(defaults.items())
        self._answers: dict[tuple[Value, ...], bool] = {}
        self.names = tuple(defaults)

    def holds(self, values: Mapping[str, Value]) -> bool:
        """The answer for these values; one that is missing is its default. Raises ExpressionError when there is none.

        The library is asked what is not plain. The same values have the same answer, so its last ones are remembered:
        asking takes longer than looking up.
        """
        if self._plain is not None:
            return bool(self._plain(values))
        asked = tuple([values.get(name, default) for name, default in self._defaults])
        known = self._answers.get(asked)
        return self._ask(asked) if known is None else known

    def could_hold(self, values: Mapping[str, Value]) -> bool:
        """Whether it might, with these values and whatever others; one that is missing here may be anything."""
        known = {name: values[name] for name in self.names if name in values}
        try:
            return self._eval(data=known).value() is not False
        except RuntimeError:
            return True

    def _ask(self, asked: tuple[Value, ...]) -> bool:
        try:
            answer = self._eval(data=dict(zip(self.names, asked, strict=True))).value()
        except RuntimeError as error:
            raise ExpressionError(str(error).splitlines()[0]) from error
        if not isinstance(answer, bool):
            raise ExpressionError(str(answer))
        if len(self._answers) >= ANSWERS_MAX:
            self._answers.clear()
        self._answers[asked] = answer
        return answer


class Expressions:
    """Compiles expressions over a fixed set of names, each with the type of its default."""

    def __init__(self, defaults: Mapping[str, Value]) -> None:
        self._defaults = defaults
        self._env = cel.NewEnv(variables={name: TYPES[type(value)] for name, value in defaults.items()})

    def compile(self, source: str) -> Expression:
        try:
            compiled = self._env.compile(source)
        except RuntimeError as error:
            raise ExpressionError(str(error).splitlines()[0]) from error
        if compiled.return_type() != cel.Type.BOOL:
            raise ExpressionError(f"must be true or false, not {compiled.return_type().name()}")
        bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", source)
        mentioned = dict.fromkeys(name for name in NAME.findall(bare) if name in self._defaults)
        defaults = {name: self._defaults[name] for name in mentioned}
        return Expression(source, compiled, defaults, find_answer(source, defaults))

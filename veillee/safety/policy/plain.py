"""Plain questions, answered without the CEL library: names, literals, `!`, `&&`, `||`, comparisons, sums, parentheses.

The library checks every expression when it is loaded; handing it the values takes longer than answering most of them.
Nothing here can fail or depend on an order that CEL leaves open, so the answers are the same (a test asks both).
"""

import operator
import re
from collections.abc import Callable, Mapping

Value = bool | int | float | str
Answer = Callable[[Mapping[str, Value]], Value]
"""From the values of names, as far as they differ from their defaults, to what the question comes to."""

TOKEN = re.compile(
    r"""\s*(?: (?P<text>'[^'\\\n]*'|"[^"\\\n]*") (?!['"\w])
    | (?P<number>\d+\.\d+|\d+) (?![\w.])
    | (?P<name>[A-Za-z_]\w*) (?!\s*[(\[.'"])
    | (?P<mark>&&|\|\||[=!<>]=|[!<>()+\-]) )""",
    re.VERBOSE,
)
COMPARED: dict[str, Callable[[Value, Value], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
ADDED: dict[str, Callable[[Value, Value], Value]] = {"+": operator.add, "-": operator.sub}
LITERALS: dict[str, Value] = {"true": True, "false": False}


class _NotPlainError(Exception):
    """Something that is left to the library."""


def find_answer(source: str, defaults: Mapping[str, Value]) -> Answer | None:
    """How to answer an expression that the library has accepted; None when only the library can."""
    try:
        parser = _Parser(_tokens(source), defaults)
        answer = parser.either()
        return answer if parser.is_done else None
    except _NotPlainError:
        return None


def _tokens(source: str) -> list[tuple[str, str]]:
    """Kind and text of each."""
    found, at = [], 0
    source = source.rstrip()
    while at < len(source):
        token = TOKEN.match(source, at)
        if token is None or token.lastgroup is None:
            raise _NotPlainError
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


class _Parser:
    """One method for each level of precedence, the loosest first."""

    def __init__(self, tokens: list[tuple[str, str]], defaults: Mapping[str, Value]) -> None:
        self._left = tokens[::-1]
        self._defaults = defaults

    @property
    def is_done(self) -> bool:
        return not self._left

    @property
    def mark(self) -> str:
        """The next token, when it is a mark."""
        return self._left[-1][1] if self._left and self._left[-1][0] == "mark" else ""

    def either(self) -> Answer:
        parts = [self.both()]
        while self._takes("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else _either(parts)

    def both(self) -> Answer:
        parts = [self.compared()]
        while self._takes("&&"):
            parts.append(self.compared())
        return parts[0] if len(parts) == 1 else _both(parts)

    def compared(self) -> Answer:
        one = self.added()
        if self.mark not in COMPARED:
            return one
        compare, two = COMPARED[self._left.pop()[1]], self.added()
        if self.mark in COMPARED:
            raise _NotPlainError
        return lambda values: compare(one(values), two(values))

    def added(self) -> Answer:
        total = self.denied()
        while self.mark in ADDED:
            total = _sum(ADDED[self._left.pop()[1]], total, self.denied())
        return total

    def denied(self) -> Answer:
        if self._takes("!"):
            inner = self.denied()
            return lambda values: not inner(values)
        return self.single()

    def single(self) -> Answer:
        if self._takes("("):
            inner = self.either()
            if not self._takes(")"):
                raise _NotPlainError
            return inner
        kind, text = self._left.pop() if self._left else ("", "")
        if kind == "name" and text in self._defaults:
            default = self._defaults[text]
            return lambda values: values.get(text, default)
        literal = _literal(kind, text)
        return lambda _: literal

    def _takes(self, mark: str) -> bool:
        takes = self.mark == mark
        if takes:
            self._left.pop()
        return takes


def _literal(kind: str, text: str) -> Value:
    if kind == "text":
        return text[1:-1]
    if kind == "number":
        return float(text) if "." in text else int(text)
    if text in LITERALS:
        return LITERALS[text]
    raise _NotPlainError


def _sum(add: Callable[[Value, Value], Value], one: Answer, two: Answer) -> Answer:
    return lambda values: add(one(values), two(values))


def _either(parts: list[Answer]) -> Answer:
    def answer(values: Mapping[str, Value]) -> bool:
        for part in parts:  # noqa: SIM110 - several times as quick as any() over a generator
            if part(values):
                return True
        return False

    return answer


def _both(parts: list[Answer]) -> Answer:
    def answer(values: Mapping[str, Value]) -> bool:
        for part in parts:  # noqa: SIM110 - as above
            if not part(values):
                return False
        return True

    return answer

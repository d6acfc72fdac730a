"""Rules as data: when one speaks, what it does, which article it enforces, what the sender reads, its cases."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.expressions import Expression, ExpressionError, Expressions
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.house import Words
from veillee.safety.policy.model import Effect, Facts, Kind, Label, Line, Submission


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A submission that a rule must catch or must leave. Written as a mapping, or as its text alone."""

    text: str
    kind: Kind = "message"
    audience: Literal["room", "private"] = "private"
    author: Facts = Facts()
    other: Facts | None = None
    history: list[dict[Literal["author", "other"], str]] = []
    contacts: bool = False

    def submission(self) -> Submission:
        lines = tuple(Line(by, text) for said in self.history for by, text in said.items())
        return Submission(
            text=self.text,
            kind=self.kind,
            audience=self.audience,
            author=self.author,
            other=self.other,
            history=lines,
            contacts=self.contacts,
        )


class _RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    when: str
    label: Label
    effect: Effect
    article: str
    text: Words
    mode: Literal["on", "shadow"] = "on"
    open_case: bool = False
    urgent: bool = False
    help: list[str] = []
    catch: list[str | Case] = []
    leave: list[str | Case] = []
    note: str = ""


class Rule(msgspec.Struct, frozen=True):
    """One rule, ready to be asked. `triggers` are the signals without which it cannot speak."""

    id: str
    file: str
    line: int
    when: Expression
    triggers: frozenset[str]
    label: Label
    effect: Effect
    article: str
    mode: Literal["on", "shadow"]
    open_case: bool
    urgent: bool
    help: tuple[str, ...]
    text: dict[str, str]
    catch: tuple[Case, ...]
    leave: tuple[Case, ...]


class RuleReader:
    """Turns rule files into rules, checked against the signals, articles and help lines that exist."""

    def __init__(
        self, expressions: Expressions, signals: frozenset[str], articles: Iterable[str], help_ids: Iterable[str]
    ) -> None:
        self._expressions = expressions
        self._signals = signals
        self._articles = frozenset(articles)
        self._help = frozenset(help_ids)

    def read(self, files: Iterable[PolicyFile]) -> tuple[Rule, ...]:
        rules: dict[str, Rule] = {}
        for file in files:
            for name, value in file.entries():
                if name in rules:
                    raise PolicyError(file.name, line_of(value), f"rule {name!r} exists already")
                rules[name] = self._rule(file, name, value)
        return tuple(rules.values())

    def _rule(self, file: PolicyFile, name: str, value: Any) -> Rule:
        entry = file.parse(value, _RuleEntry)
        line = line_of(value)
        if entry.article not in self._articles:
            raise PolicyError(file.name, line, f"{name}: the house rules have no article {entry.article!r}")
        unknown = [each for each in entry.help if each not in self._help]
        if unknown:
            raise PolicyError(file.name, line, f"{name}: no help line is called {unknown[0]!r}")
        try:
            when = self._expressions.compile(entry.when)
        except ExpressionError as error:
            raise PolicyError(file.name, line, f"{name}: {error}") from error
        return Rule(
            id=name,
            file=file.name,
            line=line,
            when=when,
            triggers=frozenset(when.names) & self._signals,
            label=entry.label,
            effect=entry.effect,
            article=entry.article,
            mode=entry.mode,
            open_case=entry.open_case,
            urgent=entry.urgent,
            help=tuple(entry.help),
            text=entry.text.as_dict(),
            catch=_cases(entry.catch),
            leave=_cases(entry.leave),
        )


def _cases(entries: list[str | Case]) -> tuple[Case, ...]:
    return tuple(Case(text=entry) if isinstance(entry, str) else entry for entry in entries)

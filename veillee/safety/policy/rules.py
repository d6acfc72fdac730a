"""Rules as data: when one speaks, what it does, which article it enforces, what the sender reads, its cases."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from veillee.safety.policy.context import SCORE, rests_on
from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.expressions import Expression, ExpressionError, Expressions
from veillee.safety.policy.files import PolicyFile, line_of
from veillee.safety.policy.house import Words
from veillee.safety.policy.model import Effect, Facts, Kind, Label, Line, Submission
from veillee.safety.policy.signals.scorer import LIKE


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A submission that a rule must catch or must leave. Written as a mapping, or as its text alone."""

    text: str
    kind: Kind = "message"
    audience: Literal["room", "private"] = "private"
    author: Facts = Facts()
    other: Facts | None = None
    history: list[dict[Literal["author", "other"], str]] = []
    contacts: bool = False
    hours_known: float | None = None
    pair: dict[str, float] = {}
    account: dict[str, float] = {}

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
            hours_known=self.hours_known,
            pair=self.pair,
            account=self.account,
        )


class _Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fr: str
    en: str
    help: list[str] = []


Mode = Literal["on", "shadow"]


class _RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    when: str
    label: Label
    effect: Effect
    article: str
    text: Words
    name_text: Words | None = None
    mode: Mode = "on"
    recipient: _Recipient | None = None
    open_case: bool = False
    urgent: bool = False
    freeze: bool = False
    help: list[str] = []
    catch: list[str | Case] = []
    leave: list[str | Case] = []
    note: str = ""


class Rule(msgspec.Struct, frozen=True):
    """One rule, ready to be asked.

    `triggers` are the signals without which it cannot speak, unless it speaks `by_facts` alone; `weighs` the labels
    whose score it asks for, `rests_on` the names that mean something beside the words.
    """

    id: str
    file: str
    line: int
    when: Expression
    triggers: frozenset[str]
    by_facts: bool
    weighs: tuple[str, ...]
    rests_on: tuple[str, ...]
    label: Label
    effect: Effect
    article: str
    mode: Mode
    open_case: bool
    urgent: bool
    freeze: bool
    help: tuple[str, ...]
    text: dict[str, str]
    name_text: dict[str, str]
    """What is told in place of `text` to whoever chose a name or a title; the same for most rules."""
    recipient: dict[str, str]
    """What whoever reads the words is told beside them, by language; empty for most rules."""
    recipient_help: tuple[str, ...]
    catch: tuple[Case, ...]
    leave: tuple[Case, ...]


class Citing(msgspec.Struct, frozen=True):
    """How a rule's words name the article that they rest on. `titles`: article → its title by language."""

    form: dict[str, str]
    titles: dict[str, dict[str, str]]

    def cite(self, words: Mapping[str, str], article: str) -> dict[str, str]:
        """The words by language, with the article."""
        titles = self.titles[article]
        return {
            language: self.form[language].replace("{title}", titles[language]).replace("{text}", text)
            for language, text in words.items()
        }


class RuleReader:
    """Turns rule files into rules, checked against the signals, articles and help lines that exist."""

    def __init__(
        self, expressions: Expressions, signals: frozenset[str], citing: "Citing", help_ids: Iterable[str]
    ) -> None:
        self._expressions = expressions
        self._signals = signals
        self._citing = citing
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
        if entry.article not in self._citing.titles:
            raise PolicyError(file.name, line, f"{name}: the house rules have no article {entry.article!r}")
        told = entry.recipient
        unknown = [each for each in (*entry.help, *(told.help if told else ())) if each not in self._help]
        if unknown:
            raise PolicyError(file.name, line, f"{name}: no help line is called {unknown[0]!r}")
        if not (entry.catch and entry.leave):
            raise PolicyError(file.name, line, f"{name}: needs a case that it must catch and one that it must leave")
        try:
            when = self._expressions.compile(entry.when)
            points = points_of(when, self._signals)
            if entry.effect in ("hold", "refuse") or entry.freeze or entry.urgent:
                check_not_by_score(when, points.triggers)
        except ExpressionError as error:
            raise PolicyError(file.name, line, f"{name}: {error}") from error
        return Rule(
            id=name,
            file=file.name,
            line=line,
            when=when,
            triggers=points.triggers,
            by_facts=points.by_facts,
            weighs=points.weighs,
            rests_on=points.rests_on,
            label=entry.label,
            effect=entry.effect,
            article=entry.article,
            mode=entry.mode,
            open_case=entry.open_case,
            urgent=entry.urgent,
            freeze=entry.freeze,
            help=tuple(entry.help),
            text=self._tell(entry, entry.text),
            name_text=self._tell(entry, entry.name_text or entry.text),
            recipient={"fr": told.fr, "en": told.en} if told else {},
            recipient_help=tuple(told.help) if told else (),
            catch=_cases(entry.catch),
            leave=_cases(entry.leave),
        )

    def _tell(self, entry: _RuleEntry, words: Words) -> dict[str, str]:
        return words.as_dict() if entry.effect == "allow" else self._citing.cite(words.as_dict(), entry.article)


class Points(NamedTuple):
    """What follows from a rule's question; the words are those of Rule."""

    triggers: frozenset[str]
    by_facts: bool
    weighs: tuple[str, ...]
    rests_on: tuple[str, ...]


def points_of(when: Expression, signals: frozenset[str]) -> Points:
    """signals: those that can make a rule speak. Raises ExpressionError when the answer can never be yes."""
    triggers, scores = frozenset(when.names) & signals, [name for name in when.names if name.startswith(SCORE)]
    by_facts = when.could_hold({**dict.fromkeys(triggers, False), **dict.fromkeys(scores, 0.0)})
    if not (triggers or by_facts):
        raise ExpressionError("can never speak: a score only weighs what a signal raised")
    weighs = tuple(name.removeprefix(SCORE) for name in scores)
    return Points(triggers, by_facts, weighs, tuple(filter(rests_on, when.names)))


def check_not_by_score(when: Expression, triggers: Iterable[str]) -> None:
    """Raises ExpressionError for a question that what a text is like answers with yes by itself."""
    by_score = {name for name in triggers if name.startswith(LIKE)}
    if by_score and when.could_hold({name: False for name in triggers if name not in by_score}):
        raise ExpressionError("what a text is like may advise, not stop by itself: ask for another signal too")


def _cases(entries: list[str | Case]) -> tuple[Case, ...]:
    return tuple(Case(text=entry) if isinstance(entry, str) else entry for entry in entries)

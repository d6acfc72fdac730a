"""Rules against their own cases, and one version of the policies against another."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from veillee.safety.policy.engine import Engine
from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.files import PolicyFolder
from veillee.safety.policy.model import Submission
from veillee.safety.policy.rules import Case, Rule


def make_engine(*folders: Path) -> Engine:
    """The engine of these folders, a later file replacing one of the same name. Raises PolicyError."""
    return Engine(PolicyFolder(*folders))


class Failure(msgspec.Struct, frozen=True):
    """A case that a rule should have caught, or left."""

    rule: Rule
    case: Case
    caught: bool

    def __str__(self) -> str:
        verb = "speaks on" if self.caught else "misses"
        return f"{self.rule.file}:{self.rule.line}: {self.rule.id} {verb} {self.case.text!r}"


class Change(msgspec.Struct, frozen=True):
    """What another version says differently. `number` counts submissions from 1; the words are not repeated."""

    number: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.number}: {self.before} → {self.after}"


def policy_failures(engine: Engine) -> Iterator[Failure]:
    """Every case that comes out otherwise than its rule says; rules in shadow are proved like those that are on."""
    for rule in engine.rules:
        for cases, wanted in ((rule.catch, True), (rule.leave, False)):
            for case in cases:
                verdict = engine.judge(case.submission())
                spoke = {reason.rule for reason in verdict.reasons} | set(verdict.shadow)
                if (rule.id in spoke) != wanted:
                    yield Failure(rule, case, not wanted)


def check_cases(engine: Engine) -> None:
    """Raises PolicyError for the first rule that fails one of its cases."""
    for failure in policy_failures(engine):
        verb = "speaks on" if failure.caught else "misses"
        problem = f"{failure.rule.id} {verb} {failure.case.text!r}"
        raise PolicyError(failure.rule.file, failure.rule.line, problem)


def backtest(submissions: Iterable[Submission], before: Engine, after: Engine) -> Iterator[Change]:
    """The submissions on which two versions differ in effect or rules."""
    for number, submission in enumerate(submissions, 1):
        old, new = _said(before, submission), _said(after, submission)
        if old != new:
            yield Change(number, old, new)


def _said(engine: Engine, submission: Submission) -> str:
    verdict = engine.judge(submission)
    rules = ", ".join([*(each.rule for each in verdict.reasons), *(f"({name})" for name in verdict.shadow)])
    return f"{verdict.effect} {rules}".strip()

"""One rule tried otherwise, beside those in force: what it would say, before anybody changes a file."""

import copy
from collections.abc import Mapping

import msgspec

from veillee.safety.policy.engine import Engine
from veillee.safety.policy.errors import PolicyError
from veillee.safety.policy.expressions import ExpressionError, Expressions
from veillee.safety.policy.model import Effect, Submission
from veillee.safety.policy.plain import Value
from veillee.safety.policy.rules import Mode, Rule, points_of


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as somebody would have it; None: as it is."""

    rule: str
    when: str | None = None
    effect: Effect | None = None
    mode: Mode | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What two versions make of one submission, and whether the rule speaks, be it in shadow."""

    before: Effect
    after: Effect
    spoke: bool
    speaks: bool


class Trial:
    """The policies in force and the same with one rule changed. Raises PolicyError for a rule that cannot be."""

    def __init__(self, engine: Engine, draft: Draft) -> None:
        rule = next((rule for rule in engine.rules if rule.id == draft.rule), None)
        if rule is None:
            raise PolicyError("rules", 1, f"there is no rule {draft.rule!r}")
        self._before = engine
        self.rule = _changed(rule, draft, engine.defaults)
        self._after = _with(engine, self.rule)

    def ask(self, submission: Submission) -> Outcome:
        """What both say."""
        before, after = self._before.judge(submission), self._after.judge(submission)
        return Outcome(
            before=before.effect,
            after=after.effect,
            spoke=self.rule.id in {*(reason.rule for reason in before.reasons), *before.shadow},
            speaks=self.rule.id in {*(reason.rule for reason in after.reasons), *after.shadow},
        )


def _changed(rule: Rule, draft: Draft, defaults: Mapping[str, Value]) -> Rule:
    when = rule.when
    try:
        if draft.when is not None and draft.when != when.source:
            when = Expressions(defaults).compile(draft.when)
        points = points_of(when, Engine.triggering(defaults))._asdict()
    except ExpressionError as error:
        raise PolicyError(rule.file, rule.line, f"{rule.id}: {error}") from error
    return msgspec.structs.replace(
        rule, when=when, **points, effect=draft.effect or rule.effect, mode=draft.mode or rule.mode
    )


def _with(engine: Engine, changed: Rule) -> Engine:
    other = copy.copy(engine)
    other.put([changed if rule.id == changed.id else rule for rule in engine.rules])
    return other

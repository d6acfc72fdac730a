"""The policies in force as staff read them, and one rule tried otherwise. Rules are changed in files, never here."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from veillee.foundation.basics import Forbidden, Invalid, Problem
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation import SENIORS, StaffCaller
from veillee.safety import ledger
from veillee.safety.evidence import Judged
from veillee.safety.policy import Draft, Effect, Label, Mode, PolicyError, Rule, Submission, Trial
from veillee.safety.tallies import Sums, Tally, read_sums
from veillee.server.wiring import Place

WHEN_CHARS_MAX = 4_000
LATEST_MAX = 2_000
EXAMPLES_MAX = 20
TURN_SECONDS = 0.005
"""How long a trial may keep the loop before everybody else has their turn."""

_decode = msgspec.msgpack.Decoder(Submission).decode


class RuleTally(msgspec.Struct, frozen=True, kw_only=True):
    """`spoke`: how often it spoke; `shadow`: how often it would have while it was tried out; `alone`: how often of
    these no rule in force said anything. A minute late, and without what a node had in hand when it was killed."""

    spoke: int
    shadow: int
    alone: int


class PolicyRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule in force. `family`: its file; `when`: the CEL expression; `text`: what the sender is told,
    `name_text`: what is told in its place to whoever chose a name or a title, `recipient`: what the reader is told
    beside the words, both empty for most; `catch`, `leave`: its own cases; `week`, `month`: how often it spoke in the
    whole place in the last 7 and 30 days, today among them."""

    id: str
    family: str
    file: str
    line: int
    label: Label
    effect: Effect
    mode: Mode
    article: str
    when: str
    open_case: bool
    urgent: bool
    freeze: bool
    text: dict[str, str]
    name_text: dict[str, str]
    recipient: dict[str, str]
    catch: list[str]
    leave: list[str]
    week: RuleTally
    month: RuleTally


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """`version`: of all policy files; `since`: the first day (UTC) that is counted, at most 30 days ago, null when none
    is yet; `may_try`: the reader may try rules."""

    version: str
    since: date | None
    rules: list[PolicyRule]
    may_try: bool


class RuleTrial(msgspec.Struct, frozen=True, kw_only=True):
    """A rule as somebody would have it; null: as it is. `when`: a CEL expression of at most 4,000 characters."""

    rule: str
    when: Annotated[str, msgspec.Meta(max_length=WHEN_CHARS_MAX)] | None = None
    effect: Effect | None = None
    mode: Mode | None = None


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """How many lines would get another effect. `examples`: of the policies' own cases only, at most 20."""

    before: Effect
    after: Effect
    count: int
    examples: list[str]


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """`lines`: how many were judged both ways; the rule `spoke` on so many and `speaks` on so many now."""

    lines: int
    spoke: int
    speaks: int
    moves: list[Move]


class TrialResult(msgspec.Struct, frozen=True, kw_only=True):
    """`own`: on the cases of all rules, and which of the rule's own would come out wrong; `stored`: on the latest 2,000
    that this place held, refused or flagged, opened for this alone and shown to nobody."""

    own: Tried
    missed: list[str]
    caught: list[str]
    stored: Tried


@get("/staff/policies", summary="The gate's rules in force, with how often each spoke")
async def show_policies(staff: NamedDependency[StaffCaller], place: NamedDependency[Place]) -> Policies:
    sums = await place.database.read(read_sums, place.clock().date())
    rules = [_render(rule, sums) for rule in place.gate.rules]
    return Policies(version=place.gate.version, since=sums.since, rules=rules, may_try=staff.role in SENIORS)


@post(
    "/staff/policies/trials",
    status_code=200,
    summary="What one rule changed would have said (seniors, admins)",
    description="Nothing comes into force. The policies' own cases and the latest 2,000 stored submissions are judged "
    "both ways; that these were opened is a leaf of the ledger. 422 `rule`, `when`; 409 `busy`: another trial runs.",
)
async def try_rule(
    data: JSONBody[RuleTrial], staff: NamedDependency[StaffCaller], place: NamedDependency[Place]
) -> TrialResult:
    if staff.role not in SENIORS:
        raise Forbidden("wrong-role", "A senior or an admin does this.")
    trial = _make_trial(data, place)
    if place.trying.locked():
        raise Problem("busy", 409, "Another rule is being tried; wait for a moment.")
    async with place.trying:
        try:
            return await _try(trial, data, place)
        except PolicyError as problem:
            raise Invalid({"when": str(problem).partition(": ")[2]}) from problem


async def _try(trial: Trial, asked: RuleTrial, place: Place) -> TrialResult:
    """Raises PolicyError for a rule whose question has no answer, such as a division by zero."""
    cases = [(case.submission(), case.text) for rule in place.gate.rules for case in (*rule.catch, *rule.leave)]
    stored = await _read_stored(asked, place)
    return TrialResult(
        own=await _judge(trial, cases),
        missed=[case.text for case in trial.rule.catch if not trial.ask(case.submission()).speaks],
        caught=[case.text for case in trial.rule.leave if trial.ask(case.submission()).speaks],
        stored=await _judge(trial, [(submission, None) for submission in stored]),
    )


def _render(rule: Rule, sums: Sums) -> PolicyRule:
    return PolicyRule(
        id=rule.id,
        family=rule.file.rpartition("/")[2].removesuffix(".yaml"),
        file=rule.file,
        line=rule.line,
        label=rule.label,
        effect=rule.effect,
        mode=rule.mode,
        article=rule.article,
        when=rule.when.source,
        open_case=rule.open_case,
        urgent=rule.urgent,
        freeze=rule.freeze,
        text=rule.text,
        name_text=rule.name_text if rule.name_text != rule.text else {},
        recipient=rule.recipient,
        catch=[case.text for case in rule.catch],
        leave=[case.text for case in rule.leave],
        week=_tell(sums.week, rule),
        month=_tell(sums.month, rule),
    )


def _tell(tallies: dict[str, Tally], rule: Rule) -> RuleTally:
    return RuleTally(**tallies.get(rule.id, Tally())._asdict())


def _make_trial(asked: RuleTrial, place: Place) -> Trial:
    try:
        return place.gate.try_out(Draft(**msgspec.structs.asdict(asked)))
    except PolicyError as problem:
        known = any(rule.id == asked.rule for rule in place.gate.rules)
        raise Invalid({"when": str(problem).partition(": ")[2]} if known else {"rule": "unknown"}) from problem


async def _read_stored(asked: RuleTrial, place: Place) -> list[Submission]:
    """The latest that was judged; that it was opened is on record first."""
    after = hashlib.sha256(msgspec.json.encode(asked)).hexdigest()[:16]

    def record(transaction: Transaction) -> list[Submission]:
        opened = Judged(place.place_keys).open_latest(transaction.connection, LATEST_MAX)
        content = {"before": place.gate.version, "after": f"{asked.rule} {after}", "read": len(opened)}
        ledger.append(transaction, "policy.backtest", content, place.clock())
        return [_decode(one) for one in opened]

    return await place.database.write(record)


async def _judge(trial: Trial, lines: Sequence[tuple[Submission, str | None]]) -> Tried:
    """Both ways, a few at a time, so that nobody who talks waits for it."""
    moves: Counter[tuple[Effect, Effect]] = Counter()
    examples: dict[tuple[Effect, Effect], list[str]] = {}
    spoke = speaks = 0
    began = time.perf_counter()
    for submission, text in lines:
        said = trial.ask(submission)
        spoke, speaks = spoke + said.spoke, speaks + said.speaks
        if said.before != said.after:
            move = said.before, said.after
            moves[move] += 1
            if text is not None and moves[move] <= EXAMPLES_MAX:
                examples.setdefault(move, []).append(text)
        if time.perf_counter() - began > TURN_SECONDS:
            await asyncio.sleep(0)
            began = time.perf_counter()
    return Tried(
        lines=len(lines),
        spoke=spoke,
        speaks=speaks,
        moves=[
            Move(before=move[0], after=move[1], count=count, examples=examples.get(move, []))
            for move, count in moves.most_common()
        ],
    )


handlers: list[HTTPRouteHandler] = [show_policies, try_rule]

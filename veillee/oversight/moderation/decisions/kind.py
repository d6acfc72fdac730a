"""What a kind of decision declares. There is one file for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.wire import DecisionKind, StaffRole, Words
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_decisions import Minutes, Undone


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a decision is applied to, or undone for. `subject` is what the case, or the contested case, is about.

    illegal: it rests on a law. aside_still: when undoing, another decision that stands does the same to the same words,
    or the same room.
    """

    subject: CaseSubject
    person_id: str | None
    statement_id: str | None
    article: str | None
    at: datetime
    until: datetime | None
    illegal: bool = False
    aside_still: bool = False


Effect = Callable[[Transaction, Target], None]
Undo = Callable[[Transaction, Target], Undone]


def nothing(_transaction: Transaction, _target: Target) -> None:
    """No effect beyond what is said."""


def nothing_undone(_transaction: Transaction, _target: Target) -> Undone:
    """There was no effect, so that there is none to take back."""
    return Undone()


def never(_connection: sa.Connection, _state: CaseState) -> bool:
    """One person decides it alone."""
    return False


def always(_connection: sa.Connection, _state: CaseState) -> bool:
    """Two people decide it."""
    return True


def of_no_case(_state: CaseState) -> bool:
    """On no case at all."""
    return False


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One kind of decision.

    roles: who may take it. fits: the cases it may close. affects: somebody gets a statement of reasons (notice);
    article: it names one. minutes: its duration, if it has one. outcome: what reporters are told. notice may hold
    {duration}. aside: the words in question go too, and the notice says so. undo: how a reversal takes it back.
    grave: whether a second person has to approve it; meanwhile: what binds the person until then. wide: it may take in
    all that the author did of late. closes: the case is decided with it. of_decided: it is taken about a case that is
    decided already. authority: the request names one. pictures: it is about pictures, and fits where there are some.
    first: the cases on which it is offered before all others.
    """

    kind: DecisionKind
    title: Words
    effect: Words
    roles: frozenset[StaffRole]
    fits: Callable[[CaseState], bool]
    apply: Effect
    undo: Undo = nothing_undone
    affects: bool = True
    article: bool = True
    notice: Words
    minutes: Minutes | None = None
    outcome: str = "measure"
    aside: bool = False
    grave: Callable[[sa.Connection, CaseState], bool] = never
    meanwhile: "Decision | None" = None
    wide: bool = False
    closes: bool = True
    of_decided: bool = False
    authority: bool = False
    pictures: bool = False
    first: Callable[[CaseState], bool] = of_no_case


WAITING = frozenset({"held_message", "held_first_word"})


def is_waiting(state: CaseState) -> bool:
    """Words wait for somebody to release or refuse them."""
    return state.source in WAITING and state.subject.kind in ("held_message", "first_word")


def is_complaint(state: CaseState) -> bool:
    """The case is about a decision."""
    return state.subject.kind in ("statement", "refusal")


def is_about_somebody(state: CaseState) -> bool:
    """Somebody answers for what the case is about."""
    return state.person_id is not None and not is_complaint(state)


def needs_care(state: CaseState) -> bool:
    """Somebody may not be well: that is never punished."""
    return state.label == "self_harm"


IN_DANGER = frozenset({"danger", "minor_sought", "third_person", "sedation", "sextortion", "ambush", "threat"})
"""Somebody's life or safety may be threatened by somebody else (DSA art. 18)."""


def is_danger(state: CaseState) -> bool:
    """It may not wait, for somebody's sake."""
    return state.urgent and state.label in IN_DANGER


def is_punishable(state: CaseState) -> bool:
    """Somebody answers for it, and not for being unwell."""
    return is_about_somebody(state) and not needs_care(state)

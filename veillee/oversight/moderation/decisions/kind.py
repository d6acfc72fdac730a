"""What a kind of decision declares. There is one file for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.staff.model import DECIDERS
from veillee.oversight.moderation.wire import DecisionKind, StaffRole, Words
from veillee.oversight.moderation.wire_cases import CaseSubject, Minutes


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a decision is applied to, or undone for. `subject` is what the case, or the contested case, is about.

    aside_still: when undoing, another decision that stands has set the same words aside.
    """

    subject: CaseSubject
    person_id: str | None
    statement_id: str | None
    article: str | None
    at: datetime
    until: datetime | None
    aside_still: bool = False


Effect = Callable[[Transaction, Target], None]


def nothing(_transaction: Transaction, _target: Target) -> None:
    """No effect beyond what is said."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One kind of decision.

    fits: the cases it may close. affects: somebody gets a statement of reasons (notice, article). minutes: its
    duration, if it has one. outcome: what reporters are told. notice may hold {duration}. aside: the words in question
    go too, and the notice says so. undo: how a reversal takes it back.
    """

    kind: DecisionKind
    title: Words
    effect: Words
    fits: Callable[[CaseState], bool]
    apply: Effect
    undo: Effect = nothing
    affects: bool = True
    notice: Words
    minutes: Minutes | None = None
    outcome: str = "measure"
    aside: bool = False
    roles: frozenset[StaffRole] = DECIDERS


WAITING = frozenset({"held_message", "held_first_word"})


def is_waiting(state: CaseState) -> bool:
    """Words wait for somebody to release or refuse them."""
    return state.source in WAITING and state.subject.kind in ("held_message", "first_word")


def is_complaint(state: CaseState) -> bool:
    """The case is about a decision."""
    return state.subject.kind == "statement"


def is_about_somebody(state: CaseState) -> bool:
    """Somebody answers for what the case is about."""
    return state.person_id is not None and not is_complaint(state)

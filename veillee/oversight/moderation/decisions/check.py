"""Whether a decision may be taken by this member of staff, on this case, in this form."""

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Invalid, NotFound, Problem, is_id
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.model import CaseState, Decided
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.kind import Decision, is_complaint
from veillee.oversight.moderation.decisions.pictures import list_pictures
from veillee.oversight.moderation.model import (
    AUTHORITY_CHARS_MAX,
    EVENTS_SHOWN_MAX,
    EXPLANATION_CHARS_MAX,
    FACTS_CHARS_MAX,
    HOURS_USUAL,
)
from veillee.oversight.moderation.objections import store as objections
from veillee.oversight.moderation.raids import store as raids
from veillee.oversight.moderation.raids.store import RaidLines
from veillee.oversight.moderation.staff.model import SENIORS, StaffCaller
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.statements.law import LEGAL_GROUNDS
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire import StaffMember, StatementArticle, StatementLaw
from veillee.oversight.moderation.wire_decisions import DecisionRequest
from veillee.safety.policy import HouseRules


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in a form that can be carried out. hours: how far it reaches back over what else its author did; None:
    it is about its case only. statement: the one that it takes back. raid: what goes with it of a raid."""

    decision: Decision
    state: CaseState
    facts: str
    article: StatementArticle | None
    minutes: int | None
    law: StatementLaw | None
    hours: int | None
    authority: str | None
    statement: str | None
    unpause: bool
    raid: RaidLines | None = None


def check_decision(
    connection: sa.Connection,
    staff: StaffCaller | StaffMember,
    case_id: str,
    request: DecisionRequest,
    rules: HouseRules,
    *,
    approved: bool = False,
) -> Checked:
    """The decision, if it may be taken now. approved: it is the one that was proposed.

    Raises NotFound, Forbidden `wrong-role` and `own-decision`, Problem `stale-case`, `closed-case`, `proposed`,
    `assigned` and what get_standing raises, Invalid.
    """
    state = cases.lock_state(connection, case_id) if is_id(case_id) else None
    if state is None:
        raise NotFound
    decision = DECISIONS[request.kind]
    if staff.role not in decision.roles:
        raise Forbidden("wrong-role", "Your role does not take this decision.")
    check_present(state, request.version, decided=decision.of_decided)
    if state.proposed and not approved:
        raise Problem("proposed", 409, "A decision about this case waits for a second person.")
    if not approved and state.state == "open" and state.assignee_id not in (None, staff.id):
        raise Problem("assigned", 409, "Somebody else has this case: take it over first, or leave it to them.")
    if decision.authority and state.source == "synthetic":
        raise Problem(
            "synthetic", 409, "This was made to measure how soon staff answer: there is nothing to tell anybody."
        )
    if not decision.fits(state) or (decision.pictures and not list_pictures(connection, state.subject)):
        raise Invalid({"kind": "not-for-this-case"})
    if is_complaint(state) and is_own_decision(connection, staff, state):
        raise Forbidden("own-decision", "A complaint is decided by somebody else than whoever took the decision.")
    return Checked(
        decision=decision,
        state=state,
        facts=_check_facts(request),
        article=_check_article(decision, request, rules),
        minutes=_check_minutes(decision, request.minutes),
        law=_check_law(decision, request),
        hours=_check_hours(decision, state, request),
        authority=_check_authority(decision, request.authority),
        statement=get_standing(connection, staff, case_id, state) if decision.of_decided else None,
        unpause=request.unpause,
        raid=_check_raid(connection, case_id, request),
    )


def check_written(decision: Decision, request: DecisionRequest, rules: HouseRules) -> str:
    """Whether a decision is written as its kind must be, whatever it is about; its facts. Raises Invalid."""
    _check_article(decision, request, rules)
    _check_minutes(decision, request.minutes)
    _check_law(decision, request)
    return _check_facts(request)


def is_own_decision(connection: sa.Connection, staff: StaffCaller | StaffMember, state: CaseState) -> bool:
    """Whether the complaint is about a decision that this member of staff took or approved (DSA art. 20(6))."""
    if state.subject.kind == "refusal":
        case, _ = objections.find_contested(connection, state.subject.id or "")
        return staff.id in objections.read_decided(connection, case)[0]
    row = statements.get_statement(connection, state.subject.id or "")
    return staff.id in (row.staff_id, row.approved_by)


def get_standing(
    connection: sa.Connection, staff: StaffCaller | StaffMember, case_id: str, state: CaseState
) -> str | None:
    """The statement of a decided case that can still be taken back, by whoever decided or by a senior; None for a room
    of the place itself, which was opened by nobody, so that its closing was told to nobody.

    Raises Problem `nothing-to-restore`, `already-reversed` and `contested`, Forbidden `wrong-role`.
    """
    row = statements.find_latest(connection, case_id)
    if row is None and state.decision == "close_room":
        _check_decider(staff, _find_decider(connection, case_id))
        return None
    if row is None:
        raise Problem("nothing-to-restore", 409, "This decision affected nobody: there is nothing to restore.")
    if row.reversed_at is not None:
        raise Problem("already-reversed", 409, "This decision has been taken back already.")
    if row.complained_at is not None and row.complaint_outcome is None:
        raise Problem("contested", 409, "A complaint about this decision is open: decide that one.")
    _check_decider(staff, row.staff_id)
    return str(row.id)


def _check_decider(staff: StaffCaller | StaffMember, decider: str | None) -> None:
    if staff.role not in SENIORS and decider != staff.id:
        raise Forbidden("wrong-role", "Whoever decided it takes it back, or a senior.")


def _find_decider(connection: sa.Connection, case_id: str) -> str | None:
    events = cases.read_events(connection, case_id, EVENTS_SHOWN_MAX)
    return next((event.staff_id for event in reversed(events) if isinstance(event.fact, Decided)), None)


def check_present(state: CaseState, version: int, *, decided: bool = False) -> None:
    """Raises Problem `stale-case` for a case that is no longer as it was read, `closed-case` for one that is decided,
    `open-case` for one that would have to be."""
    if state.version != version:
        raise Problem("stale-case", 409, "The case has changed since you read it.", extra={"version": state.version})
    if not decided and state.state != "open":
        raise Problem("closed-case", 409, "This case has been decided.")
    if decided and state.state == "open":
        raise Problem("open-case", 409, "This case has not been decided yet.")


def _check_facts(request: DecisionRequest) -> str:
    return check_text("facts", request.facts.replace("\r\n", "\n"), FACTS_CHARS_MAX)


def _check_article(decision: Decision, request: DecisionRequest, rules: HouseRules) -> StatementArticle | None:
    article_id = request.article
    if not (decision.affects and decision.article) or (request.ground == "law" and article_id is None):
        return None
    for article in rules.articles:
        if article.id == article_id:
            return StatementArticle(id=article.id, title=dict(article.title), text=dict(article.text))
    raise Invalid({"article": "missing" if article_id is None else "unknown"})


def _check_law(decision: Decision, request: DecisionRequest) -> StatementLaw | None:
    if request.ground == "rules":
        if request.law is not None:
            raise Invalid({"law": "not-for-this-ground"})
        return None
    if not (decision.affects and decision.article):
        raise Invalid({"ground": "not-for-this-decision"})
    known = LEGAL_GROUNDS.get(request.law or "")
    if known is None:
        raise Invalid({"law": "missing" if request.law is None else "unknown"})
    explanation = check_text("explanation", (request.explanation or "").replace("\r\n", "\n"), EXPLANATION_CHARS_MAX)
    return StatementLaw(id=known.id, reference=known.reference, title=known.title, explanation=explanation)


def _check_raid(connection: sa.Connection, case_id: str, request: DecisionRequest) -> RaidLines | None:
    if request.scope != "raid":
        return None
    lines = raids.find_lines(connection, case_id)
    if lines is None:
        raise Invalid({"scope": "not-for-this-decision"})
    return lines


def _check_hours(decision: Decision, state: CaseState, request: DecisionRequest) -> int | None:
    if request.scope != "author":
        if request.hours is not None:
            raise Invalid({"hours": "not-for-this-scope"})
        return None
    if not decision.wide or state.person_id is None:
        raise Invalid({"scope": "not-for-this-decision"})
    return request.hours or HOURS_USUAL


def _check_authority(decision: Decision, authority: str | None) -> str | None:
    if decision.authority:
        return check_text("authority", authority or "", AUTHORITY_CHARS_MAX)
    if authority is not None:
        raise Invalid({"authority": "not-for-this-decision"})
    return None


def _check_minutes(decision: Decision, minutes: int | None) -> int | None:
    bounds = decision.minutes
    if bounds is None:
        if minutes is not None:
            raise Invalid({"minutes": "not-for-this-decision"})
        return None
    if minutes is None:
        raise Invalid({"minutes": "missing"})
    if not bounds.least <= minutes <= bounds.most:
        raise Invalid({"minutes": "out-of-range"})
    return minutes

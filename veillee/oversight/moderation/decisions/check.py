"""Whether a decision may be taken by this member of staff, on this case, in this form."""

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Invalid, NotFound, Problem, is_id
from veillee.oversight.moderation.cases import store as cases
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions.kind import Decision, is_complaint
from veillee.oversight.moderation.model import FACTS_CHARS_MAX
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.statements import store as statements
from veillee.oversight.moderation.text import check_text
from veillee.oversight.moderation.wire import StatementArticle
from veillee.oversight.moderation.wire_cases import DecisionRequest
from veillee.safety.policy import HouseRules


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """A decision in a form that can be carried out."""

    decision: Decision
    state: CaseState
    facts: str
    article: StatementArticle | None
    minutes: int | None


def check_decision(
    connection: sa.Connection, staff: StaffCaller, case_id: str, request: DecisionRequest, rules: HouseRules
) -> Checked:
    """The decision, if it may be taken now.

    Raises NotFound, Forbidden `wrong-role` and `own-decision`, Problem `stale-case` and `closed-case`, Invalid.
    """
    state = cases.find_state(connection, case_id) if is_id(case_id) else None
    if state is None:
        raise NotFound
    decision = DECISIONS[request.kind]
    if staff.role not in decision.roles:
        raise Forbidden("wrong-role", "Your role reads cases and does not decide them.")
    _check_present(state, request.version)
    if not decision.fits(state):
        raise Invalid({"kind": "not-for-this-case"})
    if is_complaint(state) and is_own_decision(connection, staff, state):
        raise Forbidden("own-decision", "A complaint is decided by somebody else than whoever took the decision.")
    return Checked(
        decision=decision,
        state=state,
        facts=check_text("facts", request.facts.replace("\r\n", "\n"), FACTS_CHARS_MAX),
        article=_check_article(decision, request.article, rules),
        minutes=_check_minutes(decision, request.minutes),
    )


def is_own_decision(connection: sa.Connection, staff: StaffCaller, state: CaseState) -> bool:
    """Whether the complaint is about a decision that this member of staff took (DSA art. 20(6) asks for more)."""
    row = statements.get_statement(connection, state.subject.id or "")
    return bool(row.staff_id == staff.id)


def _check_present(state: CaseState, version: int) -> None:
    if state.version != version:
        raise Problem("stale-case", 409, "The case has changed since you read it.", extra={"version": state.version})
    if state.state != "open":
        raise Problem("closed-case", 409, "This case has been decided.")


def _check_article(decision: Decision, article_id: str | None, rules: HouseRules) -> StatementArticle | None:
    if not decision.affects:
        return None
    for article in rules.articles:
        if article.id == article_id:
            return StatementArticle(id=article.id, title=dict(article.title), text=dict(article.text))
    raise Invalid({"article": "missing" if article_id is None else "unknown"})


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

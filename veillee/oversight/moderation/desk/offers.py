"""The decisions that a reader may take on a case."""

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import Forbidden, Problem
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.decisions import proposal_store as proposals
from veillee.oversight.moderation.decisions.check import get_standing
from veillee.oversight.moderation.decisions.pictures import list_pictures
from veillee.oversight.moderation.decisions.proposals import needs_second
from veillee.oversight.moderation.model import Settings
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.staff.queries import name_staff
from veillee.oversight.moderation.wire_decisions import CaseProposal, DecisionOffer, DecisionRequest


def offer_decisions(
    transaction: Transaction, staff: StaffCaller, case_id: str, state: CaseState, settings: Settings
) -> list[DecisionOffer]:
    """In the order in which the console shows them; none for a role that decides nothing, none while one waits for a
    second person, and on a decided case only what takes the decision back."""
    if state.proposed or (state.state == "decided" and not _can_restore(transaction, staff, case_id, state)):
        return []
    decided = state.state == "decided"
    return [
        DecisionOffer(
            kind=decision.kind,
            minutes=decision.minutes,
            article=decision.affects and decision.article,
            author=decision.wide and state.person_id is not None,
            authority=decision.authority,
            second=needs_second(transaction.connection, state, decision.kind, settings),
            title=decision.title,
            effect=decision.effect,
            notice=decision.notice,
        )
        for decision in sorted(DECISIONS.values(), key=lambda decision: not decision.first(state))
        if staff.role in decision.roles
        and decision.of_decided == decided
        and decision.fits(state)
        and not (decision.pictures and not list_pictures(transaction.connection, state.subject))
    ]


def show_proposal(connection: sa.Connection, staff: StaffCaller, case_id: str) -> CaseProposal | None:
    """The decision that waits for a second person."""
    row = proposals.find_waiting(connection, case_id)
    if row is None:
        return None
    request = msgspec.convert(row.request, DecisionRequest)
    own = row.staff_id == staff.id
    return CaseProposal(
        decision=request.kind,
        request=request,
        by=name_staff(connection, {row.staff_id})[row.staff_id],
        at=row.at,
        lapses_at=row.lapses_at,
        own=own,
        approves=not own and staff.role in DECISIONS[request.kind].roles,
    )


def _can_restore(transaction: Transaction, staff: StaffCaller, case_id: str, state: CaseState) -> bool:
    try:
        get_standing(transaction.connection, staff, case_id, state)
    except (Forbidden, Problem):
        return False
    return True

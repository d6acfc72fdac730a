"""The decisions that a reader may take on a case."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions import DECISIONS
from veillee.oversight.moderation.staff.model import StaffCaller
from veillee.oversight.moderation.wire_cases import DecisionOffer


def offer_decisions(staff: StaffCaller, state: CaseState) -> list[DecisionOffer]:
    """In the order in which the console shows them; none on a decided case, none for a role that decides nothing."""
    if state.state != "open":
        return []
    return [
        DecisionOffer(
            kind=decision.kind,
            minutes=decision.minutes,
            article=decision.affects,
            title=decision.title,
            effect=decision.effect,
            notice=decision.notice,
        )
        for decision in DECISIONS.values()
        if staff.role in decision.roles and decision.fits(state)
    ]

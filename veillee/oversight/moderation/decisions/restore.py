"""Take a decision back without a complaint, by what its own kind declares as its undoing."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, nothing
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return state.state == "decided"


decision = Decision(
    kind="restore",
    roles=WATCHERS,
    title={"fr": "Rétablir", "en": "Restore"},
    effect={
        "fr": "La décision est levée et ce qu’elle avait pris revient, là où c’est possible. La personne le lit.",
        "en": "The decision is lifted and what it took comes back, where that is possible. The person reads so.",
    },
    notice={"fr": "", "en": ""},
    fits=_fits,
    apply=nothing,
    affects=False,
    of_decided=True,
)

"""Nothing wrong."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, is_complaint, is_waiting, nothing
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return not is_waiting(state) and not is_complaint(state)


decision = Decision(
    kind="no_violation",
    roles=WATCHERS,
    title={"fr": "Rien à reprocher", "en": "Nothing wrong"},
    effect={
        "fr": "Rien ne change. La personne signalée n’en saura rien.",
        "en": "Nothing changes. The reported person will not know.",
    },
    notice={"fr": "", "en": ""},
    fits=_fits,
    apply=nothing,
    affects=False,
    outcome="no_violation",
)

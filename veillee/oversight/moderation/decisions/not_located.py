"""A notice that leads nowhere: it was looked for and not found."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, nothing
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return state.subject.kind == "notice"


decision = Decision(
    kind="not_located",
    roles=WATCHERS,
    title={"fr": "Introuvable", "en": "Not found"},
    effect={
        "fr": "Rien ne change. Qui a écrit lira que nous n’avons pas trouvé, et peut écrire à nouveau.",
        "en": "Nothing changes. Whoever wrote will read that we did not find it, and can write again.",
    },
    notice={"fr": "", "en": ""},
    fits=_fits,
    apply=nothing,
    affects=False,
    outcome="not_located",
)

"""Hide a message."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.effects import bring_back, set_aside
from veillee.oversight.moderation.decisions.kind import Decision
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return state.subject.kind == "message"


decision = Decision(
    kind="hide",
    roles=WATCHERS,
    title={"fr": "Masquer le message", "en": "Hide the message"},
    effect={
        "fr": "Le message disparaît pour tout le monde, tout de suite. Rien d’autre ne change pour la personne.",
        "en": "The message disappears for everybody, at once. Nothing else changes for the person.",
    },
    notice={
        "fr": "Nous avons masqué votre message.",
        "en": "We have hidden your message.",
    },
    fits=_fits,
    aside=True,
    wide=True,
    apply=set_aside,
    undo=bring_back,
    outcome="hidden",
)

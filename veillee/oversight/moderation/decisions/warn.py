"""Warn."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, is_punishable, is_waiting, nothing
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return is_punishable(state) and not is_waiting(state)


decision = Decision(
    kind="warn",
    roles=WATCHERS,
    title={"fr": "Avertir", "en": "Warn"},
    effect={
        "fr": "La personne reçoit un avertissement. Ce qu’elle a écrit reste.",
        "en": "The person gets a warning. What they wrote stays.",
    },
    notice={
        "fr": "Nous vous adressons un avertissement. Vous pouvez continuer à parler ici ; merci d’en tenir compte.",
        "en": "This is a warning. You can go on talking here; please take it to heart.",
    },
    fits=_fits,
    apply=nothing,
)

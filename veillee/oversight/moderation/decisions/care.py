"""Somebody may not be well: a word of care, and nothing held against them."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, is_about_somebody, is_waiting, needs_care, nothing
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return needs_care(state) and is_about_somebody(state) and not is_waiting(state)


decision = Decision(
    kind="care",
    roles=WATCHERS,
    title={"fr": "Prendre soin", "en": "Show care"},
    effect={
        "fr": "La personne lit un mot de l’équipe et où trouver de l’aide. Rien ne change pour elle.",
        "en": "The person reads a word from the team and where to find help. Nothing changes for them.",
    },
    notice={
        "fr": "Personne ne vous reproche rien. Quelqu’un s’inquiète pour vous. Le 3114 écoute jour et nuit, "
        "gratuitement ; en danger, appelez le 15 ou le 112.",
        "en": "Nobody holds anything against you. Somebody is worried about you. 3114 listens day and night, free of "
        "charge; in danger, call 15 or 112.",
    },
    fits=_fits,
    apply=nothing,
    article=False,
    outcome="care",
    first=needs_care,
)

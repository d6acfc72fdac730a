"""Refuse held words."""

from veillee.oversight.moderation.decisions.effects import set_aside
from veillee.oversight.moderation.decisions.kind import Decision, is_waiting
from veillee.oversight.moderation.staff.model import WATCHERS

decision = Decision(
    kind="refuse",
    roles=WATCHERS,
    title={"fr": "Refuser", "en": "Refuse"},
    effect={
        "fr": "Les mots retenus ne partent pas ; la personne apprend pourquoi.",
        "en": "The held words do not go out; the person learns why.",
    },
    notice={
        "fr": "Vos mots, retenus pour être relus, ne seront pas transmis.",
        "en": "Your words, held to be read again, will not be passed on.",
    },
    fits=is_waiting,
    apply=set_aside,
    outcome="hidden",
)

"""A complaint convinces: the decision is taken back, by what its own kind declares as its undoing."""

from veillee.oversight.moderation.decisions.kind import Decision, is_complaint, nothing
from veillee.oversight.moderation.staff.model import WATCHERS

decision = Decision(
    kind="reverse",
    roles=WATCHERS,
    title={"fr": "Revenir sur la décision", "en": "Reverse the decision"},
    effect={
        "fr": "La décision contestée est levée et ses effets aussi ; s’il n’y avait rien eu, l’affaire est rouverte. "
        "La personne lit votre réponse.",
        "en": "The contested decision is lifted with its effects; where nothing was done, the case opens again. "
        "The person reads your answer.",
    },
    notice={"fr": "", "en": ""},
    fits=is_complaint,
    apply=nothing,
    affects=False,
)

"""A complaint does not convince: the decision stands."""

from veillee.oversight.moderation.decisions.kind import Decision, is_complaint, nothing
from veillee.oversight.moderation.staff.model import WATCHERS

decision = Decision(
    kind="uphold",
    roles=WATCHERS,
    title={"fr": "Maintenir la décision", "en": "Uphold the decision"},
    effect={
        "fr": "La décision contestée reste. La personne lit votre réponse.",
        "en": "The contested decision stands. The person reads your answer.",
    },
    notice={"fr": "", "en": ""},
    fits=is_complaint,
    apply=nothing,
    affects=False,
)

"""Warn whoever keeps reporting, or complaining, without any ground (DSA art. 23(2)). See misuse/."""

from veillee.oversight.moderation.decisions.effects import lift_misuse
from veillee.oversight.moderation.decisions.kind import Decision, nothing, of_no_case
from veillee.oversight.moderation.staff.model import WATCHERS

decision = Decision(
    kind="misuse_warn",
    roles=WATCHERS,
    title={"fr": "Avertir qui signale", "en": "Warn who reports"},
    effect={
        "fr": "La personne lit un avertissement. Ses signalements restent examinés.",
        "en": "The person reads a warning. Their reports are still looked at.",
    },
    notice={
        "fr": "Plusieurs de vos signalements, ou de vos réclamations, étaient manifestement infondés. Ceci est un "
        "avertissement : si cela continue, nous ne les examinerons plus pendant un temps.",
        "en": "Several of your reports, or complaints, were manifestly unfounded. This is a warning: if it goes on, we "
        "shall not look at them for a time.",
    },
    fits=of_no_case,
    apply=nothing,
    undo=lift_misuse,
)

"""Look at nothing more from whoever keeps reporting without any ground, for a time (DSA art. 23(2)). See misuse/."""

from veillee.oversight.moderation.decisions.effects import lift_misuse
from veillee.oversight.moderation.decisions.kind import Decision, nothing, of_no_case
from veillee.oversight.moderation.staff.model import SENIORS
from veillee.oversight.moderation.wire_decisions import Minutes
from veillee.oversight.moderation.wire_misuse import DAYS_MAX

decision = Decision(
    kind="misuse_suspend",
    roles=SENIORS,
    title={"fr": "Ne plus examiner les signalements", "en": "Stop looking at reports"},
    effect={
        "fr": "Ses signalements ne sont plus pris pendant un temps, sauf si quelqu’un peut être en danger.",
        "en": "Their reports are not taken for a time, unless somebody may be in danger.",
    },
    notice={
        "fr": "Malgré un avertissement, vous avez encore envoyé des signalements, ou des réclamations, manifestement "
        "infondés. Pendant {duration}, nous ne les examinons plus. Si quelqu’un, ou un enfant, peut être en danger, "
        "dites-le quand même : cela est toujours lu.",
        "en": "After a warning you have again sent reports, or complaints, that were manifestly unfounded. For "
        "{duration} we do not look at them. If somebody, or a child, may be in danger, say so all the same: that is "
        "always read.",
    },
    minutes=Minutes(least=24 * 60, most=DAYS_MAX * 24 * 60, usual=14 * 24 * 60),
    fits=of_no_case,
    apply=nothing,
    undo=lift_misuse,
)

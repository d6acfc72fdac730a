"""Mute for a while."""

from functools import partial

from veillee.oversight.moderation.decisions.effects import bind, unbind
from veillee.oversight.moderation.decisions.kind import Decision, is_punishable
from veillee.oversight.moderation.staff.model import WATCHERS
from veillee.oversight.moderation.wire_decisions import Minutes

decision = Decision(
    kind="mute",
    roles=WATCHERS,
    title={"fr": "Faire taire un temps", "en": "Mute for a while"},
    effect={
        "fr": "La personne peut lire mais plus écrire, et les mots en cause sont masqués.",
        "en": "The person can read but not write, and the words in question are hidden.",
    },
    notice={
        "fr": "Pendant {duration}, vous pouvez lire mais plus écrire.",
        "en": "For {duration} you can read but not write.",
    },
    minutes=Minutes(least=10, most=7 * 24 * 60, usual=60),
    aside=True,
    wide=True,
    fits=is_punishable,
    apply=partial(bind, kind="mute"),
    undo=partial(unbind, kind="mute"),
)

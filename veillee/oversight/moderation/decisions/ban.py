"""Ban for good."""

from functools import partial

from veillee.oversight.moderation.decisions.effects import bind, unbind
from veillee.oversight.moderation.decisions.kind import Decision, is_about_somebody

decision = Decision(
    kind="ban",
    title={"fr": "Exclure", "en": "Ban"},
    effect={
        "fr": "La personne sort tout de suite et ne revient pas. Les mots en cause sont masqués.",
        "en": "The person is out at once and does not return. The words in question are hidden.",
    },
    notice={
        "fr": "Vous ne pouvez plus entrer ici, sans limite de durée.",
        "en": "You can no longer come in here, without a time limit.",
    },
    aside=True,
    fits=is_about_somebody,
    apply=partial(bind, kind="ban"),
    undo=partial(unbind, kind="ban"),
)

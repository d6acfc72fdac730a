"""Suspend for a while."""

from functools import partial

from veillee.oversight.moderation.decisions.effects import bind, unbind
from veillee.oversight.moderation.decisions.kind import Decision, is_punishable
from veillee.oversight.moderation.staff.model import WATCHERS
from veillee.oversight.moderation.wire_decisions import Minutes

decision = Decision(
    kind="suspend",
    roles=WATCHERS,
    title={"fr": "Suspendre", "en": "Suspend"},
    effect={
        "fr": "La personne sort tout de suite et ne peut revenir qu’à la fin. Les mots en cause sont masqués.",
        "en": "The person is out at once and may return only at the end. The words in question are hidden.",
    },
    notice={
        "fr": "Vous ne pouvez plus entrer ici pendant {duration}.",
        "en": "You cannot come in here for {duration}.",
    },
    minutes=Minutes(least=60, most=180 * 24 * 60, usual=24 * 60),
    aside=True,
    wide=True,
    fits=is_punishable,
    apply=partial(bind, kind="suspend"),
    undo=partial(unbind, kind="suspend"),
)

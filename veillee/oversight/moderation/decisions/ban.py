"""Ban for good."""

import dataclasses
from functools import partial

from veillee.oversight.moderation.decisions import suspend
from veillee.oversight.moderation.decisions.effects import bind, unbind
from veillee.oversight.moderation.decisions.kind import Decision, always, is_punishable
from veillee.oversight.moderation.staff.model import WATCHERS

MEANWHILE = dataclasses.replace(
    suspend.decision,
    notice={
        "fr": "Nous pensons vous exclure. Une deuxième personne de l’équipe doit encore en décider ; jusque-là, et "
        "pendant {duration} au plus, vous ne pouvez plus entrer ici.",
        "en": "We think of banning you. A second member of the team has yet to decide; until then, and for {duration} "
        "at most, you cannot come in here.",
    },
)
"""What binds the person until a second person has looked."""

decision = Decision(
    kind="ban",
    roles=WATCHERS,
    title={"fr": "Exclure", "en": "Ban"},
    effect={
        "fr": "La personne sort tout de suite et ne revient pas. Les mots en cause sont masqués, toutes ses "
        "images retirées.",
        "en": "The person is out at once and does not return. The words in question are hidden, all their "
        "pictures removed.",
    },
    notice={
        "fr": "Vous ne pouvez plus entrer ici, sans limite de durée.",
        "en": "You can no longer come in here, without a time limit.",
    },
    aside=True,
    wide=True,
    grave=always,
    meanwhile=MEANWHILE,
    fits=is_punishable,
    apply=partial(bind, kind="ban"),
    undo=partial(unbind, kind="ban"),
)

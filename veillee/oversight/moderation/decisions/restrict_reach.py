"""Keep somebody from strangers and from opening rooms for a while."""

from functools import partial

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.effects import keep_near, release
from veillee.oversight.moderation.decisions.kind import Decision, is_punishable, is_waiting
from veillee.oversight.moderation.staff.model import WATCHERS
from veillee.oversight.moderation.wire_decisions import Minutes


def _fits(state: CaseState) -> bool:
    return is_punishable(state) and not is_waiting(state)


decision = Decision(
    kind="restrict_reach",
    roles=WATCHERS,
    title={"fr": "Restreindre la portée", "en": "Restrict reach"},
    effect={
        "fr": "La personne n’envoie plus de premiers mots ni d’images et n’ouvre plus de salons. Elle écrit là où "
        "elle est.",
        "en": "The person sends no first words and no pictures and opens no rooms. They write where they are.",
    },
    notice={
        "fr": "Pendant {duration}, vous ne pouvez ni écrire à des inconnus, ni ouvrir de salon, ni envoyer d’images. "
        "Le reste ne change pas.",
        "en": "For {duration} you can neither write to strangers, nor open rooms, nor send pictures. Nothing else "
        "changes.",
    },
    minutes=Minutes(least=60, most=180 * 24 * 60, usual=7 * 24 * 60),
    wide=True,
    fits=_fits,
    apply=keep_near,
    undo=partial(release, kind="reach"),
)

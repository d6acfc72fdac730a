"""Take pictures away, and leave the words."""

from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision
from veillee.oversight.moderation.decisions.pictures import bring_pictures_back, take_pictures
from veillee.oversight.moderation.staff.model import WATCHERS


def _fits(state: CaseState) -> bool:
    return state.subject.kind in ("picture", "message")


decision = Decision(
    kind="remove_pictures",
    roles=WATCHERS,
    title={"fr": "Retirer les images", "en": "Remove the pictures"},
    effect={
        "fr": "L’image signalée, ou toutes celles du message, disparaissent pour tout le monde, tout de suite. Les "
        "mots restent. Si la raison est une loi, la même image ne peut plus être envoyée ici.",
        "en": "The reported picture, or all those of the message, disappear for everybody, at once. The words stay. If "
        "the ground is a law, the same picture cannot be sent here again.",
    },
    notice={
        "fr": "Nous avons retiré une ou plusieurs images que vous aviez envoyées.",
        "en": "We have removed one or more pictures that you had sent.",
    },
    fits=_fits,
    pictures=True,
    wide=True,
    apply=take_pictures,
    undo=bring_pictures_back,
    outcome="hidden",
)

"""Release held words."""

from veillee.community import conversations, private_talk
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.decisions.kind import Decision, Target, is_waiting
from veillee.oversight.moderation.staff.model import WATCHERS


def _release(transaction: Transaction, target: Target) -> None:
    if target.subject.kind == "held_message" and target.subject.id:
        conversations.release_held(transaction, target.subject.id, at=target.at)
    elif target.subject.id:
        private_talk.release_request(transaction, target.subject.id)


decision = Decision(
    kind="release",
    roles=WATCHERS,
    title={"fr": "Laisser passer", "en": "Release"},
    effect={
        "fr": "Les mots retenus partent maintenant, comme si de rien n’était.",
        "en": "The held words go out now, as if nothing had happened.",
    },
    notice={"fr": "", "en": ""},
    fits=is_waiting,
    apply=_release,
    affects=False,
    outcome="no_violation",
)

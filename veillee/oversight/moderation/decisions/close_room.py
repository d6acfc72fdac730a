"""Close a room."""

import sqlalchemy as sa

from veillee.community import conversations, rooms
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.model import CaseState
from veillee.oversight.moderation.decisions.kind import Decision, Target
from veillee.oversight.moderation.model import POPULATED_MEMBERS
from veillee.oversight.moderation.staff.model import WATCHERS
from veillee.oversight.moderation.wire_decisions import Undone


def _fits(state: CaseState) -> bool:
    return state.subject.kind == "room"


def _close(transaction: Transaction, target: Target) -> None:
    if target.subject.id:
        rooms.close_room(transaction, target.subject.id, at=target.at)


def _open_again(transaction: Transaction, target: Target) -> Undone:
    if target.aside_still:
        return Undone(kept=1)
    opened = target.subject.id is not None and rooms.open_again(transaction, target.subject.id)
    return Undone(restored=1) if opened else Undone(gone=1)


def _is_populated(connection: sa.Connection, state: CaseState) -> bool:
    room = state.subject.id
    return room is not None and conversations.count_members(connection, room) >= POPULATED_MEMBERS


decision = Decision(
    kind="close_room",
    roles=WATCHERS,
    title={"fr": "Fermer le salon", "en": "Close the room"},
    effect={
        "fr": "Le salon disparaît et tout le monde en sort, tout de suite. Personne ne peut plus y entrer.",
        "en": "The room disappears and everybody is out of it, at once. Nobody can come in any more.",
    },
    notice={
        "fr": "Nous avons fermé le salon que vous aviez ouvert. Vous pouvez continuer à parler ailleurs ici.",
        "en": "We have closed the room that you opened. You can go on talking elsewhere here.",
    },
    fits=_fits,
    apply=_close,
    undo=_open_again,
    grave=_is_populated,
)

"""Writing letters, and forgetting them."""

from datetime import datetime
from email.utils import make_msgid

import msgspec
import sqlalchemy as sa

from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction, find_tool
from veillee.oversight.mail import store
from veillee.oversight.mail.model import DEAD_KEPT, SENT_KEPT, Letter
from veillee.safety.sealing import Boxes, PlaceKeys

PURPOSE = "veillee mail"
FORGOTTEN_PER_BATCH = 200


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed of a letter. message_id: the same at every attempt, so that a second copy can be recognised."""

    to: str
    subject: str
    text: str
    message_id: str


class Outbox:
    """Where letters wait; lent to the database of a place that has a mail server. origin: the place's address."""

    def __init__(self, place_keys: PlaceKeys, origin: str, site: str) -> None:
        self.origin = origin
        self.site = site
        self._boxes = Boxes(place_keys, store.outbox, PURPOSE)

    def put(self, transaction: Transaction, letter: Letter, now: datetime) -> None:
        """Store a letter; it is sent only if the transaction is committed."""
        id_ = new_id()
        said = Sealed(to=letter.to, subject=letter.subject, text=letter.text, message_id=make_msgid(domain="veillee"))
        sealed = self._boxes.seal(transaction.connection, id_, msgspec.json.encode(said))
        values = {"id": id_, "kind": letter.kind, "about": letter.about, "written_at": now, "next_at": now}
        store.add_letter(transaction.connection, values | sealed)

    def open(self, connection: sa.Connection, row: store.Row) -> Sealed:
        """What a letter says. Raises KeyMissing, Damaged."""
        return msgspec.json.decode(self._boxes.open(connection, row), type=Sealed)


def write_letter(transaction: Transaction, letter: Letter, now: datetime) -> bool:
    """Write a letter, where the place has a mail server; whether it has."""
    outbox = find_tool(transaction.connection, Outbox)
    if outbox is not None:
        outbox.put(transaction, letter, now)
    return outbox is not None


def forget_letters(transaction: Transaction, now: datetime) -> int:
    """Destroy what is sealed in letters that have long been dead, and rows that have had their time; how many."""
    store.destroy_dead(transaction.connection, now - DEAD_KEPT)
    return store.delete_done(transaction.connection, now - SENT_KEPT, FORGOTTEN_PER_BATCH)


def rewrap_letters(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """See Boxes.rewrap_batch."""
    return Boxes(place_keys, store.outbox, PURPOSE).rewrap_batch(transaction)

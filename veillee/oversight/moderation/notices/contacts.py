"""Who sent a notice, sealed apart from it: nobody of the staff reads it, and it is destroyed in time."""

import hmac
from datetime import datetime
from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.foundation.storage import Transaction, get_tool, metadata
from veillee.oversight.moderation.model import COMPLAINT_PERIOD
from veillee.oversight.moderation.notices.store import notice_items
from veillee.safety.sealing import Boxes, PlaceKeys, columns

PURPOSE = "veillee notifiers"
LINK = "/signaler#{secret}"
FORGOTTEN_PER_BATCH = 200

notice_contacts = sa.Table("notice_contacts", metadata, *columns(), comment="id: of the notice")


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of oneself. secret: leads to the status page, for letters; language: of letters."""

    name: str | None
    email: str | None
    secret: str
    language: Literal["fr", "en"]

    @property
    def link(self) -> str:
        """Where the notice is followed, without the address of the place."""
        return LINK.format(secret=self.secret)


def keep_contact(transaction: Transaction, notice_id: str, contact: Contact) -> None:
    """Seal it, if anything was said."""
    if contact.name is None and contact.email is None:
        return
    boxes = _boxes(get_tool(transaction.connection, PlaceKeys))
    sealed = boxes.seal(transaction.connection, notice_id, msgspec.json.encode(contact))
    transaction.connection.execute(sa.insert(notice_contacts).values(id=notice_id, **sealed))


def find_contact(connection: sa.Connection, notice_id: str) -> Contact | None:
    """Who sent a notice, unless nobody said or it was destroyed. Raises KeyMissing, Damaged."""
    row = connection.execute(sa.select(notice_contacts).where(notice_contacts.c.id == notice_id)).one_or_none()
    if row is None:
        return None
    return msgspec.json.decode(_boxes(get_tool(connection, PlaceKeys)).open(connection, row), type=Contact)


def forget_contacts(transaction: Transaction, now: datetime) -> int:
    """Destroy those of notices that can no longer be contested, a batch; how many."""
    waits = sa.select(notice_items.c.id).where(
        notice_items.c.notice_id == notice_contacts.c.id,
        notice_items.c.decided_at.is_(None) | (notice_items.c.decided_at > now - COMPLAINT_PERIOD),
    )
    old = sa.select(notice_contacts.c.id).where(~waits.exists()).limit(FORGOTTEN_PER_BATCH)
    ids = list(transaction.connection.execute(old).scalars())
    transaction.connection.execute(sa.delete(notice_contacts).where(notice_contacts.c.id.in_(ids)))
    return len(ids)


def rewrap_contacts(transaction: Transaction, place_keys: PlaceKeys) -> int:
    """See Boxes.rewrap_batch."""
    return _boxes(place_keys).rewrap_batch(transaction)


def mark_notifier(key: bytes, email: str | None) -> bytes | None:
    """The same for every notice from the same address, and no way back to it without the key."""
    return None if email is None else hmac.digest(key, email.strip().casefold().encode(), "sha256")


def _boxes(place_keys: PlaceKeys) -> Boxes:
    return Boxes(place_keys, notice_contacts, PURPOSE)

"""From a location as the notifier saw it to what a case can be about.

Whether it was found is told to staff only: the answer to a notice must not tell who or what is here.
"""

import re

import sqlalchemy as sa

from veillee.community import conversations, people, rooms
from veillee.foundation.basics import NotFound, is_id
from veillee.oversight.moderation.reports.access import Reportable, whole
from veillee.oversight.moderation.wire_cases import CaseSubject
from veillee.oversight.moderation.wire_notices import NoticeItem

ROOM = re.compile(r"(?:^|/)salons/([\w-]{1,64})/?(?:#(\d{1,9}))?$")


def find_noticed(connection: sa.Connection, item: NoticeItem) -> Reportable | None:
    """What the location leads to. Private talk is not found from outside: only its members report it."""
    if item.kind == "person":
        return _person(connection, item.location)
    if item.kind == "other":
        return None
    address = ROOM.search(item.location)
    room = rooms.find_room(connection, address[1]) if address else rooms.find_room_named(connection, item.location)
    if room is None:
        return None
    if item.kind == "message":
        # Without a number nobody is accused: the opener of a room does not answer for what others wrote there.
        return _message(connection, room.id, int(address[2])) if address and address[2] else None
    return Reportable(subject=whole("room", room.id), person_id=rooms.find_opener(connection, room.id))


def _message(connection: sa.Connection, room: str, seq: int) -> Reportable | None:
    message = conversations.find_message(connection, room, seq)
    if message is None:
        return None
    subject = CaseSubject(kind="message", id=None, conversation=room, seq=seq)
    return Reportable(subject=subject, person_id=message.author.id)


def _person(connection: sa.Connection, location: str) -> Reportable | None:
    if is_id(location):
        try:
            found = people.get_person(connection, location).id
        except NotFound:
            return None
    else:
        named = people.find_person_named(connection, people.name_key(location.removeprefix("@")))
        if named is None:
            return None
        found = named.id
    return Reportable(subject=whole("person", found), person_id=found)

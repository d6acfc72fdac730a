"""From (reporter, subject) to something that this person may report, or fail as if it did not exist."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, people, rooms
from veillee.foundation.basics import Invalid, NotFound, is_id
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.wire_cases import CaseSubject


class Reportable(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the caller has seen. person_id: whom a decision would affect."""

    subject: CaseSubject
    person_id: str | None


def get_reportable(
    connection: sa.Connection, caller: people.Caller, subject: wire.ReportSubject, now: datetime
) -> Reportable:
    """What the caller wants to report. Raises NotFound for what they cannot see, Invalid for their own."""
    found = _find(connection, caller, subject, now)
    if found.person_id == caller.id:
        raise Invalid({"subject": "own"})
    return found


def _find(connection: sa.Connection, caller: people.Caller, subject: wire.ReportSubject, now: datetime) -> Reportable:
    match subject:
        case wire.MessageSubject():
            return _message(connection, caller, subject, now)
        case wire.PersonSubject(id=person_id):
            person = people.get_person(connection, person_id)
            return Reportable(subject=_whole("person", person.id), person_id=person.id)
        case wire.RoomSubject(id=room_id):
            room = rooms.find_room(connection, room_id) if is_id(room_id) else None
            if room is None:
                raise NotFound
            return Reportable(subject=_whole("room", room.id), person_id=rooms.find_opener(connection, room.id))
        case _:
            raise NotFound


def _message(
    connection: sa.Connection, caller: people.Caller, subject: wire.MessageSubject, now: datetime
) -> Reportable:
    # Membership is all that is asked here; what the room is called does not matter.
    conversations.get_membership(connection, caller.id, subject.conversation, lambda _connection, _ids: {}, now)
    message = conversations.find_message(connection, subject.conversation, subject.seq)
    if message is None:
        raise NotFound
    target = CaseSubject(kind="message", id=None, conversation=message.conversation, seq=message.seq)
    return Reportable(subject=target, person_id=message.author.id)


def _whole(kind: str, id_: str) -> CaseSubject:
    return msgspec.convert({"kind": kind, "id": id_, "conversation": None, "seq": None}, CaseSubject)

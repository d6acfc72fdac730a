"""From (reporter, subject) to something that this person may report, or fail as if it did not exist."""

import msgspec
import sqlalchemy as sa

from veillee.community import conversations, media, people, rooms
from veillee.foundation.basics import Invalid, NotFound, is_id
from veillee.oversight.moderation import wire
from veillee.oversight.moderation.wire_cases import CaseSubject


class Reportable(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the caller has seen. person_id: whom a decision would affect; seen_in: a conversation of the
    caller's in which they saw this person."""

    subject: CaseSubject
    person_id: str | None
    seen_in: str | None = None


def get_reportable(connection: sa.Connection, caller: people.Caller, subject: wire.ReportSubject) -> Reportable:
    """What the caller wants to report. Raises NotFound for what they cannot see, Invalid for their own."""
    found = _find(connection, caller, subject)
    if found.person_id == caller.id:
        raise Invalid({"subject": "own"})
    return found


def _find(connection: sa.Connection, caller: people.Caller, subject: wire.ReportSubject) -> Reportable:
    match subject:
        case wire.MessageSubject():
            return _message(connection, caller, subject)
        case wire.PersonSubject(id=person_id, conversation=seen_in):
            person = people.get_person(connection, person_id)
            if seen_in is not None:
                conversations.get_last_seen(connection, caller.id, seen_in)
            return Reportable(subject=whole("person", person.id), person_id=person.id, seen_in=seen_in)
        case wire.RoomSubject(id=room_id):
            room = rooms.find_room(connection, room_id) if is_id(room_id) else None
            if room is None:
                raise NotFound
            return Reportable(subject=whole("room", room.id), person_id=rooms.find_opener(connection, room.id))
        case wire.PictureSubject(id=picture_id):
            return _picture(connection, caller, picture_id)
        case _:
            raise NotFound


def _picture(connection: sa.Connection, caller: people.Caller, picture_id: str) -> Reportable:
    """One that a decision took away meanwhile can be reported still by whoever saw it."""
    place = media.find_place(connection, picture_id)
    if place is None or place.seq is None:
        raise NotFound
    if place.seq > conversations.get_last_seen(connection, caller.id, place.conversation):
        raise NotFound
    target = CaseSubject(kind="picture", id=picture_id, conversation=place.conversation, seq=place.seq)
    return Reportable(subject=target, person_id=place.owner)


def _message(connection: sa.Connection, caller: people.Caller, subject: wire.MessageSubject) -> Reportable:
    # Who has left may report what they saw until then.
    last = conversations.get_last_seen(connection, caller.id, subject.conversation)
    message = conversations.find_message(connection, subject.conversation, subject.seq)
    if message is None or message.seq > last:
        raise NotFound
    target = CaseSubject(kind="message", id=None, conversation=message.conversation, seq=message.seq)
    return Reportable(subject=target, person_id=message.author.id)


def whole(kind: str, id_: str) -> CaseSubject:
    """A subject that is more than one message."""
    return msgspec.convert({"kind": kind, "id": id_, "conversation": None, "seq": None}, CaseSubject)

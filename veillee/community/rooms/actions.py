"""Opening rooms, listing them, going in."""

import itertools
from typing import Literal

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import ConversationFrame, Following, JoinedFrame, add_membership, check_may_speak
from veillee.community.people import Caller, Lamp, facts_of, name_key
from veillee.community.presence import Attendance, Client
from veillee.community.rooms.events import RoomOpened
from veillee.community.rooms.model import (
    NAME_CHARS_MAX,
    NAME_CHARS_MIN,
    TOPIC_CHARS_MAX,
    Room,
    RoomForm,
    RoomView,
    check_line,
    make_slug,
)
from veillee.community.rooms.queries import find_room, is_room_name_taken, is_slug_taken, list_rooms
from veillee.community.rooms.store import add_room
from veillee.foundation.basics import Clock, Invalid, NotFound, Paces, Problem, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.safety.policy import Gate, Submission

DAY_SECONDS = 86_400


class RoomLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator has set for rooms."""

    rooms_per_day_per_person: int


class Rooms:
    """The verbs of rooms."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        attendance: Attendance,
        following: Following,
        lamp: Lamp,
        clock: Clock,
        limits: RoomLimits,
    ) -> None:
        self._database = database
        self._gate = gate
        self._attendance = attendance
        self._following = following
        self._lamp = lamp
        self._clock = clock
        self._paces = Paces(clock, limits.rooms_per_day_per_person, DAY_SECONDS)

    async def list_open(self) -> list[RoomView]:
        """The rooms, with how many are in each now."""
        return [self._view(room) for room in await self._database.read(list_rooms)]

    async def open(self, caller: Caller, form: RoomForm) -> RoomView:
        """A new room. Raises Problem `resting`, `nudged`, Invalid by field, TooFast, Forbidden `muted`."""
        self._lamp.check_lit()
        check_may_speak(caller, self._clock())
        language = form.language or caller.language
        if language not in ("fr", "en"):
            raise Invalid({"language": "unknown"})
        name = check_line("name", form.name, NAME_CHARS_MIN, NAME_CHARS_MAX)
        topic = check_line("topic", form.topic, 0, TOPIC_CHARS_MAX)
        self._check_words(caller, "name", name, language)
        self._check_words(caller, "topic", topic, language)
        self._paces.check(caller.id)
        room = await self._database.write(self._add, name, topic, language, caller.id)
        return self._view(room)

    async def found(self, name: str, topic: str, language: str) -> RoomView:
        """A room of the place itself, unless one of that name is there already."""
        existing = [room for room in await self._database.read(list_rooms) if name_key(room.name) == name_key(name)]
        room = existing[0] if existing else await self._database.write(self._add, name, topic, language, None)
        return self._view(room)

    async def join(self, client: Client, id_or_slug: str, ref: str | None) -> None:
        """Become a member, follow, get the last messages. Raises NotFound."""
        conversation = await self._database.write(self._enter, client.person.id, id_or_slug)
        item, messages = await self._following.follow(client, conversation)
        client.tell(JoinedFrame(ref=ref, conversation=item, messages=messages))
        for other in self._attendance.clients(client.person.id):
            if conversation not in other.memberships:
                item, messages = await self._following.follow(other, conversation)
                other.tell(ConversationFrame(conversation=item, messages=messages))

    def _check_words(self, caller: Caller, field: Literal["name", "topic"], text: str, language: str) -> None:
        facts = facts_of(caller.age, caller.entered_at, self._clock())
        kind: Literal["room_name", "room_topic"] = "room_name" if field == "name" else "room_topic"
        verdict = self._gate.review(Submission(text=text, kind=kind, language=language, author=facts))
        if verdict.effect != "allow":
            raise Problem(
                "refused",
                422,
                verdict.text(caller.language),
                errors={field: "refused"},
                extra={"code": verdict.code, "labels": verdict.labels},
            )

    def _add(self, transaction: Transaction, name: str, topic: str, language: str, opened_by: str | None) -> Room:
        connection = transaction.connection
        if is_room_name_taken(connection, name_key(name)):
            raise Invalid({"name": "taken"})
        slugs = (make_slug(name, number) for number in itertools.count(1))
        slug = next(slug for slug in slugs if not is_slug_taken(connection, slug))
        room = Room(id=new_id(), slug=slug, name=name, topic=topic, language=language)
        add_room(transaction, room, name_key(name), opened_by, self._clock())
        transaction.announce(RoomOpened(room_id=room.id))
        return room

    def _enter(self, transaction: Transaction, person_id: str, id_or_slug: str) -> str:
        room = _get_room(transaction.connection, id_or_slug)
        add_membership(transaction, room.id, person_id, self._clock())
        return room.id

    def _view(self, room: Room) -> RoomView:
        return RoomView(
            id=room.id,
            slug=room.slug,
            name=room.name,
            topic=room.topic,
            kind="public",
            language=room.language,
            present=self._attendance.present(room.id),
            watch=self._lamp.state,
        )


def _get_room(connection: sa.Connection, id_or_slug: str) -> Room:
    room = find_room(connection, id_or_slug)
    if room is None:
        raise NotFound
    return room

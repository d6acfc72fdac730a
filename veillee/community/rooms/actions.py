"""Opening rooms, listing them, going in."""

import itertools
from datetime import timedelta
from typing import Literal, NamedTuple

import sqlalchemy as sa

from veillee.community.conversations import (
    ConversationFrame,
    Following,
    JoinedFrame,
    MembershipBegan,
    add_membership,
)
from veillee.community.outcomes import about_name, carry_out, nudged, refused, stop_words
from veillee.community.people import Caller, Lamp, Reaching, check_may_reach, facts_of, name_key
from veillee.community.presence import Attendance, Client
from veillee.community.rooms.events import RoomFlagged, RoomOpened
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
from veillee.community.rooms.queries import (
    ROOMS_MAX,
    count_opened,
    find_room,
    is_room_name_taken,
    is_slug_taken,
    list_rooms,
    page_rooms,
)
from veillee.community.rooms.store import add_room
from veillee.foundation.basics import Clock, Forbidden, Invalid, NotFound, Signer, TooFast, new_id
from veillee.foundation.storage import Asked, Database, Page, Transaction
from veillee.safety.policy import Gate, Submission, Verdict

DAY = timedelta(days=1)
FIRST_PAGE = Asked(size=ROOMS_MAX)


class _Asked(NamedTuple):
    """Who wants to open a room, and whether they confirmed what they were asked to think of again."""

    caller: Caller
    language: str
    origin: tuple[str, int]
    confirm: str
    confirmed: bool


class Rooms:
    """The verbs of rooms."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        attendance: Attendance,
        following: Following,
        lamp: Lamp,
        signer: Signer,
        clock: Clock,
        reaching: Reaching,
    ) -> None:
        self._database = database
        self._gate = gate
        self._attendance = attendance
        self._following = following
        self._lamp = lamp
        self._signer = signer
        self._clock = clock
        self._reaching = reaching

    async def list_open(self, asked: Asked = FIRST_PAGE) -> Page[RoomView]:
        """The rooms, the oldest first, with how many are in each now."""
        page = await self._database.read(page_rooms, asked)
        return Page(items=[self._view(room) for room in page.items], next=page.next)

    async def open(self, caller: Caller, form: RoomForm, origin: tuple[str, int]) -> RoomView:
        """A new room.

        Raises Problem `resting`, `nudged` (with advice and confirm), `refused`, Invalid by field, TooFast, Forbidden
        `muted`, `beyond-reach`, `reach-restricted`.
        """
        self._lamp.check_lit("rooms")
        check_may_reach(caller, self._clock())
        language = form.language or caller.language
        if language not in ("fr", "en"):
            raise Invalid({"language": "unknown"})
        name = check_line("name", form.name, NAME_CHARS_MIN, NAME_CHARS_MAX)
        topic = check_line("topic", form.topic, 0, TOPIC_CHARS_MAX)
        marks = ("room", caller.id, name, topic)
        asked = _Asked(caller, language, origin, self._signer.sign(*marks), self._confirmed(form, marks))
        flagged = [await self._pass(asked, "name", name), await self._pass(asked, "topic", topic)]
        room = await self._database.write(self._open, caller, name, topic, language)
        for verdict in flagged:
            if verdict.open_case:
                event = RoomFlagged(room_id=room.id, person=caller.person, verdict=verdict)
                await self._database.write(Transaction.announce, event)
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

    def _confirmed(self, form: RoomForm, marks: tuple[str, ...]) -> bool:
        return form.confirm is not None and self._signer.accepts(form.confirm, *marks)

    async def _pass(self, asked: "_Asked", field: Literal["name", "topic"], text: str) -> Verdict:
        """The verdict on words that pass. Raises Problem `nudged`, `refused`."""
        caller = asked.caller
        facts = facts_of(caller.age, caller.entered_at, self._clock())
        kind: Literal["room_name", "room_topic"] = "room_name" if field == "name" else "room_topic"
        submission = Submission(
            text=text, kind=kind, language=asked.language, region=caller.person.region, author=facts
        )
        verdict = about_name(self._gate.review_to_keep(submission), kind)

        async def passes() -> Verdict:
            return verdict

        async def asks() -> Verdict:
            raise nudged(verdict, caller.language, asked.confirm)

        async def stops() -> Verdict:
            await self._database.write(stop_words, caller.person, kind, text, verdict, asked.origin, self._clock())
            raise refused(verdict, caller.language, field)

        # Nobody waits before an empty room: what a person should read first is refused, and may be read all the same.
        return await carry_out(verdict, confirmed=asked.confirmed, passes=passes, asks=asks, holds=stops, refuses=stops)

    def _open(self, transaction: Transaction, caller: Caller, name: str, topic: str, language: str) -> Room:
        may = self._reaching.find(transaction.connection, caller).now.may
        if may.rooms_per_day == 0:
            raise Forbidden("beyond-reach", "You may open no room for now.")
        if count_opened(transaction.connection, caller.id, self._clock() - DAY) >= may.rooms_per_day:
            raise TooFast(DAY.total_seconds())
        return self._add(transaction, name, topic, language, caller.id)

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
        if add_membership(transaction, room.id, person_id, self._clock()):
            transaction.announce(MembershipBegan(person_id=person_id, conversation=room.id))
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
            watch=self._lamp.state("rooms"),
        )


def _get_room(connection: sa.Connection, id_or_slug: str) -> Room:
    room = find_room(connection, id_or_slug)
    if room is None:
        raise NotFound
    return room

"""What goes out by itself: each event with the people it is for."""

from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import (
    AcceptedFrame,
    ConversationFrame,
    ConversationOpened,
    HeldRefused,
    HeldReleased,
    HiddenFrame,
    MessageHidden,
    MessagesAppended,
    Reason,
    RefusedFrame,
)
from veillee.community.entry import SessionEnded
from veillee.community.people import PersonRestricted, Restriction, RestrictionLifted, find_restriction
from veillee.community.presence import Client, WatchFrame
from veillee.community.private_talk import RequestAnswered, RequestFrame, RequestMade, find_request

if TYPE_CHECKING:
    from veillee.server.wiring import Place

NOT_RELEASED = {
    "fr": "Une personne de l'équipe a relu ce message et ne l'a pas laissé passer.",
    "en": "A member of staff has read this message and did not let it pass.",
}


class Push:
    """Listens to what was stored and tells those whom it concerns."""

    def __init__(self, place: "Place") -> None:
        self._place = place
        self._attendance = place.attendance
        listen = place.listeners.after
        listen(MessagesAppended, place.delivery.on_appended)
        listen(MessageHidden, self._hidden)
        listen(HeldReleased, self._released)
        listen(HeldRefused, self._not_released)
        listen(ConversationOpened, self._opened)
        listen(RequestMade, self._asked)
        listen(RequestAnswered, self._answered)
        listen(PersonRestricted, self._restricted)
        listen(RestrictionLifted, self._lifted)
        listen(SessionEnded, self._left)
        place.lamp.on_change(self._lamp_changed)

    def tell(self, person_id: str, frame: msgspec.Struct) -> None:
        """One frame to all connections of a person."""
        self._attendance.push((person_id,), frame)

    def _hidden(self, event: MessageHidden) -> None:
        frame = HiddenFrame(conversation=event.conversation, seq=event.seq, hidden=event.hidden)
        self._attendance.broadcast(event.conversation, frame)

    def _released(self, event: HeldReleased) -> None:
        message = event.message
        self.tell(
            event.person_id,
            AcceptedFrame(
                ref=event.ref,
                conversation=message.conversation,
                seq=message.seq,
                id=message.id,
                sent_at=message.sent_at,
            ),
        )

    def _not_released(self, event: HeldRefused) -> None:
        for client in self._attendance.clients(event.person_id):
            text = NOT_RELEASED.get(client.caller.language, NOT_RELEASED["fr"])
            client.tell(RefusedFrame(ref=event.ref, reason=Reason(code=event.article, text=text)))

    def _opened(self, event: ConversationOpened) -> None:
        for person_id in event.members:
            for client in self._attendance.clients(person_id):
                self._place.background.run(self._follow(client, event.conversation))

    async def _follow(self, client: Client, conversation: str) -> None:
        item, messages = await self._place.following.follow(client, conversation)
        client.tell(ConversationFrame(conversation=item, messages=messages))

    def _asked(self, event: RequestMade) -> None:
        self._place.background.run(self._tell_request(event.request_id, event.sender_id, event.receiver_id))

    def _answered(self, event: RequestAnswered) -> None:
        people = (event.sender_id, event.receiver_id) if event.conversation else (event.sender_id,)
        self._place.background.run(self._tell_request(event.request_id, *people))

    async def _tell_request(self, request_id: str, *person_ids: str) -> None:
        request = await self._place.database.read(find_request, request_id)
        if request is not None:
            self._attendance.push(person_ids, RequestFrame(request=request))

    def _restricted(self, event: PersonRestricted) -> None:
        restriction = Restriction(kind=event.kind, until=event.until, statement=event.statement_id)
        for client in self._attendance.clients(event.person_id):
            client.caller = msgspec.structs.replace(client.caller, restriction=restriction)
            if restriction.shuts_out:
                client.close(1008, "restricted")
                self._attendance.depart(client)

    def _lifted(self, event: RestrictionLifted) -> None:
        self._place.background.run(self._reread(event.person_id))

    async def _reread(self, person_id: str) -> None:
        def read(connection: sa.Connection) -> Restriction | None:
            return find_restriction(connection, person_id, self._place.clock())

        restriction = await self._place.database.read(read)
        for client in self._attendance.clients(person_id):
            client.caller = msgspec.structs.replace(client.caller, restriction=restriction)

    def _left(self, event: SessionEnded) -> None:
        for client in self._attendance.clients(event.person_id):
            if client.caller.session == event.session:
                client.close(1000, "left")
                self._attendance.depart(client)

    def _lamp_changed(self) -> None:
        lamp = self._place.lamp
        self._attendance.proclaim(WatchFrame(state=lamp.state, staff_on_duty=lamp.staff_on_duty))

"""What goes out by itself: each event with the people it is for."""

from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import (
    AcceptedFrame,
    ConversationDestroyed,
    ConversationEnded,
    ConversationFrame,
    ConversationOpened,
    HeldRefused,
    HeldReleased,
    HiddenFrame,
    LeftFrame,
    MessageHidden,
    MessagesAppended,
    PicturesChanged,
    PicturesFrame,
    ReaderCautioned,
    Reason,
    RefusedFrame,
    TracesLeft,
    advice_beside,
    find_private_between,
)
from veillee.community.entry import SessionEnded
from veillee.community.people import (
    ContactChanged,
    PairFrozen,
    PairReleased,
    PersonBlocked,
    PersonRestricted,
    Restriction,
    RestrictionLifted,
    are_apart,
    find_restriction,
)
from veillee.community.presence import Client, WatchFrame
from veillee.community.private_talk import RequestAnswered, RequestFrame, RequestMade, RequestWithdrawn, find_request
from veillee.community.screening import ScreeningChanged

if TYPE_CHECKING:
    from veillee.server.wiring import Place

NOT_RELEASED = {
    "fr": "Une personne de l'équipe a relu ce message et ne l'a pas laissé passer.",
    "en": "A member of staff has read this message and did not let it pass.",
}


class Push:
    """Listens to what was stored and tells those whom it concerns.

    `decided` counts how often it was heard that something binds somebody otherwise: who read it before reads it again.
    """

    def __init__(self, place: "Place") -> None:
        self.decided = 0
        self._place = place
        self._attendance = place.attendance
        listen = place.listeners.after
        listen(MessagesAppended, place.delivery.on_appended)
        listen(TracesLeft, place.traces.on_left)
        listen(MessageHidden, self._hidden)
        listen(PicturesChanged, self._pictures_changed)
        listen(ReaderCautioned, self._cautioned)
        listen(HeldReleased, self._released)
        listen(HeldRefused, self._not_released)
        listen(ConversationOpened, self._opened)
        listen(ConversationEnded, self._ended)
        listen(ContactChanged, place.following.on_contact_changed)
        listen(ScreeningChanged, place.following.on_screening_changed)
        listen(PairFrozen, place.following.on_pair_frozen)
        listen(PairReleased, place.following.on_pair_released)
        listen(ConversationDestroyed, lambda event: place.keyring.forget(event.conversation))
        listen(RequestMade, self._asked)
        listen(RequestAnswered, self._answered)
        listen(RequestWithdrawn, self._asked)
        listen(PersonBlocked, self._blocked)
        listen(PersonRestricted, self._restricted)
        listen(RestrictionLifted, self._lifted)
        listen(SessionEnded, self._left)
        place.lamp.on_change(self._lamp_changed)

    def tell(self, person_id: str, frame: msgspec.Struct) -> None:
        """One frame to all connections of a person."""
        self._attendance.push((person_id,), frame)

    def _hidden(self, event: MessageHidden) -> None:
        self._place.delivery.hide(event.conversation, event.seq, hidden=event.hidden)
        frame = HiddenFrame(conversation=event.conversation, seq=event.seq, hidden=event.hidden)
        self._attendance.broadcast(event.conversation, frame)

    def _pictures_changed(self, event: PicturesChanged) -> None:
        self._place.delivery.fresh.forget(event.conversation)
        frame = PicturesFrame(conversation=event.conversation, seq=event.seq, pictures=event.pictures)
        self._attendance.broadcast(event.conversation, frame)

    def _released(self, event: HeldReleased) -> None:
        self.tell(event.person_id, msgspec.convert(event.accepted, AcceptedFrame, from_attributes=True))

    def _cautioned(self, event: ReaderCautioned) -> None:
        for client in self._attendance.clients(event.reader_id):
            client.tell(advice_beside(event.conversation, event.seq, event.caution, client.caller.language))

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

    def _ended(self, event: ConversationEnded) -> None:
        audience = self._attendance.audience(event.conversation)
        for client in list(audience.clients if audience is not None else ()):
            self._attendance.leave(client, event.conversation)
            client.tell(LeftFrame(ref=None, conversation=event.conversation))

    def _asked(self, event: RequestMade | RequestWithdrawn) -> None:
        self._place.background.run(self._tell_request(event.request_id, event.sender_id, event.receiver_id))

    def _answered(self, event: RequestAnswered) -> None:
        people = (event.sender_id, event.receiver_id) if event.conversation else (event.sender_id,)
        self._place.background.run(self._tell_request(event.request_id, *people))

    async def _tell_request(self, request_id: str, *person_ids: str) -> None:
        request = await self._place.database.read(find_request, request_id)
        if request is None:
            return
        for person_id in person_ids:
            self._attendance.push((person_id,), RequestFrame(request=request.seen_by(person_id)))

    def _blocked(self, event: PersonBlocked) -> None:
        self._place.background.run(self._part(event.person_id, event.other_id))

    async def _part(self, one: str, other: str) -> None:
        """How it is by now: each may have blocked the other, and nodes may hear of it in another order."""

        def read(connection: sa.Connection) -> tuple[str | None, bool]:
            return find_private_between(connection, one, other), are_apart(connection, one, other)

        conversation, apart = await self._place.database.read(read)
        if conversation is not None:
            self._attendance.set_apart(conversation, apart)

    def _restricted(self, event: PersonRestricted) -> None:
        restriction = Restriction(kind=event.kind, until=event.until, statement=event.statement_id)
        self.decided += 1
        if restriction.silences:
            # At once; what only keeps them from strangers must not stand in for something graver meanwhile.
            self._bind(event.person_id, restriction)
        self._place.background.run(self._reread(event.person_id))

    def _lifted(self, event: RestrictionLifted) -> None:
        self.decided += 1
        self._place.background.run(self._reread(event.person_id))

    async def _reread(self, person_id: str) -> None:
        """What binds them by now: decisions of two nodes may be heard of in another order than they were taken."""

        def read(connection: sa.Connection) -> Restriction | None:
            return find_restriction(connection, person_id, self._place.clock())

        if self._attendance.clients(person_id):
            self._bind(person_id, await self._place.database.read(read))

    def _bind(self, person_id: str, restriction: Restriction | None) -> None:
        for client in self._attendance.clients(person_id):
            client.caller = msgspec.structs.replace(client.caller, restriction=restriction)
            if restriction is not None and restriction.shuts_out:
                client.close(1008, "restricted")
                self._attendance.depart(client)

    def _left(self, event: SessionEnded) -> None:
        self.decided += 1
        for client in self._attendance.clients(event.person_id):
            if client.caller.session == event.session:
                client.close(1000, "left")
                self._attendance.depart(client)

    def _lamp_changed(self) -> None:
        watch = self._place.lamp.view()
        self._attendance.proclaim(WatchFrame(state=watch.state, staff_on_duty=watch.staff_on_duty, areas=watch.areas))

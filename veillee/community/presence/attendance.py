"""The register of who is here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import msgspec

from veillee.community.people import Person
from veillee.community.presence.audience import Audience
from veillee.community.presence.model import Client, Membership, frame_bytes
from veillee.community.presence.wire import TypingFrame
from veillee.foundation.gateway import Circle, fan_out

Later = Callable[[float, Callable[[], None]], object]
COALESCE_SECONDS = 0.5


class Attendance:
    """Live connections by person and by conversation. On the loop thread only.

    `later(seconds, call)` runs a call once; who came, went or was writing within COALESCE_SECONDS is told together,
    so that a full room's opening does not send the square of its size. `on_change_here(conversation, person, here)`
    is called when somebody comes or goes through this node, with whatever number of connections.
    """

    def __init__(self, later: Later) -> None:
        self._later = later
        self._clients: dict[str, dict[Client, None]] = defaultdict(dict)
        self._everyone = Circle()
        self._audiences: dict[str, Audience] = {}
        self._changed: dict[str, Audience] = {}
        self.on_change_here: Callable[[str, Person, bool], None] = _ignore

    def arrive(self, client: Client) -> None:
        """A connection that has said who it is."""
        self._clients[client.person.id][client] = None
        if client.connection is not None:
            self._everyone.add(client.connection)

    def depart(self, client: Client) -> None:
        """A connection that is gone."""
        for conversation in list(client.memberships):
            self.leave(client, conversation)
        if client.connection is not None:
            self._everyone.discard(client.connection)
        mine = self._clients.get(client.person.id)
        if mine is not None:
            mine.pop(client, None)
            if not mine:
                del self._clients[client.person.id]

    def is_here(self, client: Client) -> bool:
        """Whether the connection has arrived and not departed."""
        return client in self._clients.get(client.person.id, ())

    def join(self, client: Client, membership: Membership) -> None:
        """The connection follows a conversation from now on. A paused one it has, and hears nothing of."""
        client.memberships[membership.conversation] = membership
        if membership.paused:
            return
        audience = self._audience_of(membership.conversation)
        # Read before a block that was heard of since, it may be too old to say no: so it only ever says yes.
        # Those who are here already have to hear of it, too, when this is the first that is heard of it.
        if membership.apart:
            self.set_apart(membership.conversation, True)
        was_here = audience.is_here(client.person.id)
        if audience.add(client):
            self._note_change(audience)
        if not was_here:
            self.on_change_here(membership.conversation, client.person, True)

    def leave(self, client: Client, conversation: str) -> None:
        """The connection follows a conversation no more."""
        client.memberships.pop(conversation, None)
        audience = self._audiences.get(conversation)
        if audience is None or client not in audience.clients:
            return
        self._settle(audience, audience.remove(client))
        if not audience.is_here(client.person.id):
            self.on_change_here(conversation, client.person, False)

    def pause(self, client: Client, membership: Membership) -> None:
        """The connection keeps the conversation and is no longer seen in it."""
        self.leave(client, membership.conversation)
        client.memberships[membership.conversation] = membership

    def set_apart(self, conversation: str, apart: bool) -> None:
        """The two of a private talk are apart from now on, or no more: to each it is as if the other went or came."""
        audience = self._audiences.get(conversation)
        if audience is None or audience.apart == apart:
            return
        audience.apart = apart
        audience.take_typing()
        for client in list(audience.clients):
            client.tell(audience.view_of(client, apart))

    def type(self, conversation: str, person_id: str) -> bool:
        """Somebody is writing there, here or at another node; whether that is news."""
        audience = self._audiences.get(conversation)
        if audience is None or audience.apart or not audience.type(person_id):
            return False
        self._note_change(audience)
        return True

    def enter_elsewhere(self, conversation: str, person: Person) -> None:
        """Another node says that somebody is there."""
        audience = self._audience_of(conversation)
        if audience.enter_elsewhere(person):
            self._note_change(audience)

    def leave_elsewhere(self, conversation: str, person_id: str) -> None:
        """Another node says that they are gone."""
        audience = self._audiences[conversation]
        self._settle(audience, audience.leave_elsewhere(person_id))

    def here(self) -> Iterator[tuple[str, Person]]:
        """Who is where, through this node."""
        for conversation, audience in self._audiences.items():
            for person in audience.people_here():
                yield conversation, person

    def _audience_of(self, conversation: str) -> Audience:
        audience = self._audiences.get(conversation)
        if audience is None:
            audience = self._audiences[conversation] = Audience(conversation)
        return audience

    def _settle(self, audience: Audience, changed: bool) -> None:
        if not audience.people:
            del self._audiences[audience.conversation]
        elif changed:
            self._note_change(audience)

    def audience(self, conversation: str) -> Audience | None:
        """Those present, or None when nobody is."""
        return self._audiences.get(conversation)

    def present(self, conversation: str) -> int:
        """How many people are present."""
        audience = self._audiences.get(conversation)
        return len(audience.people) if audience else 0

    def people(self, conversation: str) -> list[Person]:
        """Who is present."""
        audience = self._audiences.get(conversation)
        return list(audience.people.values()) if audience else []

    def clients(self, person_id: str) -> list[Client]:
        """A person's live connections."""
        return list(self._clients.get(person_id, ()))

    def everyone(self) -> Iterator[Client]:
        """All live connections."""
        for clients in list(self._clients.values()):
            yield from list(clients)

    def push(self, person_ids: Iterable[str], frame: msgspec.Struct) -> None:
        """Send one frame to all connections of these people."""
        encoded = frame_bytes(frame)
        for person_id in person_ids:
            for client in self._clients.get(person_id, ()):
                client.tell_encoded(encoded)

    def broadcast(self, conversation: str, frame: msgspec.Struct) -> None:
        """Send one frame to everybody present in a conversation."""
        audience = self._audiences.get(conversation)
        if audience is not None:
            fan_out(audience.connections, frame_bytes(frame))

    def proclaim(self, frame: msgspec.Struct) -> None:
        """Send one frame to everybody."""
        fan_out(self._everyone, frame_bytes(frame))

    def _note_change(self, audience: Audience) -> None:
        if not self._changed:
            self._later(COALESCE_SECONDS, self.tell_changes)
        self._changed[audience.conversation] = audience

    def tell_changes(self) -> None:
        """Tell everybody concerned who came, went and is writing."""
        changed, self._changed = self._changed, {}
        for audience in changed.values():
            change, conversation = audience.take_change(), audience.conversation
            frames = [] if change is None else [frame_bytes(change)]
            typing = audience.take_typing()
            frames += [frame_bytes(TypingFrame(conversation=conversation, person=person)) for person in typing]
            if frames and audience.connections:
                fan_out(audience.connections, b"".join(frames))


def _ignore(_conversation: str, _person: Person, _here: bool) -> None:
    """Where there is one node nobody else needs to know."""

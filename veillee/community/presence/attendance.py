"""The register of who is here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import msgspec

from veillee.community.people import Person
from veillee.community.presence.audience import Audience
from veillee.community.presence.model import Client, Membership, frame_bytes
from veillee.foundation.gateway import fan_out

Later = Callable[[float, Callable[[], None]], object]
COALESCE_SECONDS = 0.5


class Attendance:
    """Live connections by person and by conversation. On the loop thread only.

    `later(seconds, call)` runs a call once; arrivals and departures within COALESCE_SECONDS are told together,
    so that a full room's opening does not send the square of its size.
    """

    def __init__(self, later: Later) -> None:
        self._later = later
        self._clients: dict[str, dict[Client, None]] = defaultdict(dict)
        self._audiences: dict[str, Audience] = {}
        self._changed: dict[str, Audience] = {}

    def arrive(self, client: Client) -> None:
        """A connection that has said who it is."""
        self._clients[client.person.id][client] = None

    def depart(self, client: Client) -> None:
        """A connection that is gone."""
        for conversation in list(client.memberships):
            self.leave(client, conversation)
        mine = self._clients.get(client.person.id)
        if mine is not None:
            mine.pop(client, None)
            if not mine:
                del self._clients[client.person.id]

    def is_here(self, client: Client) -> bool:
        """Whether the connection has arrived and not departed."""
        return client in self._clients.get(client.person.id, ())

    def join(self, client: Client, membership: Membership) -> None:
        """The connection follows a conversation from now on."""
        client.memberships[membership.conversation] = membership
        audience = self._audiences.get(membership.conversation)
        if audience is None:
            audience = self._audiences[membership.conversation] = Audience(membership.conversation)
        if audience.add(client):
            self._note_change(audience)

    def leave(self, client: Client, conversation: str) -> None:
        """The connection follows a conversation no more."""
        client.memberships.pop(conversation, None)
        audience = self._audiences.get(conversation)
        if audience is None or not audience.remove(client):
            return
        if audience.people:
            self._note_change(audience)
        else:
            del self._audiences[conversation]

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
            fan_out((c.connection for c in self._clients.get(person_id, ()) if c.connection is not None), encoded)

    def broadcast(self, conversation: str, frame: msgspec.Struct) -> None:
        """Send one frame to everybody present in a conversation."""
        audience = self._audiences.get(conversation)
        if audience is not None:
            fan_out(audience.connections, frame_bytes(frame))

    def proclaim(self, frame: msgspec.Struct) -> None:
        """Send one frame to everybody."""
        encoded = frame_bytes(frame)
        fan_out((c.connection for c in self.everyone() if c.connection is not None), encoded)

    def _note_change(self, audience: Audience) -> None:
        if not self._changed:
            self._later(COALESCE_SECONDS, self.tell_changes)
        self._changed[audience.conversation] = audience

    def tell_changes(self) -> None:
        """Tell everybody concerned who came and went."""
        changed, self._changed = self._changed, {}
        for audience in changed.values():
            if (frame := audience.take_change()) is not None:
                fan_out(audience.connections, frame_bytes(frame))

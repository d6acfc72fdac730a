"""Those present in one conversation."""

from collections import Counter

from veillee.community.people import Person
from veillee.community.presence.model import Client
from veillee.community.presence.wire import PresenceFrame
from veillee.foundation.gateway import Connection

NAMED_PER_FRAME_MAX = 50


class Audience:
    """The connections of a conversation and the people behind them; remembers who came and went since last told."""

    __slots__ = ("_connections_by_person", "_entered", "_left", "clients", "connections", "conversation", "people")

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self.clients: dict[Client, None] = {}
        self.connections: dict[Connection, None] = {}
        self.people: dict[str, Person] = {}
        self._connections_by_person: Counter[str] = Counter()
        self._entered: dict[str, Person] = {}
        self._left: dict[str, None] = {}

    def add(self, client: Client) -> bool:
        """Count a connection in; True when its person was not here before."""
        if client in self.clients:
            return False
        self.clients[client] = None
        if client.connection is not None:
            self.connections[client.connection] = None
        person = client.person
        self._connections_by_person[person.id] += 1
        if person.id in self.people:
            return False
        self.people[person.id] = person
        if self._left.pop(person.id, 0) == 0:
            self._entered[person.id] = person
        return True

    def remove(self, client: Client) -> bool:
        """Count a connection out; True when its person is gone with it."""
        if client not in self.clients:
            return False
        del self.clients[client]
        if client.connection is not None:
            self.connections.pop(client.connection, None)
        person_id = client.person.id
        self._connections_by_person[person_id] -= 1
        if self._connections_by_person[person_id]:
            return False
        del self._connections_by_person[person_id], self.people[person_id]
        if self._entered.pop(person_id, None) is None:
            self._left[person_id] = None
        return True

    def take_change(self) -> PresenceFrame | None:
        """What changed since the last call; long lists are cut, the count is always right."""
        if not self._entered and not self._left:
            return None
        entered, left = tuple(self._entered.values()), tuple(self._left)
        self._entered, self._left = {}, {}
        return PresenceFrame(
            conversation=self.conversation,
            present=len(self.people),
            entered=entered[:NAMED_PER_FRAME_MAX],
            left=left[:NAMED_PER_FRAME_MAX],
        )

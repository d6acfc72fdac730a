"""Those present in one conversation."""

from collections import Counter

from veillee.community.people import Person
from veillee.community.presence.model import Client
from veillee.community.presence.wire import PresenceFrame
from veillee.foundation.gateway import Circle

NAMED_PER_FRAME_MAX = 50
TYPING_PER_CHANGE_MAX = 8


class Audience:
    """The connections of a conversation and the people behind them; remembers who came and went since last told.

    apart: they are two of whom one has blocked the other, and neither is told anything of the other.
    """

    __slots__ = (
        "_connections_by_person", "_elsewhere", "_entered", "_left", "_typing", "apart", "clients", "connections",
        "conversation", "people",
    )  # fmt: skip

    def __init__(self, conversation: str) -> None:
        self.conversation = conversation
        self.apart = False
        self.clients: dict[Client, None] = {}
        self.connections = Circle()
        self.people: dict[str, Person] = {}
        self._connections_by_person: Counter[str] = Counter()
        self._elsewhere: Counter[str] = Counter()
        self._entered: dict[str, Person] = {}
        self._left: dict[str, None] = {}
        self._typing: dict[str, None] = {}

    def add(self, client: Client) -> bool:
        """Count a connection in; True when its person was not here before."""
        if client in self.clients:
            return False
        self.clients[client] = None
        if client.connection is not None:
            self.connections.add(client.connection)
        person = client.person
        self._connections_by_person[person.id] += 1
        return self._enter(person)

    def remove(self, client: Client) -> bool:
        """Count a connection out; True when its person is gone with it."""
        if client not in self.clients:
            return False
        del self.clients[client]
        if client.connection is not None:
            self.connections.discard(client.connection)
        person_id = client.person.id
        self._connections_by_person[person_id] -= 1
        if self._connections_by_person[person_id]:
            return False
        del self._connections_by_person[person_id]
        return self._leave(person_id)

    def is_here(self, person_id: str) -> bool:
        """Whether the person is here through this node."""
        return person_id in self._connections_by_person

    def people_here(self) -> list[Person]:
        """Who is here through this node."""
        return [self.people[person_id] for person_id in self._connections_by_person]

    def enter_elsewhere(self, person: Person) -> bool:
        """Another node has the person; True when they were not here before."""
        self._elsewhere[person.id] += 1
        return self._enter(person)

    def leave_elsewhere(self, person_id: str) -> bool:
        """A node has the person no more; True when they are gone."""
        self._elsewhere[person_id] -= 1
        if self._elsewhere[person_id] > 0:
            return False
        del self._elsewhere[person_id]
        return self._leave(person_id)

    def _enter(self, person: Person) -> bool:
        if person.id in self.people:
            return False
        self.people[person.id] = person
        if self._left.pop(person.id, 0) == 0:
            self._entered[person.id] = person
        return True

    def _leave(self, person_id: str) -> bool:
        if person_id in self._connections_by_person or person_id in self._elsewhere:
            return False
        del self.people[person_id]
        self._typing.pop(person_id, None)
        if self._entered.pop(person_id, None) is None:
            self._left[person_id] = None
        return True

    def take_change(self) -> PresenceFrame | None:
        """What changed since the last call; long lists are cut, the count is always right."""
        if not self._entered and not self._left:
            return None
        entered, left = tuple(self._entered.values()), tuple(self._left)
        self._entered, self._left = {}, {}
        if self.apart:
            return None
        return PresenceFrame(
            conversation=self.conversation,
            present=len(self.people),
            entered=entered[:NAMED_PER_FRAME_MAX],
            left=left[:NAMED_PER_FRAME_MAX],
        )

    def view_of(self, client: Client, apart: bool) -> PresenceFrame:
        """What one of two is told when they are apart from now on, or no more: the other goes, or comes.

        Whoever goes is named also when it was not heard yet that they had come: once they are apart that is not told.
        """
        mine, other = client.person.id, client.memberships[self.conversation].other
        others = tuple(person for person in self.people.values() if person.id != mine)
        if apart:
            gone = tuple(person.id for person in others) if other is None else (other.id,)
            return PresenceFrame(conversation=self.conversation, present=1, left=gone)
        return PresenceFrame(conversation=self.conversation, present=len(self.people), entered=others)

    def type(self, person_id: str) -> bool:
        """Somebody is writing; True when that was not noted since last told."""
        if person_id in self._typing or len(self._typing) >= TYPING_PER_CHANGE_MAX:
            return False
        self._typing[person_id] = None
        return True

    def speak(self, person_id: str) -> None:
        """Somebody has said it: they are writing no more."""
        self._typing.pop(person_id, None)

    def take_typing(self) -> tuple[str, ...]:
        """Who was writing since the last call, TYPING_PER_CHANGE_MAX of them at most."""
        typing, self._typing = tuple(self._typing), {}
        return typing

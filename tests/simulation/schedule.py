"""One evening, as its seed has it: people talk, come and go, nodes crash, the bus misbehaves. Then it is mended."""

import contextlib

from tests.simulation.network import Network
from tests.simulation.people import Node, Somebody
from tests.simulation.world import PLACE_KEYS, World
from veillee.community.conversations import add_membership, hide_message
from veillee.community.conversations.queries import read_after
from veillee.community.conversations.store import read_heads
from veillee.community.people import Newcomer, add_person, restrict
from veillee.community.rooms.model import Room
from veillee.community.rooms.store import add_room
from veillee.foundation.basics import Listeners, Unavailable, new_id
from veillee.foundation.storage import Transaction

NODES, PEOPLE, ROOMS, STEPS = 3, 6, 2, 60
# Long enough for polls, sweeps, beats and everybody's return.
MENDED_SECONDS = 15.0
BAN_SECONDS_MAX = 2.0


class Schedule:
    """Runs and checks one evening. Raises AssertionError."""

    def __init__(self, seed: int) -> None:
        self.world = World(seed)
        self.random = self.world.random
        self.network = Network(self.world)
        self.rooms = [new_id() for _ in range(ROOMS)]
        self.nodes: list[Node] = []
        self.people = self._furnish()

    def run(self) -> None:
        """The whole evening."""
        for _ in range(NODES):
            self.nodes.append(Node(self.world, self.network))
        for somebody in self.people:
            somebody.connect()
        for _ in range(STEPS):
            self._step()
            self.world.let_pass(self.random.choice((0.0, 0.002, 0.03, 0.3, 1.2)))
            self._check_bans()
        self.network.mend()
        for _ in range(int(MENDED_SECONDS)):
            self.world.let_pass(1.0)
            self._check_bans()
        self._check()
        self.world.close()

    def _step(self) -> None:
        act, weight = zip(
            (self._talk, 12), (self._move, 3), (self._misbehave, 2), (self._cut_off, 1), (self._crash, 1),
            (self._ban, 0.3), (self._hide, 2), strict=True,
        )  # fmt: skip
        self.random.choices(act, weight)[0]()

    def _talk(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            somebody = self.random.choice(self.people)
            if somebody.banned_at is None:
                somebody.say(self.random.choice(self.rooms))

    def _move(self) -> None:
        self.random.choice(self.people).disconnect()

    def _misbehave(self) -> None:
        self.network.loss = self.random.choice((0.0, 0.1, 0.5, 1.0))
        self.network.repeats = self.random.choice((0.0, 0.3, 1.0))

    def _cut_off(self) -> None:
        members = self.network.members
        self.network.cut_off = set(self.random.sample(members, self.random.randint(0, len(members))))

    def _crash(self) -> None:
        if not self.nodes:
            return
        node = self.random.choice(self.nodes)
        node.crash()
        self.nodes.remove(node)
        self.world.later(self.random.uniform(0, 3), lambda: self.nodes.append(Node(self.world, self.network)))

    def _ban(self) -> None:
        somebody = self.random.choice(self.people)
        alive = [node for node in self.nodes if node.alive]
        if somebody.banned_at is None and alive:
            self.world.run(self._restrict(self.random.choice(alive), somebody))

    async def _restrict(self, node: Node, somebody: Somebody) -> None:
        def job(transaction: Transaction) -> None:
            now = self.world.clock()
            restrict(transaction, somebody.person.id, "ban", at=now, until=None, statement_id=None)
            somebody.banned_at = self.world.seconds

        with contextlib.suppress(Unavailable):
            await node.database.write(job)

    def _hide(self) -> None:
        alive = [node for node in self.nodes if node.alive]
        if alive:
            self.world.run(self._hide_last(self.random.choice(alive), self.random.choice(self.rooms)))

    async def _hide_last(self, node: Node, room: str) -> None:
        def job(transaction: Transaction) -> None:
            if head := read_heads(transaction.connection, [room])[room]:
                hide_message(transaction, room, head, at=self.world.clock())

        with contextlib.suppress(Unavailable):
            await node.database.write(job)

    def _check_bans(self) -> None:
        for somebody in self.people:
            if somebody.banned_at is not None and self.world.seconds > somebody.banned_at + BAN_SECONDS_MAX:
                here = [node for node in self.nodes if node.alive and node.attendance.clients(somebody.person.id)]
                assert not here, f"{somebody.person.pseudonym} is banned and still here"

    def _check(self) -> None:
        with self.world.engine.connect() as connection:
            heads = read_heads(connection, self.rooms)
            stored = {room: read_after(connection, room, 0, 10_000) for room in self.rooms}
        for room, messages in stored.items():
            assert [message.seq for message in messages] == list(range(1, heads[room] + 1))
        by_number = {(room, message.seq): message for room, messages in stored.items() for message in messages}
        hidden = {number for number, message in by_number.items() if message.hidden}
        words = {(message.author.id, message.text) for message in by_number.values() if not message.hidden}
        assert len(words) == len(by_number) - len(hidden), "something was stored twice"
        staying = [somebody for somebody in self.people if somebody.banned_at is None]
        for somebody in staying:
            name = somebody.person.pseudonym
            for ref, answer in somebody.said.items():
                assert answer is not None, f"{name} was never answered about {ref}"
                said = by_number[answer]
                assert said.author.id == somebody.person.id and (said.hidden or said.text == f"{name} {ref}")
            assert somebody.seen == heads, f"{name} missed something"
            assert not somebody.shown & hidden, f"{name} sees what is hidden"
            assert not somebody.shown_after, f"{name} was shown what they had been told is hidden"
        ids = {somebody.person.id for somebody in staying}
        for node in self.nodes:
            for room in self.rooms:
                present = {person.id for person in node.attendance.people(room)}
                assert present == ids, f"a node believes in {len(present)} people present, there are {len(ids)}"

    def _furnish(self) -> list[Somebody]:
        now = self.world.clock()
        people = []
        with self.world.engine.begin() as connection:
            transaction = Transaction(connection, Listeners())
            PLACE_KEYS.register(transaction, now)
            for number, room in enumerate(self.rooms):
                name = f"salon-{number}"
                add_room(transaction, Room(id=room, slug=name, name=name, topic="", language="fr"), name, None, now)
            for number in range(PEOPLE):
                newcomer = Newcomer(
                    id=new_id(), pseudonym=f"Personne {number}", age=34, region=None, language="fr", sample=False,
                    entered_at=now, rules_version="1", origin_address="192.0.2.1", origin_port=1,
                )  # fmt: skip
                add_person(transaction, newcomer)
                for room in self.rooms:
                    add_membership(transaction, room, newcomer.id, now)
                people.append(Somebody(self.world, self.nodes, newcomer.person(), self.rooms))
        return people

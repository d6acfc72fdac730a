"""Nodes and people of a simulation. People hold the place to its promises as they listen."""

from collections.abc import Coroutine
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from tests.simulation.network import Line, Network, PlayedBus, make_client
from tests.simulation.world import Call, PlayedDatabase, World
from veillee.community.conversations import Author, Delivery, Draft, Following, Healing, Origin, append_all
from veillee.community.people import Caller, Lamp, Person, find_restriction
from veillee.community.presence import Attendance, Client
from veillee.community.rooms import name_rooms
from veillee.foundation.basics import Listeners, Unavailable, new_id
from veillee.foundation.storage import Database
from veillee.server.nodes import Nodes
from veillee.server.push import Push
from veillee.server.settings import Settings
from veillee.server.wiring import Place

RETRY_SECONDS = 0.7


class Node:
    """What `Nodes` and `Push` need of a place, on a played loop, network and database."""

    def __init__(self, world: World, network: Network) -> None:
        self.world, self.alive = world, True
        self.lines: list[Line] = []
        self.node, self.clock, self.now = new_id(), world.clock, world.now
        self.listeners, self.background = Listeners(), self
        self.database = PlayedDatabase(world, self.listeners)
        database = cast(Database, self.database)
        self.keyring = world.keyring
        self.bus = PlayedBus(network)
        self.lamp = Lamp()
        self.attendance = Attendance(self.later)
        self.delivery = Delivery(self.attendance)
        self.healing = Healing(database, self.delivery, self.later, self.run)
        self.following = Following(
            database,
            self.attendance,
            self.delivery,
            self.lamp,
            name_rooms,
            self.clock,
            self.healing,
            self.run,
            Settings().limits.unsent_bytes_max,
        )
        self.traces = SimpleNamespace(on_appended=lambda _event: None, on_left=lambda _event: None)
        # Nobody of the staff comes or goes, so that nobody looks at the watch.
        self.moderation = SimpleNamespace(look_at_the_watch=None)
        place = cast(Place, self)
        self.push, self.nodes = Push(place), Nodes(place)
        self.open = False
        self.run(self._start())

    async def _start(self) -> None:
        await self.nodes.start()
        self.open = True

    def later(self, seconds: float, call: Call) -> None:
        def begin() -> None:
            if self.alive:
                call()

        self.world.later(seconds, begin)

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        self.world.run(work)

    def crash(self) -> None:
        """Nothing more happens here; what was committed stays committed."""
        self.alive = self.database.alive = False
        if self.bus in self.bus._network.members:
            self.bus._network.members.remove(self.bus)
        for line in self.lines:
            line.close(1006)


class Somebody:
    """A person with one client, that comes back by itself and sends again until it is answered."""

    def __init__(self, world: World, nodes: list[Node], person: Person, rooms: list[str]) -> None:
        self.world, self.nodes, self.person, self.rooms = world, nodes, person, rooms
        self.seen: dict[str, int] = {}
        # What this connection has shown, for nobody is told what was hidden meanwhile; and what any was told is hidden.
        self.shown: set[tuple[str, int]] = set()
        self.hidden: set[tuple[str, int]] = set()
        self.shown_after: list[tuple[str, int]] = []
        self.said: dict[str, tuple[str, int] | None] = {}
        self.node: Node | None = None
        self.client: Client | None = None
        self.line: Line | None = None
        self.banned_at: float | None = None
        self.away = False

    def connect(self) -> None:
        """To any node that lives and lets people in."""
        alive = [node for node in self.nodes if node.alive and node.open]
        if not alive:
            self.world.later(RETRY_SECONDS, self.connect)
        elif self.client is None and not self.away:
            self.node = self.world.random.choice(alive)
            line = self.line = Line(self._hear, lambda: self._lost(line))
            self.node.lines.append(line)
            self.client = make_client(self._caller(), line)
            self.world.run(self._say_hello(self.node, self.client, line))

    def disconnect(self) -> None:
        """As when the phone loses its network; the node notices."""
        client, node = self.client, self.node
        if client is not None and node is not None:
            client.close(1006, "")
            if node.alive:
                node.attendance.depart(client)

    def say(self, room: str) -> None:
        """Something new."""
        ref = f"{len(self.said)}"
        self.said[ref] = None
        self._send(room, ref)

    def _send(self, room: str, ref: str) -> None:
        if self.said[ref] is not None:
            return
        if self.client is not None and self.node is not None and room in self.client.memberships:
            self.world.run(self._append(self.node, room, ref))
        self.world.later(RETRY_SECONDS, lambda: self._send(room, ref))

    async def _append(self, node: Node, room: str, ref: str) -> None:
        draft = Draft(
            conversation=room,
            author=Author(id=self.person.id, pseudonym=self.person.pseudonym),
            ref=ref,
            text=f"{self.person.pseudonym} {ref}",
            sent_at=self.world.clock(),
            reply_to=None,
            origin=Origin("192.0.2.1", 1),
        )
        try:
            (accepted,) = await node.database.write(append_all, [draft])
        except Unavailable:
            return  # it is sent again
        assert not isinstance(accepted, Exception), accepted
        assert self.said[ref] in (None, (room, accepted.seq)), "one ref was given two numbers"
        self.said[ref] = room, accepted.seq

    async def _say_hello(self, node: Node, client: Client, line: Line) -> None:
        """As a session does: who comes is recognised first, and again when something was decided meanwhile."""
        decided = node.push.decided
        shut_out = await self._is_shut_out(node)
        if not shut_out:
            await node.following.welcome(client, dict(self.seen))
            shut_out = decided != node.push.decided and await self._is_shut_out(node)
        if shut_out or line.closed:
            node.attendance.depart(client)
        if shut_out:
            self.away = True
            client.close(1008, "restricted")

    async def _is_shut_out(self, node: Node) -> bool:
        binding = await node.database.read(find_restriction, self.person.id, self.world.clock())
        return binding is not None and binding.shuts_out

    def _caller(self) -> Caller:
        at = self.world.clock()
        return Caller(
            person=self.person, age=34, entered_at=at, expires_at=at + timedelta(days=1), restriction=None, session=b""
        )

    def _lost(self, line: Line) -> None:
        if self.client is not None and self.line is line:
            self.client = None
            self.world.later(self.world.random.uniform(0.05, 2), self.connect)

    def _hear(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        if kind == "welcome":
            self.shown = set()
            for item in frame["conversations"]:
                self.seen.setdefault(item["id"], item["head"])
        elif kind == "message":
            room, seq = frame["conversation"], frame["seq"]
            assert seq == self.seen[room] + 1, f"{self.person.pseudonym}: {seq} after {self.seen[room]}"
            self.seen[room] = seq
            self._look_at(room, seq, hidden=frame.get("hidden", False))
        elif kind == "hidden":
            self.hidden.add((frame["conversation"], frame["seq"]))
            self.shown.discard((frame["conversation"], frame["seq"]))
        else:
            assert kind in ("presence", "watch"), f"nobody expects {kind}"

    def _look_at(self, room: str, seq: int, *, hidden: bool) -> None:
        if not hidden:
            self.shown.add((room, seq))
            if (room, seq) in self.hidden:
                self.shown_after.append((room, seq))

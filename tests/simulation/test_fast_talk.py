"""Whoever comes where people talk faster than anything is read is greeted, and misses nothing."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.simulation.people import Node, Somebody
from tests.simulation.schedule import Schedule
from veillee.community.conversations import MessageHidden, hide_message
from veillee.community.conversations.fresh import Fresh
from veillee.community.conversations.hidden import Hidden
from veillee.community.conversations.queries import read_after
from veillee.foundation.storage import Transaction

SAID_MEANWHILE = 7


class Crowd:
    """A quiet evening on one node; from `talk_on` on, something is said in the first room during every reading."""

    def __init__(self) -> None:
        self.evening = Schedule(1)
        self.world, self.room = self.evening.world, self.evening.rooms[0]
        self.node = Node(self.world, self.evening.network)
        self.evening.nodes.append(self.node)
        self.readings: list[str] = []
        *self.talkers, self.latecomer = self.evening.people
        for somebody in self.talkers:
            somebody.connect()
        self.world.let_pass(1.0)

    def talk_on(self, begin: Callable[[], None] = lambda: None) -> None:
        read = self.node.database.read

        async def read_slowly(query: Callable[..., Any], *args: Any) -> Any:
            found = await read(query, *args)
            self.readings.append(query.__name__)
            begin()
            for number in range(SAID_MEANWHILE):
                await self.talkers[number % len(self.talkers)]._append(self.node, self.room, self._say(number))
            return found

        self.node.database.read = read_slowly  # type: ignore[method-assign]

    def _say(self, number: int) -> str:
        somebody = self.talkers[number % len(self.talkers)]
        ref = f"{len(somebody.said)}"
        somebody.said[ref] = None
        return ref

    def come(self) -> Somebody:
        self.latecomer.connect()
        self.world.let_pass(5.0)
        return self.latecomer

    def follow(self, somebody: Somebody) -> tuple[Any, Any]:
        """What going into the room shows them."""
        found: list[Any] = []

        async def follow() -> None:
            assert somebody.client is not None
            found.extend(await self.node.following.follow(somebody.client, self.room))

        self.world.run(follow())
        self.world.let_pass(5.0)
        item, messages = found
        return item, messages


@pytest.fixture(autouse=True)
def no_lost_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.simulation.world.LOST_ANSWERS", 0.0)


def test_who_returns_is_brought_all_that_was_missed_and_all_that_is_said_meanwhile() -> None:
    crowd = Crowd()
    crowd.latecomer.seen = dict.fromkeys(crowd.evening.rooms, 0)
    crowd.talk_on()
    latecomer = crowd.come()  # it checks that no seq is left out or comes twice, and that nothing is begun anew
    assert latecomer.client is not None
    crowd.world.let_pass(1.0)
    assert latecomer.seen[crowd.room] == crowd.talkers[0].seen[crowd.room] > SAID_MEANWHILE


def test_who_goes_into_a_room_is_shown_its_last_words_without_a_gap() -> None:
    crowd = Crowd()
    crowd.talk_on()
    latecomer = crowd.come()
    item, messages = crowd.follow(latecomer)
    assert crowd.readings.count("_opening") == 1
    assert [message.seq for message in messages] == list(range(item.head - len(messages) + 1, item.head + 1))
    assert len(messages) > SAID_MEANWHILE


def test_what_was_hidden_since_is_read_again_and_not_told_as_it_was_said() -> None:
    crowd = Crowd()
    crowd.latecomer.seen = dict.fromkeys(crowd.evening.rooms, 0)
    hidden = iter((True,))

    def hide() -> None:
        if next(hidden, False):
            crowd.node.listeners.run_after(MessageHidden(conversation=crowd.room, seq=1, hidden=True))

    crowd.talk_on(hide)
    assert crowd.come().client is not None


@pytest.mark.parametrize("seen", [0, 1])
def test_what_is_hidden_while_it_is_read_reaches_nobody(seen: int) -> None:
    crowd = Crowd()
    for _ in range(2):
        crowd.talkers[0].say(crowd.room)
    crowd.world.let_pass(1.0)
    crowd.latecomer.seen = {crowd.room: seen}

    def hide() -> None:
        if crowd.readings.count("read_snapshot") == 1 == crowd.readings[-1:].count("read_snapshot"):
            with crowd.world.engine.begin() as connection:
                transaction = Transaction(connection, crowd.node.listeners)
                hide_message(transaction, crowd.room, 2, at=crowd.world.clock())
            for event in transaction.events:
                crowd.node.listeners.run_after(event)

    crowd.talk_on(hide)
    latecomer = crowd.come()
    assert latecomer.client is not None and latecomer.seen[crowd.room] > 2
    assert (crowd.room, 2) not in latecomer.shown


def test_who_goes_in_while_something_is_hidden_is_not_shown_it() -> None:
    crowd = Crowd()
    crowd.talkers[0].say(crowd.room)
    crowd.world.let_pass(1.0)
    latecomer = crowd.come()
    crowd.talk_on(lambda: crowd.node.listeners.run_after(MessageHidden(conversation=crowd.room, seq=1, hidden=True)))
    _, messages = crowd.follow(latecomer)
    assert [(m.seq, m.text) for m in messages if m.hidden] == [(1, "")]


def test_only_what_was_hidden_lately_is_remembered_and_what_is_shown_again_is_not() -> None:
    crowd = Crowd()
    for _ in range(3):
        crowd.talkers[0].say(crowd.room)
    crowd.world.let_pass(1.0)
    with crowd.world.engine.connect() as connection:
        said = read_after(connection, crowd.room, 0, 3)
    hidden = Hidden(kept_max=2)
    for seq in (1, 2, 3, 2):
        hidden.note(crowd.room, seq, hidden=True)
    assert [message.hidden for message in hidden.cover(crowd.room, said)] == [False, True, True]
    assert hidden.since(crowd.room, 3) == {2} and hidden.since("elsewhere", 0) == set()
    hidden.note(crowd.room, 2, hidden=False)
    assert [message.hidden for message in hidden.cover(crowd.room, said)] == [False, False, True]


def test_only_the_last_words_of_the_whole_place_are_kept() -> None:
    crowd = Crowd()
    crowd.talk_on()
    crowd.come()
    said = crowd.node.delivery.fresh.between(crowd.room, 0, 6)
    assert said is not None
    elsewhere = [msgspec.structs.replace(message, conversation="elsewhere") for message in said]
    fresh = Fresh(kept_max=3)
    fresh.add(elsewhere[:2])
    fresh.add(said[:2])
    assert fresh.between("elsewhere", 0, 2) is None
    assert fresh.between(crowd.room, 0, 2) == said[:2]
    assert fresh.between(crowd.room, 1, 2) == said[1:2]
    assert fresh.between(crowd.room, 0, 3) is None
    fresh.forget(crowd.room)
    assert fresh.between(crowd.room, 1, 2) is None
    fresh.add(said[2:5])
    assert fresh.between(crowd.room, 2, 5) == said[2:5]
    assert fresh.between(crowd.room, 0, 5) is None

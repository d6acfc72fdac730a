"""Whatever order messages are handed in, they go out in order, each once."""

import itertools
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from tests.simulation.network import Line, make_client
from veillee.community.conversations import Author, Delivery, Message
from veillee.community.people import Caller, Person
from veillee.community.presence import Attendance, Membership

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
ZOE = Person(id="zoe", pseudonym="Zoé", age_band="25-34", region=None, language="fr")


def make_message(seq: int) -> Message:
    return Message(
        conversation="room", seq=seq, id=str(seq), author=Author(id="ali", pseudonym="Ali"), text="x", sent_at=AT
    )


class Room:
    """One room with one person in it, who has everything up to `head`."""

    def __init__(self, head: int) -> None:
        self.heard: list[int] = []
        self.gaps: list[str] = []
        self.attendance = Attendance(lambda _seconds, _call: None)
        self.delivery = Delivery(self.attendance)
        self.delivery.on_gap = self.gaps.append
        caller = Caller(
            person=ZOE, age=30, entered_at=AT, expires_at=AT + timedelta(days=1), restriction=None, session=b""
        )
        self.zoe = make_client(caller, Line(lambda frame: self.heard.append(frame["seq"]), lambda: None))
        assert self.delivery.announced("room", head) == head
        self.attendance.join(self.zoe, Membership(conversation="room", kind="room"))

    def hand_in(self, seqs: Iterable[int]) -> int:
        return self.delivery.deliver([make_message(seq) for seq in seqs])


@pytest.mark.parametrize("seed", range(20))
def test_in_any_order_and_repeatedly(seed: int) -> None:
    chance, room = random.Random(seed), Room(head=4)
    seqs = [*range(5, 15), *chance.choices(range(1, 15), k=10)]
    chance.shuffle(seqs)
    for start in range(0, len(seqs), 3):
        room.hand_in(seqs[start : start + 3])
    assert room.heard == list(range(5, 15))


def test_what_is_ahead_waits_and_is_asked_for() -> None:
    room = Room(head=4)
    assert room.hand_in([6, 7]) == 0
    assert room.heard == [] and room.gaps == ["room"]
    assert room.hand_in([5]) == 3
    assert room.heard == [5, 6, 7]


def test_what_the_database_has_no_more_is_waited_for_no_longer() -> None:
    room = Room(head=4)
    room.hand_in([8])
    room.delivery.skip_missing("room", 4, 7)
    room.hand_in([7, 8])
    assert room.heard == [7, 8]
    room.hand_in([11])
    room.delivery.skip_missing("room", 8, None)
    room.hand_in([9])
    assert room.heard == [7, 8, 9]


def test_a_lost_last_message_shows_at_the_head() -> None:
    room = Room(head=4)
    room.delivery.notice_head("room", 4)
    assert room.gaps == []
    room.delivery.notice_head("room", 5)
    assert room.gaps == ["room"]


def test_where_nobody_is_nothing_is_waited_for() -> None:
    room = Room(head=4)
    room.attendance.leave(room.zoe, "room")
    room.hand_in([9])
    room.delivery.notice_head("room", 20)
    assert room.gaps == [] and room.delivery.announced("room", 10) == 10


def test_more_than_can_be_kept_ahead_is_read_back_later() -> None:
    room = Room(head=0)
    for start in itertools.islice(itertools.count(2, 500), 4):
        room.hand_in(range(start, start + 500))
    room.hand_in([1])
    assert room.heard == list(range(1, 1002))

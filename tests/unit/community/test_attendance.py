"""Who comes, goes and writes is told together: a crowd does not send the square of its size."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.simulation.network import Line, make_client
from veillee.community.conversations import Author, Delivery, Message, MessagesAppended
from veillee.community.people import Caller, Person
from veillee.community.presence import Attendance, Client, Membership
from veillee.community.presence.audience import NAMED_PER_FRAME_MAX, TYPING_PER_CHANGE_MAX

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
ROOM = Membership(conversation="room", kind="room")
CROWD = 2_000


def make_person(number: int) -> Person:
    return Person(id=f"p{number}", pseudonym=f"P {number}", age_band="25-34", region=None, language="fr")


def talk_with(number: int, *, apart: bool = False) -> Membership:
    """A private talk with them."""
    return Membership(conversation="room", kind="private", other=make_person(number), apart=apart)


class Room:
    """One room; changes are told when the test says so."""

    def __init__(self) -> None:
        self.due: list[Callable[[], None]] = []
        self.attendance = Attendance(lambda _seconds, call: self.due.append(call))
        self.delivery = Delivery(self.attendance)
        self.delivery.announced("room", 0)

    def come(self, number: int, into: Membership = ROOM) -> tuple[Client, list[dict[str, Any]]]:
        """Somebody comes in, and what they are told from then on."""
        person = make_person(number)
        caller = Caller(
            person=person, age=30, entered_at=AT, expires_at=AT + timedelta(days=1), restriction=None, session=b""
        )
        told: list[dict[str, Any]] = []
        client = make_client(caller, Line(told.append, lambda: None))
        self.attendance.arrive(client)
        self.attendance.join(client, into)
        return client, told

    def let_time_pass(self) -> None:
        due, self.due = self.due, []
        for call in due:
            call()


def test_two_thousand_arrivals_are_one_frame_each_a_span_of_time() -> None:
    room = Room()
    crowd = [room.come(number) for number in range(CROWD)]
    room.let_time_pass()
    assert [len(told) for _, told in crowd] == [1] * CROWD
    assert crowd[0][1][0]["present"] == CROWD and len(crowd[0][1][0]["entered"]) == NAMED_PER_FRAME_MAX
    for client, _ in crowd[CROWD // 2 :]:
        room.attendance.depart(client)
    room.let_time_pass()
    assert [len(told) for _, told in crowd] == [2] * (CROWD // 2) + [1] * (CROWD // 2)
    assert crowd[0][1][1]["present"] == CROWD // 2 and not room.due


def test_arrivals_one_after_the_other_are_told_once_for_each_span_and_not_for_each_arrival() -> None:
    room, spans = Room(), 10
    crowd = []
    for number in range(CROWD):
        crowd.append(room.come(number))
        if number % (CROWD // spans) == CROWD // spans - 1:
            room.let_time_pass()
    assert max(len(told) for _, told in crowd) == spans


def test_whoever_writes_is_told_once_a_span_and_only_some_of_many() -> None:
    room = Room()
    crowd = [room.come(number) for number in range(30)]
    room.let_time_pass()
    news = sum(room.attendance.type("room", client.person.id) for _ in range(20) for client, _ in crowd)
    room.let_time_pass()
    assert news == TYPING_PER_CHANGE_MAX
    for _, told in crowd:
        assert [frame["person"] for frame in told[1:]] == [f"p{number}" for number in range(TYPING_PER_CHANGE_MAX)]
    assert room.attendance.type("room", "p1")
    assert not room.attendance.type("nowhere", "p1")


def test_whoever_has_said_it_or_has_left_is_writing_no_more() -> None:
    room = Room()
    (zoe, told), (ali, _) = room.come(1), room.come(2)
    room.let_time_pass()
    assert room.attendance.type("room", zoe.person.id) and room.attendance.type("room", ali.person.id)
    author = Author(id=zoe.person.id, pseudonym="Zoé")
    said = Message(conversation="room", seq=1, id="1", author=author, text="x", sent_at=AT)
    room.delivery.on_appended(MessagesAppended(messages=(said,)))
    room.attendance.depart(ali)
    room.let_time_pass()
    assert [frame["type"] for frame in told] == ["presence", "message", "presence"]


def test_what_is_proclaimed_reaches_everybody_wherever_they_are() -> None:
    room = Room()
    crowd = [room.come(number) for number in range(20)]
    room.attendance.leave(crowd[0][0], "room")
    room.attendance.depart(crowd[1][0])
    room.attendance.proclaim(ROOM)
    assert [len(told) for _, told in crowd] == [1, 0] + [1] * 18


def test_a_block_is_told_though_it_was_not_heard_yet_that_the_other_had_come() -> None:
    room = Room()
    _, told = room.come(1, talk_with(2))
    room.attendance.set_apart("room", True)
    assert [frame["left"] for frame in told] == [["p2"]]
    room.attendance.enter_elsewhere("room", make_person(2))
    room.let_time_pass()
    assert len(told) == 1


def test_a_block_is_told_when_it_is_first_heard_of_from_who_comes_in() -> None:
    room = Room()
    _, told = room.come(1, talk_with(2))
    room.attendance.enter_elsewhere("room", make_person(2))
    room.let_time_pass()
    room.come(2, talk_with(1, apart=True))
    room.attendance.set_apart("room", True)
    room.let_time_pass()
    assert [frame.get("left", []) for frame in told] == [[], ["p2"]]

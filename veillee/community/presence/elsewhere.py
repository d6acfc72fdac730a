"""Who is on the other nodes: told in changes, checked by numbers, asked for whole when a number is missing.

Nothing is kept: a node that falls silent takes its people with it.
"""

from collections.abc import Callable, Iterator

import msgspec

from veillee.community.people import Person
from veillee.community.presence.attendance import Attendance, Later
from veillee.foundation.bus import Bus

SUBJECT = "presence"
TOLD_SECONDS = 0.2
BEAT_SECONDS = 1.0
SILENT_SECONDS_MAX = 6.0
ASK_AGAIN_SECONDS = 1.0
PLACES_PER_PAYLOAD = 1_000


class Change(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="change"):
    """Who came and went at a node since the one numbered before it."""

    node: str
    number: int
    entered: list[tuple[str, Person]]
    left: list[tuple[str, str]]


class Whole(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="whole"):
    """One of the parts that say who is at a node as of that number."""

    node: str
    number: int
    part: int
    parts: int
    present: list[tuple[str, Person]]


class Beat(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="beat"):
    """The node lives, and this was its last change; with `leaving` nobody is there any more."""

    node: str
    number: int
    leaving: bool = False


class Ask(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="ask"):
    """Say the whole; `node` None asks every node."""

    node: str | None = None


Said = Change | Whole | Beat | Ask
_decode = msgspec.msgpack.Decoder(Said).decode
_encode = msgspec.msgpack.Encoder().encode


class _View:
    """What is known of one node."""

    def __init__(self, heard_at: float) -> None:
        self.number: int | None = None
        self.places: dict[tuple[str, str], Person] = {}
        self.parts: dict[int, Whole] = {}
        self.heard_at = heard_at
        self.asked_at = float("-inf")


class Elsewhere:
    """Keeps Attendance informed of the people on other nodes, and other nodes of ours. On the loop thread only.

    `later(seconds, call)` runs a call once; `now()` is a monotonic clock in seconds.
    """

    def __init__(self, node: str, bus: Bus, attendance: Attendance, later: Later, now: Callable[[], float]) -> None:
        self._node = node
        self._bus = bus
        self._attendance = attendance
        self._later = later
        self._now = now
        self._number = 0
        self._changes: dict[tuple[str, str], Person | None] = {}
        self._whole_due = False
        self._running = False
        self._views: dict[str, _View] = {}
        attendance.on_change_here = self._note_change
        bus.subscribe(SUBJECT, self._hear)
        bus.on_return(self.ask_all)

    def start(self) -> None:
        """Begin to tell and to ask."""
        self._running = True
        self.ask_all()
        self._beat()

    def stop(self) -> None:
        """Say goodbye."""
        self._running = False
        self._say(Beat(node=self._node, number=self._number, leaving=True))

    def ask_all(self) -> None:
        """Ask every node who is there."""
        self._say(Ask())

    def tell_changes(self) -> None:
        """Tell the other nodes who came and went here."""
        changes, self._changes = self._changes, {}
        items = list(changes.items())
        for start in range(0, len(items), PLACES_PER_PAYLOAD):
            some = items[start : start + PLACES_PER_PAYLOAD]
            self._number += 1
            entered = [(conversation, person) for (conversation, _), person in some if person is not None]
            left = [place for place, person in some if person is None]
            self._say(Change(node=self._node, number=self._number, entered=entered, left=left))

    def _note_change(self, conversation: str, person: Person, here: bool) -> None:
        if not self._changes and self._running:
            self._later(TOLD_SECONDS, self.tell_changes)
        self._changes[conversation, person.id] = person if here else None

    def _beat(self) -> None:
        if not self._running:
            return
        self._say(Beat(node=self._node, number=self._number))
        for node, view in list(self._views.items()):
            if self._now() - view.heard_at > SILENT_SECONDS_MAX:
                self._forget(node)
        self._later(BEAT_SECONDS, self._beat)

    def _say(self, said: Said) -> None:
        self._bus.publish(SUBJECT, _encode(said))

    def _hear(self, payload: bytes) -> None:
        said = _decode(payload)
        if isinstance(said, Ask):
            if said.node in (None, self._node):
                self._answer()
            return
        view = self._views.get(said.node)
        if view is None:
            view = self._views[said.node] = _View(self._now())
        view.heard_at = self._now()
        if isinstance(said, Change):
            self._change(view, said)
        elif isinstance(said, Whole):
            self._take_part(view, said)
        elif said.leaving:
            self._forget(said.node)
        elif view.number is None or view.number < said.number:
            self._ask(said.node, view)

    def _answer(self) -> None:
        if not self._whole_due and self._running:
            self._whole_due = True
            self._later(TOLD_SECONDS, self._tell_whole)

    def _tell_whole(self) -> None:
        self._whole_due = False
        self.tell_changes()
        parts = list(_in_parts(self._attendance))
        for part, present in enumerate(parts):
            self._say(Whole(node=self._node, number=self._number, part=part, parts=len(parts), present=present))

    def _ask(self, node: str, view: _View) -> None:
        if self._now() - view.asked_at >= ASK_AGAIN_SECONDS:
            view.asked_at = self._now()
            self._say(Ask(node=node))

    def _change(self, view: _View, change: Change) -> None:
        if view.number is None or change.number > view.number + 1:
            self._ask(change.node, view)
        elif change.number == view.number + 1:
            view.number = change.number
            for place in change.left:
                self._remove(view, place)
            for conversation, person in change.entered:
                self._add(view, conversation, person)

    def _take_part(self, view: _View, whole: Whole) -> None:
        if view.number is not None and whole.number < view.number:
            return
        if any(part.number != whole.number or part.parts != whole.parts for part in view.parts.values()):
            view.parts.clear()
        view.parts[whole.part] = whole
        if len(view.parts) == whole.parts:
            self._replace(view, whole.number)

    def _replace(self, view: _View, number: int) -> None:
        present = {
            (conversation, person.id): person for part in view.parts.values() for conversation, person in part.present
        }
        view.parts.clear()
        view.number = number
        for place in view.places.keys() - present.keys():
            self._remove(view, place)
        for (conversation, _), person in present.items():
            self._add(view, conversation, person)

    def _forget(self, node: str) -> None:
        view = self._views.pop(node)
        for place in list(view.places):
            self._remove(view, place)

    def _add(self, view: _View, conversation: str, person: Person) -> None:
        if (conversation, person.id) not in view.places:
            view.places[conversation, person.id] = person
            self._attendance.enter_elsewhere(conversation, person)

    def _remove(self, view: _View, place: tuple[str, str]) -> None:
        if view.places.pop(place, None) is not None:
            self._attendance.leave_elsewhere(*place)


def _in_parts(attendance: Attendance) -> Iterator[list[tuple[str, Person]]]:
    """Who is where, in parts that fit into a payload; at least one."""
    present = list(attendance.here())
    for start in range(0, max(1, len(present)), PLACES_PER_PAYLOAD):
        yield present[start : start + PLACES_PER_PAYLOAD]

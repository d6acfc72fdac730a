"""Beginning to follow conversations without missing or repeating a message.

A snapshot is read beside the stream of commits. `Delivery.announced` says, at the moment of subscribing, up to
where the stream has come: a snapshot that ends later is cut there, and the stream brings the rest; one that ends
earlier is completed from what was just announced or, where each reader is told something else, read again,
READINGS_MAX times at most where something was missed.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from itertools import count
from typing import Any, NamedTuple

import sqlalchemy as sa

from veillee.community.conversations.access import Namer, get_membership, list_memberships
from veillee.community.conversations.delivery import Delivery
from veillee.community.conversations.healing import Healing
from veillee.community.conversations.missed import NOTHING, REPLAYED_SHARE_OF_UNSENT, Missed, read_missed
from veillee.community.conversations.model import PAGE_MESSAGES, REPLAYED_IN_ALL_MAX, REPLAYED_MESSAGES_MAX, Message
from veillee.community.conversations.queries import read_page, with_cautions
from veillee.community.conversations.unheard import Unheard, find_behind
from veillee.community.conversations.wire import (
    ContactFrame,
    ConversationFrame,
    ConversationItem,
    PauseFrame,
    ResetFrame,
    ScreeningFrame,
    WelcomeFrame,
)
from veillee.community.people import ContactChanged, Lamp, PairFrozen, PairReleased, Person
from veillee.community.presence import Attendance, Client, Membership
from veillee.community.screening import ScreeningChanged
from veillee.foundation.basics import Clock, NotFound
from veillee.foundation.storage import Database

PAUSED_TEXT = {
    "fr": "Cette conversation est en pause : une personne de l'équipe regarde. Vous n'avez rien à faire.",
    "en": "This talk is paused: somebody of the staff is having a look. You need not do anything.",
}
RESUMED_TEXT = {
    "fr": "L'équipe a regardé : vous pouvez de nouveau vous écrire.",
    "en": "The staff have had a look: you can write to each other again.",
}

READINGS_MAX = 4

Snapshot = list[tuple[Membership, Missed | None]]
"""Each membership with what was missed: None when that is more than is replayed."""


class Moment(NamedTuple):
    """What had been heard by then: how often two people stood otherwise, and how often something was hidden."""

    changes: int
    hides: int


class Look(NamedTuple):
    """What somebody follows, read after a moment."""

    moment: Moment
    snapshot: Snapshot


class Following:
    """Subscribes clients to conversations."""

    def __init__(
        self,
        database: Database,
        attendance: Attendance,
        delivery: Delivery,
        lamp: Lamp,
        namer: Namer,
        clock: Clock,
        healing: Healing,
        run: Callable[[Coroutine[Any, Any, None]], object],
        unsent_bytes_max: int,
    ) -> None:
        self._database = database
        self._attendance = attendance
        self._delivery = delivery
        self._lamp = lamp
        self._namer = namer
        self._clock = clock
        self._healing = healing
        self._unheard = Unheard(database, delivery)
        self._run = run
        self._rereading = asyncio.Lock()
        self._changes = 0
        self._replayed_bytes_max = int(unsent_bytes_max * REPLAYED_SHARE_OF_UNSENT)

    @property
    def moment(self) -> Moment:
        """Now, for a look that begins."""
        return Moment(self._changes, self._delivery.hidden.count)

    async def welcome(self, client: Client, resume: Mapping[str, int], look: Look | None = None) -> None:
        """Greet, follow everything that the person is a member of, bring what was missed since `resume`.

        Whoever has had a look already may give it; what it is too old for is read again, a few times: where that
        does not help, whoever comes begins anew.
        """
        changes = self._changes if look is None else look.moment.changes
        for reading in count(1):
            moment, snapshot = look or await self._look(client.person, resume)
            look = None
            learned = await self._unheard.learn(m for m, _ in snapshot)
            heads = [self._delivery.announced(m.conversation, m.head) for m, _ in snapshot]
            unknown = find_behind(heads, (m for m, _ in snapshot)) - learned
            if unknown or await self._catch_up(heads, snapshot, resume):
                continue
            late = [
                self._late_for(membership, missed, head, moment) if membership.conversation in resume else []
                for head, (membership, missed) in zip(heads, snapshot, strict=True)
            ]
            if reading >= READINGS_MAX or None not in late:
                break
        snapshot = [
            (membership, None if missed is None or rest is None else missed.followed_by(rest))
            for rest, (membership, missed) in zip(late, snapshot, strict=True)
        ]
        self._attendance.arrive(client)
        client.tell(
            WelcomeFrame(
                person=client.person,
                conversations=[
                    item_of(membership, head) for head, (membership, _) in zip(heads, snapshot, strict=True)
                ],
                server_time=self._clock(),
                watch=self._lamp.view(),
                restriction=client.caller.restriction,
            )
        )
        for head, (membership, missed) in zip(heads, snapshot, strict=True):
            self._attendance.join(client, membership)
            _replay(client, membership.conversation, missed, head)
        if changes != self._changes:
            # What changed between two people during the reading found this connection not here yet.
            await self._reread(client, [m.conversation for m, _ in snapshot if m.kind == "private"])

    async def follow(self, client: Client, conversation: str) -> tuple[ConversationItem, list[Message]]:
        """Follow one conversation; returns it with its last messages, ascending. Raises NotFound."""
        changes = self._changes
        while True:
            membership, page = await self._database.read(self._opening, client.person.id, conversation)
            learned = await self._unheard.learn([membership])
            head = self._delivery.announced(conversation, membership.head)
            late = self._late(membership, head)
            if late is not None and changes == self._changes and find_behind([head], [membership]) <= learned:
                break
            changes = self._changes
        if self._attendance.is_here(client):
            self._attendance.join(client, membership)
        shown = [*(message for message in page if message.seq <= head), *late]
        return item_of(membership, head), self._delivery.hidden.cover(conversation, shown[-PAGE_MESSAGES:])

    async def _look(self, person: Person, resume: Mapping[str, int]) -> Look:
        return Look(self.moment, await self._database.read(self.read_snapshot, person, resume))

    def _late_for(
        self, membership: Membership, missed: Missed | None, head: int, moment: Moment
    ) -> list[Message] | None:
        """_late for what is replayed: it has to be read again as well when some of it was hidden since."""
        if missed is None:
            return []
        if not self._delivery.hidden.since(membership.conversation, moment.hides).isdisjoint(missed.seqs):
            return None
        return self._late(membership, head)

    def _late(self, membership: Membership, head: int) -> list[Message] | None:
        """What was announced after the membership was read, up to `head`; None when it has to be read again."""
        if head <= membership.head:
            return []
        if membership.kind == "private":
            return None  # what somebody is told beside the words is read with them
        return self._delivery.fresh.between(membership.conversation, membership.head, head)

    def on_contact_changed(self, event: ContactChanged) -> None:
        """They asked, are contacts, or are none any more."""
        self._changed_between(event.person_id, event.other_id)

    def on_pair_frozen(self, event: PairFrozen) -> None:
        """Neither is seen by the other any more."""
        self._changed_between(event.one_id, event.other_id)

    def on_pair_released(self, event: PairReleased) -> None:
        """Both are back."""
        self._changed_between(event.one_id, event.other_id)

    def on_screening_changed(self, event: ScreeningChanged) -> None:
        """It is screened otherwise than before."""
        self._changed_between(event.person_id, event.other_id)

    def _changed_between(self, one: str, other: str) -> None:
        """How two people stand with each other is remembered by each connection: read it again."""
        self._changes += 1
        for person_id, other_id in ((one, other), (other, one)):
            for client in self._attendance.clients(person_id):
                talks = [m.conversation for m in client.memberships.values() if m.other and m.other.id == other_id]
                if talks:
                    self._run(self._reread(client, talks))

    async def _reread(self, client: Client, conversations: list[str]) -> None:
        async with self._rereading:  # one after the other, so that the latest reading stays
            for conversation in conversations:
                await self._reread_one(client, conversation)

    async def _reread_one(self, client: Client, conversation: str) -> None:
        try:
            membership = await self._database.read(
                get_membership, client.person.id, conversation, self._namer, self._clock()
            )
        except NotFound:
            return  # they left meanwhile
        known = client.memberships.get(conversation)
        if known is None:
            return
        client.memberships[conversation] = membership
        contact = membership.contact or "none"  # the other one may have left
        if known.contact is not None and contact != known.contact:
            client.tell(ContactFrame(conversation=conversation, contact=contact))
        if membership.screening is not None and membership.screening != known.screening:
            if known.screening == "off":  # what was said meanwhile is not read later
                self._delivery.forget_lines(conversation)
            client.tell(ScreeningFrame(conversation=conversation, screening=membership.screening))
        if membership.paused != known.paused:
            await self._pause(client, membership)

    async def _pause(self, client: Client, membership: Membership) -> None:
        conversation, paused = membership.conversation, membership.paused
        text = (PAUSED_TEXT if paused else RESUMED_TEXT)[client.caller.language]
        client.tell(PauseFrame(conversation=conversation, paused=paused, text=text))
        if paused:
            self._attendance.pause(client, membership)
        else:
            item, messages = await self.follow(client, conversation)
            client.tell(ConversationFrame(conversation=item, messages=messages))

    async def _catch_up(self, heads: list[int], snapshot: Snapshot, resume: Mapping[str, int]) -> bool:
        """Whether somebody who comes from another node has seen more than was announced here; then it is read."""
        late = [
            membership.conversation
            for head, (membership, _) in zip(heads, snapshot, strict=True)
            if head < min(resume.get(membership.conversation, 0), membership.head)
        ]
        for conversation in late:
            await self._healing.fill(conversation)
        return bool(late)

    def read_snapshot(self, connection: sa.Connection, person: Person, resume: Mapping[str, int]) -> Snapshot:
        """What a look at it sees."""
        snapshot: Snapshot = []
        messages_left, bytes_left = REPLAYED_IN_ALL_MAX, self._replayed_bytes_max
        for membership in list_memberships(connection, person.id, self._namer, self._clock()):
            missing = membership.head - resume.get(membership.conversation, membership.head)
            missed: Missed | None = NOTHING
            if missing > min(REPLAYED_MESSAGES_MAX, messages_left):
                missed = None
            elif missing > 0:
                missed = read_missed(connection, membership, person, missing, bytes_left)
            if missed is not None:
                messages_left -= len(missed.frames)
                bytes_left -= sum(map(len, missed.frames))
            snapshot.append((membership, missed))
        return snapshot

    def _opening(
        self, connection: sa.Connection, person_id: str, conversation: str
    ) -> tuple[Membership, list[Message]]:
        membership = get_membership(connection, person_id, conversation, self._namer, self._clock())
        page = read_page(connection, conversation, None, PAGE_MESSAGES)
        if membership.kind == "private":
            page = with_cautions(connection, page, conversation, person_id)
        return membership, page


def item_of(membership: Membership, head: int) -> ConversationItem:
    """A conversation as its member's client lists it."""
    return ConversationItem(
        id=membership.conversation,
        kind=membership.kind,
        head=head,
        name=membership.name,
        room=membership.slug,
        other=membership.other,
        read=membership.read,
        contact=membership.contact,
        screening=membership.screening,
        paused=membership.paused,
    )


def _replay(client: Client, conversation: str, missed: Missed | None, head: int) -> None:
    if missed is None:
        client.tell(ResetFrame(conversation=conversation))
    elif frames := missed.up_to(head):
        client.tell_encoded(frames)

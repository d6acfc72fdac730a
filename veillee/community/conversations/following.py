"""Beginning to follow conversations without missing or repeating a message.

A snapshot is read beside the stream of commits. `Delivery.announced` says, at the moment of subscribing, up to
where the stream has come: a snapshot that ends earlier is read again, one that ends later is cut there, and the
stream brings the rest.
"""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.access import Namer, get_membership, list_memberships
from veillee.community.conversations.delivery import Delivery, frame_of
from veillee.community.conversations.model import PAGE_MESSAGES, REPLAYED_IN_ALL_MAX, REPLAYED_MESSAGES_MAX, Message
from veillee.community.conversations.queries import read_after, read_page
from veillee.community.conversations.wire import ConversationItem, ResetFrame, WelcomeFrame
from veillee.community.people import Lamp
from veillee.community.presence import Attendance, Client, Membership
from veillee.foundation.basics import Clock
from veillee.foundation.storage import Database

Snapshot = list[tuple[Membership, list[Message] | None]]
"""Each membership with what was missed: None when that is more than is replayed."""


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
    ) -> None:
        self._database = database
        self._attendance = attendance
        self._delivery = delivery
        self._lamp = lamp
        self._namer = namer
        self._clock = clock

    async def welcome(self, client: Client, resume: Mapping[str, int]) -> None:
        """Greet, follow everything that the person is a member of, bring what was missed since `resume`."""
        while True:
            snapshot = await self._database.read(self._snapshot, client.person.id, resume)
            heads = [self._delivery.announced(m.conversation, m.head) for m, _ in snapshot]
            if all(head <= membership.head for head, (membership, _) in zip(heads, snapshot, strict=True)):
                break
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

    async def follow(self, client: Client, conversation: str) -> tuple[ConversationItem, list[Message]]:
        """Follow one conversation; returns it with its last messages, ascending. Raises NotFound."""
        while True:
            membership, page = await self._database.read(self._opening, client.person.id, conversation)
            head = self._delivery.announced(conversation, membership.head)
            if head <= membership.head:
                break
        if self._attendance.is_here(client):
            self._attendance.join(client, membership)
        return item_of(membership, head), [message for message in page if message.seq <= head]

    def _snapshot(self, connection: sa.Connection, person_id: str, resume: Mapping[str, int]) -> Snapshot:
        snapshot: Snapshot = []
        budget = REPLAYED_IN_ALL_MAX
        for membership in list_memberships(connection, person_id, self._namer, self._clock()):
            missing = membership.head - resume.get(membership.conversation, membership.head)
            missed: list[Message] | None = []
            if missing > min(REPLAYED_MESSAGES_MAX, budget):
                missed = None
            elif missing > 0:
                budget -= missing
                missed = read_after(connection, membership.conversation, membership.head - missing, missing)
            snapshot.append((membership, missed))
        return snapshot

    def _opening(
        self, connection: sa.Connection, person_id: str, conversation: str
    ) -> tuple[Membership, list[Message]]:
        membership = get_membership(connection, person_id, conversation, self._namer, self._clock())
        return membership, read_page(connection, conversation, None, PAGE_MESSAGES)


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
    )


def _replay(client: Client, conversation: str, missed: list[Message] | None, head: int) -> None:
    if missed is None:
        client.tell(ResetFrame(conversation=conversation))
        return
    frames: list[msgspec.Struct] = [frame_of(message) for message in missed if message.seq <= head]
    for frame in frames:
        client.tell(frame)

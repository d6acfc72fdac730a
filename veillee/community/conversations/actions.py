"""What members do in conversations."""

import asyncio
from datetime import datetime
from functools import partial

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.access import Namer, get_membership, page_memberships
from veillee.community.conversations.answers import Answers
from veillee.community.conversations.append import append_all
from veillee.community.conversations.asking import Asking, for_reader
from veillee.community.conversations.delivery import Delivery
from veillee.community.conversations.events import MembershipEnded
from veillee.community.conversations.hold import flag, hold, refuse
from veillee.community.conversations.model import (
    PAGE_MESSAGES,
    PAGE_MESSAGES_MAX,
    Accepted,
    Author,
    ConversationView,
    Draft,
    Message,
    Origin,
    check_text,
)
from veillee.community.conversations.pictures import Shown, get_image
from veillee.community.conversations.queries import read_page, with_cautions
from veillee.community.conversations.store import find_refs, note_departure, remove_membership, set_read
from veillee.community.conversations.traces import Traces
from veillee.community.conversations.wire import Leave, LeftFrame, Read, Send, Typing
from veillee.community.media import PictureSize, check_pictures
from veillee.community.outcomes import RefusalKind, carry_out, note_refusal
from veillee.community.people import Caller, Lamp, Person, check_may_speak, let_go, paused
from veillee.community.presence import Attendance, Client, Membership
from veillee.community.screening import objection_to
from veillee.foundation.basics import Clock, Forbidden, Invalid, NotFound, Paces, Problem, Signer
from veillee.foundation.storage import Asked, Database, Page, Transaction
from veillee.safety.policy import Gate, Verdict

TYPING_AUDIENCE_MAX = 100
UNSCREENED = Verdict()  # between two contacts who have both switched it off: words pass unread


class ConversationLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator has set for talk."""

    message_chars_max: int
    messages_per_minute_per_person: int


class Conversations:
    """The verbs of talk, the same for rooms and for two."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        attendance: Attendance,
        delivery: Delivery,
        traces: Traces,
        signer: Signer,
        clock: Clock,
        namer: Namer,
        lamp: Lamp,
        limits: ConversationLimits,
    ) -> None:
        self._database = database
        self._gate = gate
        self._attendance = attendance
        self._delivery = delivery
        self._traces = traces
        self._signer = signer
        self._clock = clock
        self._namer = namer
        self._lamp = lamp
        self._chars_max = limits.message_chars_max
        self._paces = Paces(clock, limits.messages_per_minute_per_person, 60)
        self._answers = Answers(database)
        self._asking = Asking(traces, delivery, clock)

    def send(self, client: Client, frame: Send, origin: Origin) -> None:
        """Review, store, answer; delivery follows the commit. Raises Problem for what cannot be a message."""
        membership = self._membership(client, frame.conversation)
        if (objection := self._objection(client, membership)) is not None:
            # Looking up what was said before costs a read: so it has a pace as well.
            self._paces.check(client.person.id)
            draft = self._draft(client, membership, frame, origin)
            work = self._repeat(client, draft, objection)
            self._answers.when_done(work, partial(self._answers.stopped, client, draft))
            return
        if frame.pictures:
            self._check_pictures(frame)
        if frame.text or not frame.pictures:
            check_text(frame.text, self._chars_max)
        self._paces.check(client.person.id)
        draft = self._draft(client, membership, frame, origin)
        if membership.screening == "off":
            self._append(client, draft, UNSCREENED)
            return
        verdict = self._gate.review_to_keep(self._asking.submission(client, membership, frame))
        self._carry_out(client, frame, draft, for_reader(self._gate, membership, verdict))

    def typing(self, client: Client, frame: Typing) -> bool:
        """Tell the others soon; in a crowd nobody needs to know, and not whom one is apart from. Whether it is news."""
        if self._membership(client, frame.conversation).paused:
            return False
        restriction = client.caller.restriction
        may_speak = restriction is None or not restriction.silences or not restriction.holds(self._clock())
        if not may_speak or self._attendance.present(frame.conversation) > TYPING_AUDIENCE_MAX:
            return False
        return self._attendance.type(frame.conversation, client.person.id)

    def read(self, client: Client, frame: Read) -> None:
        """Remember how far the person has read."""
        membership = self._membership(client, frame.conversation)
        head = self._delivery.announced(frame.conversation, membership.head)
        if frame.seq > head:
            raise NotFound
        mark = (client.person.id, frame.conversation, frame.seq)
        # One that could not be stored comes again with the next.
        self._database.submit_batched(set_read, mark).add_done_callback(_forget)

    async def leave(self, client: Client, frame: Leave) -> None:
        """End the membership, on all connections of the person."""
        conversation = frame.conversation
        with_whom = self._membership(client, conversation).other
        other_id = None if with_whom is None else with_whom.id
        await self._database.write(_end_membership, conversation, client.person.id, other_id, self._clock())
        for other in self._attendance.clients(client.person.id):
            self._attendance.leave(other, conversation)
            other.tell(LeftFrame(ref=frame.ref if other is client else None, conversation=conversation))

    async def list_mine(self, caller: Caller, asked: Asked) -> Page[ConversationView]:
        """The caller's conversations, the latest joined first."""
        page = await self._database.read(page_memberships, caller.id, self._namer, self._clock(), asked)
        return Page(items=[_view(membership) for membership in page.items], next=page.next)

    async def get(self, caller: Caller, conversation: str) -> ConversationView:
        """One of the caller's conversations. Raises NotFound."""
        return _view(await self._database.read(get_membership, caller.id, conversation, self._namer, self._clock()))

    async def history(self, caller: Caller, conversation: str, before: int | None, limit: int | None) -> list[Message]:
        """A page of messages, ascending, the newest page first. Raises NotFound, Invalid."""
        size = PAGE_MESSAGES if limit is None else limit
        if not 1 <= size <= PAGE_MESSAGES_MAX:
            raise Invalid({"limit": "out-of-range"})
        if before is not None and not 1 <= before < 2**31:
            raise Invalid({"before": "out-of-range"})
        page = await self._database.read(self._page, caller.id, conversation, before, size)
        return self._delivery.hidden.cover(conversation, page)

    async def picture(self, caller: Caller, picture_id: str, size: PictureSize) -> Shown:
        """A picture that the caller sees now. Raises NotFound."""
        return await self._database.read(get_image, caller.id, picture_id, size)

    async def present(self, caller: Caller, conversation: str) -> list[Person]:
        """Who is here now. Raises NotFound for a conversation that the caller is no member of."""
        membership = await self._database.read(get_membership, caller.id, conversation, self._namer, self._clock())
        present = self._attendance.people(conversation)
        return [person for person in present if person.id == caller.id] if membership.apart else present

    def _page(
        self, connection: sa.Connection, person_id: str, conversation: str, before: int | None, limit: int
    ) -> list[Message]:
        membership = get_membership(connection, person_id, conversation, self._namer, self._clock())
        page = read_page(connection, conversation, before, limit)
        return with_cautions(connection, page, conversation, person_id) if membership.kind == "private" else page

    def _check_pictures(self, frame: Send) -> None:
        self._lamp.check_lit("pictures")
        check_pictures(frame.pictures or ())

    def _objection(self, client: Client, membership: Membership) -> Problem | None:
        try:
            check_may_speak(client.caller, self._clock())
        except Forbidden as silenced:
            return silenced
        return paused() if membership.paused else objection_to(membership.screening)

    def _membership(self, client: Client, conversation: str) -> Membership:
        membership = client.memberships.get(conversation)
        if membership is None:
            raise NotFound
        return membership

    def _draft(self, client: Client, membership: Membership, frame: Send, origin: Origin) -> Draft:
        person = client.person
        return Draft(
            conversation=frame.conversation,
            author=Author(id=person.id, pseudonym=person.pseudonym, sample=person.sample),
            ref=frame.ref,
            text=frame.text,
            sent_at=self._clock(),
            reply_to=frame.reply_to,
            origin=origin,
            to=membership.other.id if membership.other else None,
            pictures=tuple(frame.pictures or ()),
        )

    def _carry_out(self, client: Client, frame: Send, draft: Draft, verdict: Verdict) -> None:
        self._answers.advised(client, draft, verdict)
        confirmed = self._confirmed(client, frame)
        if draft.text and (verdict.effect != "nudge" or confirmed):
            self._traces.leave(client.person.id, draft.to or draft.conversation, draft.text)
        carry_out(
            verdict,
            confirmed=confirmed,
            passes=lambda: self._append(client, draft, verdict),
            asks=lambda: self._stop(client, frame, draft, verdict),
            holds=lambda: self._hold(client, draft, verdict),
            refuses=lambda: self._stop(client, frame, draft, verdict),
        )

    def _hold(self, client: Client, draft: Draft, verdict: Verdict) -> None:
        future = self._database.write(hold, draft, client.person, verdict)
        self._answers.when_done(future, partial(self._answers.held, client, draft, verdict))

    def _stop(self, client: Client, frame: Send, draft: Draft, verdict: Verdict) -> None:
        work = self._stopping(client, frame, draft, verdict)
        self._answers.when_done(work, partial(self._answers.stopped, client, draft))

    async def _repeat(self, client: Client, draft: Draft, otherwise: Problem) -> None:
        """The first answer to the ref; raises the problem when it is new."""
        if not await self._answered_before(client, draft):
            raise otherwise

    async def _answered_before(self, client: Client, draft: Draft) -> bool:
        """Whether the ref was used: what was accepted stays accepted for it, though it could not be said by now."""
        if not await self._database.read(find_refs, [(client.person.id, draft.ref)]):
            return False
        self._answers.when_done(
            self._database.submit_batched(append_all, draft), partial(self._answers.appended, client, draft)
        )
        return True

    async def _stopping(self, client: Client, frame: Send, draft: Draft, verdict: Verdict) -> None:
        if await self._answered_before(client, draft):
            return
        if verdict.effect == "nudge":
            self._answers.nudged(client, draft, verdict, self._mark(client, frame))
        else:
            self._answers.refused(client, draft, verdict)
            if verdict.open_case:
                await self._database.write(refuse, draft, client.person, verdict)
            else:
                kind: RefusalKind = "room_message" if draft.to is None else "private_message"
                await self._database.write(note_refusal, client.person, kind, draft.text, verdict, self._clock())

    def _append(self, client: Client, draft: Draft, verdict: Verdict) -> None:
        future: asyncio.Future[Accepted | Exception] | asyncio.Task[Accepted | Exception]
        if verdict.open_case or verdict.caution is not None:
            future = asyncio.ensure_future(self._database.write(flag, draft, client.person, verdict))
        else:
            future = self._database.submit_batched(append_all, draft)
        self._answers.when_done(future, partial(self._answers.appended, client, draft))

    def _confirmed(self, client: Client, frame: Send) -> bool:
        return frame.confirm is not None and self._signer.accepts(frame.confirm, *self._nudge_parts(client, frame))

    def _mark(self, client: Client, frame: Send) -> str:
        return self._signer.sign(*self._nudge_parts(client, frame))

    def _nudge_parts(self, client: Client, frame: Send) -> tuple[str, ...]:
        return "nudge", client.person.id, frame.conversation, frame.text, *(frame.pictures or ())


def _end_membership(
    transaction: Transaction, conversation: str, person_id: str, other_id: str | None, at: datetime
) -> None:
    note_departure(transaction, conversation, person_id, at)
    remove_membership(transaction, conversation, person_id)
    if other_id is not None:
        let_go(transaction, person_id, other_id)
    transaction.announce(MembershipEnded(person_id=person_id, conversation=conversation))


def _forget(done: "asyncio.Future[None]") -> None:
    if not done.cancelled():
        done.exception()


def _view(membership: Membership) -> ConversationView:
    return ConversationView(
        id=membership.conversation,
        kind=membership.kind,
        name=membership.name,
        room=membership.slug,
        other=membership.other,
        head=membership.head,
        read=membership.read,
        contact=membership.contact,
        screening=membership.screening,
        paused=membership.paused,
    )

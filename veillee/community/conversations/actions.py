"""What members do in conversations."""

import asyncio
from datetime import datetime
from functools import partial

import msgspec
import sqlalchemy as sa

from veillee.community.conversations.access import Namer, get_membership, list_memberships
from veillee.community.conversations.answers import Answers
from veillee.community.conversations.append import append_all
from veillee.community.conversations.delivery import Delivery
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
from veillee.community.conversations.queries import read_page
from veillee.community.conversations.store import find_refs, remove_membership, set_read
from veillee.community.conversations.wire import Leave, LeftFrame, Read, Send, Typing, TypingFrame
from veillee.community.people import Caller, Person, facts_of
from veillee.community.presence import Attendance, Client, Membership
from veillee.foundation.basics import Clock, Forbidden, Invalid, NotFound, Paces, Problem, Signer
from veillee.foundation.storage import Database
from veillee.safety.policy import Gate, Submission, Verdict

TYPING_AUDIENCE_MAX = 100


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
        signer: Signer,
        clock: Clock,
        namer: Namer,
        limits: ConversationLimits,
    ) -> None:
        self._database = database
        self._gate = gate
        self._attendance = attendance
        self._delivery = delivery
        self._signer = signer
        self._clock = clock
        self._namer = namer
        self._chars_max = limits.message_chars_max
        self._paces = Paces(clock, limits.messages_per_minute_per_person, 60)
        self._answers = Answers(database)

    def send(self, client: Client, frame: Send, origin: Origin) -> None:
        """Review, store, answer; delivery follows the commit. Raises Problem for what cannot be a message."""
        membership = self._membership(client, frame.conversation)
        check_may_speak(client.caller, self._clock())
        if frame.pictures:
            raise Problem("pictures-unavailable", 422, "Pictures are not open here yet.")
        check_text(frame.text, self._chars_max)
        self._paces.check(client.person.id)
        verdict = self._gate.review(self._submission(client, membership, frame))
        self._carry_out(client, frame, self._draft(client, membership, frame, origin), verdict)

    def typing(self, client: Client, frame: Typing) -> None:
        """Tell the others; in a crowd nobody needs to know."""
        self._membership(client, frame.conversation)
        restriction = client.caller.restriction
        may_speak = restriction is None or not restriction.holds(self._clock())
        if may_speak and self._attendance.present(frame.conversation) <= TYPING_AUDIENCE_MAX:
            self._attendance.broadcast(
                frame.conversation, TypingFrame(conversation=frame.conversation, person=client.person.id)
            )

    def read(self, client: Client, frame: Read) -> None:
        """Remember how far the person has read."""
        membership = self._membership(client, frame.conversation)
        head = self._delivery.announced(frame.conversation, membership.head)
        if frame.seq > head:
            raise NotFound
        mark = (client.person.id, frame.conversation, frame.seq)
        self._database.submit_batched(set_read, mark)

    async def leave(self, client: Client, frame: Leave) -> None:
        """End the membership, on all connections of the person."""
        conversation = frame.conversation
        self._membership(client, conversation)
        await self._database.write(remove_membership, conversation, client.person.id)
        for other in self._attendance.clients(client.person.id):
            self._attendance.leave(other, conversation)
            other.tell(LeftFrame(ref=frame.ref if other is client else None, conversation=conversation))

    async def list_mine(self, caller: Caller) -> list[ConversationView]:
        """The caller's conversations, the latest first."""
        memberships = await self._database.read(list_memberships, caller.id, self._namer, self._clock())
        return [_view(membership) for membership in memberships]

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
        return await self._database.read(self._page, caller.id, conversation, before, size)

    async def present(self, caller: Caller, conversation: str) -> list[Person]:
        """Who is here now. Raises NotFound for a conversation that the caller is no member of."""
        await self._database.read(get_membership, caller.id, conversation, self._namer, self._clock())
        return self._attendance.people(conversation)

    def _page(
        self, connection: sa.Connection, person_id: str, conversation: str, before: int | None, limit: int
    ) -> list[Message]:
        get_membership(connection, person_id, conversation, self._namer, self._clock())
        return read_page(connection, conversation, before, limit)

    def _membership(self, client: Client, conversation: str) -> Membership:
        membership = client.memberships.get(conversation)
        if membership is None:
            raise NotFound
        return membership

    def _submission(self, client: Client, membership: Membership, frame: Send) -> Submission:
        caller = client.caller
        return Submission(
            text=frame.text,
            kind="message",
            audience=membership.kind,
            language=caller.language,
            author=facts_of(caller.age, caller.entered_at, self._clock()),
            other=membership.other_facts,
            history=self._delivery.recent_lines(frame.conversation, client.person.id),
            contacts=membership.kind == "private",
        )

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
        )

    def _carry_out(self, client: Client, frame: Send, draft: Draft, verdict: Verdict) -> None:
        """Effects are applied here and nowhere else: what the rules propose becomes what happens."""
        self._answers.advised(client, draft, verdict)
        effect = verdict.effect
        if effect == "nudge" and self._confirmed(client, frame):
            effect = "allow"
        if effect == "allow":
            self._append(client, draft, verdict)
        elif effect == "hold":
            future = self._database.write(hold, draft, client.person, verdict)
            self._answers.when_done(future, partial(self._answers.held, client, draft, verdict))
        else:
            work = self._stop(client, frame, draft, verdict)
            self._answers.when_done(work, partial(self._answers.stopped, client, draft))

    async def _stop(self, client: Client, frame: Send, draft: Draft, verdict: Verdict) -> None:
        # What was accepted stays accepted for its ref, though the gate would think otherwise by now.
        if await self._database.read(find_refs, [(client.person.id, draft.ref)]):
            self._answers.when_done(
                self._database.submit_batched(append_all, draft), partial(self._answers.appended, client, draft)
            )
        elif verdict.effect == "nudge":
            self._answers.nudged(client, draft, verdict, self._mark(client, frame))
        else:
            self._answers.refused(client, draft, verdict)
            if verdict.open_case:
                await self._database.write(refuse, draft, client.person, verdict)

    def _append(self, client: Client, draft: Draft, verdict: Verdict) -> None:
        future: asyncio.Future[Accepted | Exception] | asyncio.Task[Accepted | Exception]
        if verdict.open_case:
            future = asyncio.ensure_future(self._database.write(flag, draft, client.person, verdict))
        else:
            future = self._database.submit_batched(append_all, draft)
        self._answers.when_done(future, partial(self._answers.appended, client, draft))

    def _confirmed(self, client: Client, frame: Send) -> bool:
        return frame.confirm is not None and self._signer.accepts(frame.confirm, *self._nudge_parts(client, frame))

    def _mark(self, client: Client, frame: Send) -> str:
        return self._signer.sign(*self._nudge_parts(client, frame))

    def _nudge_parts(self, client: Client, frame: Send) -> tuple[str, ...]:
        return "nudge", client.person.id, frame.conversation, frame.text


def check_may_speak(caller: Caller, now: datetime) -> None:
    """Raises Forbidden `muted` or `restricted` while a decision forbids talk."""
    restriction = caller.restriction
    if restriction is not None and restriction.holds(now):
        slug = "restricted" if restriction.shuts_out else "muted"
        raise Forbidden(slug, "A decision keeps you from talking for now; you may read it and complain.")


def _view(membership: Membership) -> ConversationView:
    return ConversationView(
        id=membership.conversation,
        kind=membership.kind,
        name=membership.name,
        room=membership.slug,
        other=membership.other,
        head=membership.head,
        read=membership.read,
    )

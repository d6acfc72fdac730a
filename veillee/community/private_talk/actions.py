"""The first word, and the answer to it."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import (
    Accepted,
    Author,
    ConversationOpened,
    Draft,
    Origin,
    Traces,
    add_conversation,
    add_membership,
    append_all,
    caution_for,
    caution_reader,
    check_text,
    find_private_between,
    list_partners,
)
from veillee.community.outcomes import carry_out, note_refusal, nudged, refused, told_of
from veillee.community.people import (
    Caller,
    Lamp,
    Person,
    Reaching,
    check_may_reach,
    check_may_speak,
    check_reachable,
    freeze,
    get_person,
)
from veillee.community.private_talk.access import get_incoming
from veillee.community.private_talk.asking import read_submission
from veillee.community.private_talk.events import (
    RequestAnswered,
    RequestFlagged,
    RequestHeld,
    RequestMade,
    RequestRefused,
)
from veillee.community.private_talk.model import (
    ASK_AGAIN_DAYS,
    FIRST_WORD_CHARS_MAX,
    RequestForm,
    RequestLists,
    RequestState,
    RequestView,
)
from veillee.community.private_talk.queries import (
    AskedBoth,
    count_asked,
    find_asked,
    find_request,
    page_requests,
)
from veillee.community.private_talk.store import private_requests, set_state
from veillee.community.screening import agree
from veillee.foundation.basics import Clock, Invalid, NotFound, Problem, Signer, TooFast, new_id
from veillee.foundation.storage import Database, Transaction, get_tool
from veillee.safety.policy import Gate, Verdict
from veillee.safety.sealing import Keyring, seal_text

DAY = timedelta(days=1)
FIRST_PAGE = AskedBoth()


class PrivateTalk:
    """The verbs of strangers who may become contacts."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        lamp: Lamp,
        traces: Traces,
        signer: Signer,
        clock: Clock,
        reaching: Reaching,
    ) -> None:
        self._database = database
        self._gate = gate
        self._lamp = lamp
        self._traces = traces
        self._signer = signer
        self._clock = clock
        self._reaching = reaching

    async def ask(self, caller: Caller, form: RequestForm, origin: tuple[str, int]) -> RequestView:
        """One first word to a stranger.

        Raises Problem `resting`, `nudged` (with advice and confirm), `refused`, `contacts-already`, `asked-already`,
        `paused`, `screening-declined`;
        NotFound for somebody unknown or apart; TooFast; Forbidden `muted`, `reach-restricted`.
        """
        self._lamp.check_lit("first_words")
        check_may_reach(caller, self._clock())
        if form.to == caller.id:
            raise Invalid({"to": "oneself"})
        check_text(form.text, FIRST_WORD_CHARS_MAX)
        receiver = await self._database.read(_receiver, caller.id, form.to)
        await self._database.write(_agree, caller.id, form.screening, self._clock())
        submission = await self._database.read(read_submission, self._traces, caller, form.to, form.text, self._clock())
        verdict = caution_for(self._gate, receiver, self._gate.review_to_keep(submission))
        work = carry_out(
            verdict,
            confirmed=self._confirmed(caller, form),
            passes=lambda: self._keep(caller, form, origin, "pending", verdict),
            asks=lambda: self._nudge(caller, form, verdict),
            holds=lambda: self._keep(caller, form, origin, "held", verdict),
            refuses=lambda: self._refuse(caller, form, origin, verdict),
        )
        return await work

    async def list_mine(self, caller: Caller, asked: AskedBoth = FIRST_PAGE) -> tuple[RequestLists, str | None]:
        """What waits for the caller, and what they sent; the cursor for more."""
        return await self._database.read(page_requests, caller.id, asked)

    async def accept(self, caller: Caller, request_id: str, screening: bool | None = None) -> str:
        """Open the conversation; again gives the same one. Returns its id.

        Raises NotFound, Problem `screening-declined`.
        """
        check_may_speak(caller, self._clock())
        return await self._database.write(self._accept, caller, request_id, screening)

    async def decline(self, caller: Caller, request_id: str) -> None:
        """Nothing more comes of it. Raises NotFound."""
        await self._database.write(self._decline, caller, request_id)

    async def _keep(
        self, caller: Caller, form: RequestForm, origin: tuple[str, int], state: RequestState, verdict: Verdict
    ) -> RequestView:
        self._traces.leave(caller.id, form.to, form.text)
        request = await self._database.write(self._store, caller, form.to, form.text, origin, state, verdict)
        return msgspec.structs.replace(request.seen_by(caller.id), advice=told_of(verdict, caller.language))

    async def _refuse(
        self, caller: Caller, form: RequestForm, origin: tuple[str, int], verdict: Verdict
    ) -> RequestView:
        if verdict.open_case:
            await self._keep(caller, form, origin, "refused", verdict)
        else:
            self._traces.leave(caller.id, form.to, form.text)
            await self._database.write(note_refusal, caller.person, "first_word", form.text, verdict, self._clock())
        raise refused(verdict, caller.language)

    async def _nudge(self, caller: Caller, form: RequestForm, verdict: Verdict) -> RequestView:
        raise nudged(verdict, caller.language, self._signer.sign("first-word", caller.id, form.to, form.text))

    def _confirmed(self, caller: Caller, form: RequestForm) -> bool:
        return form.confirm is not None and self._signer.accepts(
            form.confirm, "first-word", caller.id, form.to, form.text
        )

    def _store(
        self,
        transaction: Transaction,
        caller: Caller,
        receiver_id: str,
        text: str,
        origin: tuple[str, int],
        state: RequestState,
        verdict: Verdict,
    ) -> RequestView:
        self._check_may_ask(transaction.connection, caller, receiver_id)
        request_id, now = new_id(), self._clock()
        get_tool(transaction.connection, Keyring).make(transaction, request_id, now)
        transaction.connection.execute(
            private_requests.insert(),
            {
                "id": request_id,
                "from_id": caller.id,
                "to_id": receiver_id,
                "text": "",
                "sealed": seal_text(transaction.connection, request_id, request_id, text),
                "state": state,
                "created_at": now,
                "verdict": None if state == "pending" and not verdict.open_case else verdict.stored(),
                "caution": None if verdict.caution is None else msgspec.to_builtins(verdict.caution),
                "origin_address": origin[0],
                "origin_port": origin[1],
            },
        )
        if verdict.freeze:
            freeze(transaction, caller.id, receiver_id, about=request_id, at=self._clock())
        self._announce(transaction, request_id, caller.person, receiver_id, state, verdict)
        request = find_request(transaction.connection, request_id)
        assert request is not None
        return request

    def _check_may_ask(self, connection: sa.Connection, caller: Caller, receiver_id: str) -> None:
        now = self._clock()
        _receiver(connection, caller.id, receiver_id)
        if (conversation := find_private_between(connection, caller.id, receiver_id)) is not None:
            raise Problem("contacts-already", 409, "You already talk.", extra={"conversation": conversation})
        if (asked := find_asked(connection, caller.id, receiver_id, now - ASK_AGAIN_DAYS * DAY)) is not None:
            raise Problem(
                "asked-already", 409, "One first word was sent; it is theirs to answer.", extra={"id": asked.id}
            )
        may = self._reaching.find(connection, caller).now.may
        if count_asked(connection, caller.id, now - DAY) >= may.first_words_per_day:
            raise TooFast(DAY.total_seconds())

    def _announce(
        self,
        transaction: Transaction,
        request_id: str,
        sender: Person,
        receiver_id: str,
        state: RequestState,
        verdict: Verdict,
    ) -> None:
        if state == "pending":
            transaction.announce(RequestMade(request_id=request_id, sender_id=sender.id, receiver_id=receiver_id))
            if verdict.open_case:
                transaction.announce(RequestFlagged(request_id=request_id, person=sender, verdict=verdict))
        elif state == "held":
            transaction.announce(RequestHeld(request_id=request_id, person=sender, verdict=verdict))
        else:
            transaction.announce(RequestRefused(request_id=request_id, person=sender, verdict=verdict))

    def _accept(self, transaction: Transaction, caller: Caller, request_id: str, screening: bool | None) -> str:
        request = get_incoming(transaction.connection, caller.id, request_id)
        _agree(transaction, caller.id, screening, self._clock())
        if request.conversation is not None:
            return request.conversation
        check_reachable(transaction.connection, caller.id, request.sender.id)
        conversation = self._open(transaction, request, caller)
        set_state(transaction, request_id, "accepted", answered_at=self._clock(), conversation_id=conversation)
        transaction.announce(
            RequestAnswered(
                request_id=request_id, sender_id=request.sender.id, receiver_id=caller.id, conversation=conversation
            )
        )
        return conversation

    def _open(self, transaction: Transaction, request: RequestView, caller: Caller) -> str:
        now = self._clock()
        already = find_private_between(transaction.connection, caller.id, request.sender.id)
        conversation = already or new_id()
        if already is None:
            add_conversation(transaction, conversation, "private", now)
            for person_id in (request.sender.id, caller.id):
                add_membership(transaction, conversation, person_id, now)
        (first,) = append_all(transaction, [self._first_word(transaction.connection, conversation, request)])
        if isinstance(first, Accepted):
            caution_reader(transaction, first, caller.id, request.caution)
        transaction.announce(ConversationOpened(conversation=conversation, members=(request.sender.id, caller.id)))
        return conversation

    def _first_word(self, connection: sa.Connection, conversation: str, request: RequestView) -> Draft:
        origin = connection.execute(
            sa.select(private_requests.c.origin_address, private_requests.c.origin_port).where(
                private_requests.c.id == request.id
            )
        ).one()
        sender = request.sender
        return Draft(
            conversation=conversation,
            author=Author(id=sender.id, pseudonym=sender.pseudonym, sample=sender.sample),
            ref=f"request-{request.id}",
            text=request.text,
            sent_at=request.created_at,
            reply_to=None,
            origin=Origin(origin.origin_address or "", origin.origin_port or 0),
        )

    def _decline(self, transaction: Transaction, caller: Caller, request_id: str) -> None:
        request = get_incoming(transaction.connection, caller.id, request_id)
        if request.state != "pending":
            raise NotFound
        set_state(transaction, request_id, "declined", answered_at=self._clock())
        transaction.announce(
            RequestAnswered(
                request_id=request_id, sender_id=request.sender.id, receiver_id=caller.id, conversation=None
            )
        )


def _agree(transaction: Transaction, person_id: str, screening: bool | None, now: datetime) -> None:
    partners = list_partners(transaction.connection, person_id)
    agree(transaction, person_id, screening, partners=partners, at=now)


def _receiver(connection: sa.Connection, sender_id: str, receiver_id: str) -> Person:
    person = get_person(connection, receiver_id)
    check_reachable(connection, sender_id, receiver_id)
    return person

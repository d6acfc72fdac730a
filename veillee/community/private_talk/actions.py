"""The first word, and the answer to it."""

from datetime import timedelta

import msgspec
import sqlalchemy as sa

from veillee.community.conversations import (
    Author,
    ConversationOpened,
    Draft,
    Origin,
    add_conversation,
    add_membership,
    append_all,
    check_may_speak,
    check_text,
    find_private_between,
)
from veillee.community.people import Caller, Lamp, Person, are_apart, facts_of, get_person
from veillee.community.private_talk.access import get_incoming
from veillee.community.private_talk.events import RequestAnswered, RequestHeld, RequestMade, RequestRefused
from veillee.community.private_talk.model import (
    ASK_AGAIN_DAYS,
    FIRST_WORD_CHARS_MAX,
    RequestForm,
    RequestLists,
    RequestState,
    RequestView,
)
from veillee.community.private_talk.queries import count_asked, find_asked, find_request, list_requests
from veillee.community.private_talk.store import private_requests, set_state
from veillee.foundation.basics import Clock, Invalid, NotFound, Problem, Signer, TooFast, new_id
from veillee.foundation.storage import Database, Transaction
from veillee.safety.policy import Gate, Submission, Verdict

DAY = timedelta(days=1)
STATE_OF_EFFECT: dict[str, RequestState] = {
    "allow": "pending",
    "nudge": "pending",
    "hold": "held",
    "refuse": "refused",
}


class PrivateTalkLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the operator has set for strangers."""

    first_words_per_day_per_person: int


class PrivateTalk:
    """The verbs of strangers who may become contacts."""

    def __init__(
        self,
        database: Database,
        gate: Gate,
        lamp: Lamp,
        signer: Signer,
        clock: Clock,
        limits: PrivateTalkLimits,
    ) -> None:
        self._database = database
        self._gate = gate
        self._lamp = lamp
        self._signer = signer
        self._clock = clock
        self._per_day = limits.first_words_per_day_per_person

    async def ask(self, caller: Caller, form: RequestForm, origin: tuple[str, int]) -> RequestView:
        """One first word to a stranger.

        Raises Problem `resting`, `nudged` (with advice and confirm), `refused`, `contacts-already`, `asked-already`;
        NotFound for somebody unknown or apart; TooFast; Forbidden `muted`.
        """
        self._lamp.check_lit()
        check_may_speak(caller, self._clock())
        if form.to == caller.id:
            raise Invalid({"to": "oneself"})
        text = check_text(form.text, FIRST_WORD_CHARS_MAX)
        await self._database.read(_receiver, caller.id, form.to)
        verdict = self._review(caller, text)
        if verdict.effect == "nudge" and not self._confirmed(caller, form):
            raise self._nudge(caller, form, verdict)
        state = STATE_OF_EFFECT[verdict.effect]
        request = await self._database.write(self._store, caller, form.to, text, origin, state, verdict)
        if request is None or request.state == "refused":
            raise Problem(
                "refused",
                422,
                verdict.text(caller.language),
                extra={"code": verdict.code, "labels": verdict.labels, "help": verdict.help},
            )
        return request

    async def list_mine(self, caller: Caller) -> RequestLists:
        """What waits for the caller, and what they sent."""
        return await self._database.read(list_requests, caller.id)

    async def accept(self, caller: Caller, request_id: str) -> str:
        """Open the conversation; again gives the same one. Returns its id. Raises NotFound."""
        check_may_speak(caller, self._clock())
        return await self._database.write(self._accept, caller, request_id)

    async def decline(self, caller: Caller, request_id: str) -> None:
        """Nothing more comes of it. Raises NotFound."""
        await self._database.write(self._decline, caller, request_id)

    def _review(self, caller: Caller, text: str) -> Verdict:
        facts = facts_of(caller.age, caller.entered_at, self._clock())
        return self._gate.review(
            Submission(text=text, kind="first_word", audience="private", language=caller.language, author=facts)
        )

    def _nudge(self, caller: Caller, form: RequestForm, verdict: Verdict) -> Problem:
        advice = {"code": verdict.code, "text": verdict.text(caller.language)}
        confirm = self._signer.sign("first-word", caller.id, form.to, form.text)
        return Problem(
            "nudged", 409, "Think again, or send it with `confirm`.", extra={"advice": advice, "confirm": confirm}
        )

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
    ) -> RequestView | None:
        if state == "refused" and not verdict.open_case:
            return None
        self._check_may_ask(transaction.connection, caller, receiver_id)
        request_id = new_id()
        transaction.connection.execute(
            private_requests.insert(),
            {
                "id": request_id,
                "from_id": caller.id,
                "to_id": receiver_id,
                "text": text,
                "state": state,
                "created_at": self._clock(),
                "verdict": None if state == "pending" else msgspec.to_builtins(verdict),
                "origin_address": origin[0],
                "origin_port": origin[1],
            },
        )
        self._announce(transaction, request_id, caller.person, receiver_id, state, verdict)
        return find_request(transaction.connection, request_id)

    def _check_may_ask(self, connection: sa.Connection, caller: Caller, receiver_id: str) -> None:
        now = self._clock()
        _receiver(connection, caller.id, receiver_id)
        if (conversation := find_private_between(connection, caller.id, receiver_id)) is not None:
            raise Problem("contacts-already", 409, "You already talk.", extra={"conversation": conversation})
        if (asked := find_asked(connection, caller.id, receiver_id, now - ASK_AGAIN_DAYS * DAY)) is not None:
            raise Problem(
                "asked-already", 409, "One first word was sent; it is theirs to answer.", extra={"id": asked.id}
            )
        if count_asked(connection, caller.id, now - DAY) >= self._per_day:
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
        elif state == "held":
            transaction.announce(RequestHeld(request_id=request_id, person=sender, verdict=verdict))
        else:
            transaction.announce(RequestRefused(request_id=request_id, person=sender, verdict=verdict))

    def _accept(self, transaction: Transaction, caller: Caller, request_id: str) -> str:
        request = get_incoming(transaction.connection, caller.id, request_id)
        if request.conversation is not None:
            return request.conversation
        if are_apart(transaction.connection, caller.id, request.sender.id):
            raise NotFound
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
        append_all(transaction, [self._first_word(transaction.connection, conversation, request)])
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


def _receiver(connection: sa.Connection, sender_id: str, receiver_id: str) -> Person:
    person = get_person(connection, receiver_id)
    if are_apart(connection, sender_id, receiver_id):
        raise NotFound
    return person

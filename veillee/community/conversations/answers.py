"""What the author is told about their message, once it is true."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from veillee.community.conversations.append import AlreadyHeld
from veillee.community.conversations.model import Accepted, Draft
from veillee.community.conversations.queries import find_held
from veillee.community.conversations.wire import (
    AcceptedFrame,
    AdviceFrame,
    HeldFrame,
    NudgedFrame,
    Reason,
    RefusedFrame,
)
from veillee.community.presence import Client, ErrorFrame
from veillee.foundation.basics import Problem
from veillee.foundation.storage import Database
from veillee.safety.policy import Verdict

log = structlog.get_logger("conversations")

WAITING_TEXT = {
    "fr": "Une personne de l'équipe va relire ce message.",
    "en": "A member of staff will read this message first.",
}
NOT_SENT_TEXT = {
    "fr": "Une personne de l'équipe a relu ce message et ne l'a pas laissé passer.",
    "en": "A member of staff has read this message and did not let it pass.",
}


class Answers:
    """Turns outcomes into frames for the author's connection."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pending: set[asyncio.Future[Any]] = set()

    def when_done(self, work: Awaitable[Any], then: Callable[["asyncio.Future[Any]"], None]) -> None:
        """Call then(future) after the work; keeps it alive until then."""
        future = asyncio.ensure_future(work)
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        future.add_done_callback(then)

    def appended(self, client: Client, draft: Draft, done: "asyncio.Future[Accepted | Exception]") -> None:
        """`accepted`, or why not."""
        error = done.exception()
        outcome = error if isinstance(error, Exception) else done.result()
        if isinstance(outcome, Accepted):
            client.tell(
                AcceptedFrame(
                    ref=draft.ref,
                    conversation=outcome.conversation,
                    seq=outcome.seq,
                    id=outcome.id,
                    sent_at=outcome.sent_at,
                )
            )
        elif isinstance(outcome, AlreadyHeld):
            self.when_done(self._still_held(client, draft, outcome.held_id), lambda _: None)
        else:
            self.failed(client, draft, outcome)

    def held(self, client: Client, draft: Draft, verdict: Verdict, done: "asyncio.Future[Any]") -> None:
        """`held`, once it is stored; the first answer when the ref was used before."""
        if done.exception() is not None or isinstance(done.result(), Accepted):
            self.appended(client, draft, done)
            return
        code, text = _why(client, verdict)
        client.tell(HeldFrame(ref=draft.ref, reason=Reason(code=code, text=text)))

    def nudged(self, client: Client, draft: Draft, verdict: Verdict, confirm: str) -> None:
        """`nudged`: the same text with `confirm` passes."""
        code, text = _why(client, verdict)
        client.tell(NudgedFrame(ref=draft.ref, advice=Reason(code=code, text=text), confirm=confirm))

    def refused(self, client: Client, draft: Draft, verdict: Verdict) -> None:
        """`refused`, and why."""
        code, text = _why(client, verdict)
        client.tell(RefusedFrame(ref=draft.ref, reason=Reason(code=code, text=text)))

    def advised(self, client: Client, draft: Draft, verdict: Verdict) -> None:
        """Where to find help, whatever becomes of the message; nothing when the verdict names none."""
        if verdict.help:
            client.tell(AdviceFrame(conversation=draft.conversation, code=verdict.code, help=verdict.help))

    def stopped(self, client: Client, draft: Draft, done: "asyncio.Future[None]") -> None:
        """Nothing more, unless stopping the message failed."""
        if (error := done.exception()) is not None:
            self.failed(client, draft, error)

    def failed(self, client: Client, draft: Draft, error: BaseException) -> None:
        """An `error` frame; what broke on our side is logged without the words."""
        if not isinstance(error, Problem):
            log.error("not stored", error=type(error).__name__)
            error = Problem("unavailable", 503, "It could not be stored; try again.")
        client.tell(ErrorFrame(ref=draft.ref, code=error.slug, detail=error.detail))

    async def _still_held(self, client: Client, draft: Draft, held_id: str) -> None:
        held = await self._database.read(find_held, held_id)
        if held is not None and held.state == "refused":
            reason = Reason(code="refused", text=NOT_SENT_TEXT[_language(client)])
            client.tell(RefusedFrame(ref=draft.ref, reason=reason))
        else:
            reason = Reason(code="held", text=WAITING_TEXT[_language(client)])
            client.tell(HeldFrame(ref=draft.ref, reason=reason))


def _why(client: Client, verdict: Verdict) -> tuple[str, str]:
    return verdict.code, verdict.text(client.caller.language)


def _language(client: Client) -> str:
    return client.caller.language if client.caller.language in WAITING_TEXT else "fr"

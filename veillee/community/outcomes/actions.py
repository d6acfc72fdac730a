"""From a verdict to what happens: read in one sitting, used by messages, first words, rooms and the door."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from veillee.community.outcomes.events import WordsRefused, WordsStopped
from veillee.community.outcomes.model import RefusalKind, StoppedKind, told_of
from veillee.community.outcomes.queries import find_repeated, was_stopped
from veillee.community.outcomes.store import refusals, stopped_words
from veillee.community.people import Person
from veillee.foundation.basics import Problem, new_id
from veillee.foundation.storage import Transaction, get_tool
from veillee.safety.policy import Verdict
from veillee.safety.sealing import Keyring, seal_text

T = TypeVar("T")
AGAIN_WITHIN = timedelta(hours=1)


def carry_out(
    verdict: Verdict,
    *,
    confirmed: bool,
    passes: Callable[[], T],
    asks: Callable[[], T],
    holds: Callable[[], T],
    refuses: Callable[[], T],
) -> T:
    """Effects are applied here and nowhere else: what the rules propose becomes what happens.

    `confirmed`: the author was asked to think again, and sends the same once more.
    """
    if verdict.effect == "allow" or (verdict.effect == "nudge" and confirmed):
        return passes()
    if verdict.effect == "nudge":
        return asks()
    return holds() if verdict.effect == "hold" else refuses()


def nudged(verdict: Verdict, language: str, confirm: str) -> Problem:
    """What asks somebody to think again, over HTTP."""
    advice = msgspec.to_builtins(told_of(verdict, language))
    return Problem(
        "nudged", 409, "Think again, or send it with `confirm`.", extra={"advice": advice, "confirm": confirm}
    )


def refused(verdict: Verdict, language: str, field: str | None = None) -> Problem:
    """What tells somebody that their words are refused, and why, over HTTP."""
    return Problem(
        "refused",
        422,
        verdict.text(language),
        errors=None if field is None else {field: "refused"},
        extra={"code": verdict.code, "labels": verdict.labels, "help": verdict.help},
    )


def stop_words(
    transaction: Transaction,
    person: Person | None,
    kind: StoppedKind,
    text: str,
    verdict: Verdict,
    origin: tuple[str, int],
    at: datetime,
) -> None:
    """Keep a refused name or title when a case opens about it; again within the hour is the same."""
    if not verdict.open_case:
        if person is not None and kind != "pseudonym" and kind != "region":  # noqa: PLR1714 - narrows the type
            note_refusal(transaction, person, kind, text, verdict, at)
        return
    person_id = None if person is None else person.id
    if was_stopped(transaction.connection, person_id, kind, text, origin[0], at - AGAIN_WITHIN):
        return
    stopped_id = new_id()
    get_tool(transaction.connection, Keyring).make(transaction, stopped_id, at)
    transaction.connection.execute(
        stopped_words.insert(),
        {
            "id": stopped_id,
            "person_id": person_id,
            "kind": kind,
            "text": "",
            "at": at,
            "verdict": verdict.stored(),
            "origin_address": origin[0],
            "origin_port": origin[1],
            "sealed": seal_text(transaction.connection, stopped_id, stopped_id, text),
        },
    )
    transaction.announce(WordsStopped(stopped_id=stopped_id, person=person, verdict=verdict))


def note_refusal(
    transaction: Transaction, person: Person, kind: RefusalKind, text: str, verdict: Verdict, at: datetime
) -> None:
    """Keep what was refused without a human being asked, sealed, so that it can be contested (DSA art. 17 and 20).

    What the same rule refuses of the same person within the hour is counted, and kept once.
    """
    if verdict.open_case or not verdict.reasons:
        return
    rule = verdict.reasons[0].rule
    again = find_repeated(transaction.connection, person.id, rule, at - AGAIN_WITHIN)
    if again is not None:
        more = refusals.update().where(refusals.c.id == again)
        transaction.connection.execute(more.values(times=refusals.c.times + 1, last_at=at))
        return
    refusal_id = new_id()
    get_tool(transaction.connection, Keyring).make(transaction, refusal_id, at)
    transaction.connection.execute(
        refusals.insert(),
        {
            "id": refusal_id,
            "person_id": person.id,
            "kind": kind,
            "rule": rule,
            "at": at,
            "times": 1,
            "last_at": at,
            "verdict": verdict.stored(),
            "sealed": seal_text(transaction.connection, refusal_id, refusal_id, text),
        },
    )
    transaction.announce(WordsRefused(refusal_id=refusal_id, person=person, verdict=verdict))

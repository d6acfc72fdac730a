"""A report of a person brings along what that person said to the reporter, once, bounded, and on record."""

from typing import Any

import pytest

from tests.unit.oversight.place import Place
from veillee.community.private_talk.store import private_requests
from veillee.foundation.basics import new_id
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.store import case_events, cases
from veillee.safety.evidence.store import cases as vaulted_cases
from veillee.safety.evidence.store import custody

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


async def ask(place: Place, sender: str, receiver: str, text: str, state: str) -> None:
    """A first word that has come that far."""
    values = {"id": new_id(), "from_id": sender, "to_id": receiver, "text": text, "state": state}

    def job(transaction: Transaction) -> None:
        transaction.connection.execute(private_requests.insert(), values | {"created_at": place.now})

    await place.database.write(job)
    place.pass_time(seconds=1)


async def report(place: Place, reporter: str, person: str, reason: str = "harassment", **where: str) -> None:
    answer = await place.report(reporter, {"kind": "person", "id": person} | where, reason)
    assert answer.status_code == 201, answer.text


async def read(place: Place) -> list[dict[str, Any]]:
    """The passages of the open case, read by a member of staff."""
    (row,) = [case for case in await place.rows(cases) if case.state == "open"]
    shown = (await (await place.signed_in()).get(f"{QUEUE}/{row.id}")).json()
    assert shown["words"] is None
    passages: list[dict[str, Any]] = shown["passages"]
    return passages


def texts(passage: dict[str, Any]) -> list[str]:
    return [line["text"] for line in passage["lines"]]


async def test_first_words_that_reached_the_reporter_are_read(place: Place) -> None:
    for text, state in (("un", "declined"), ("deux", "pending"), ("trois", "held"), ("quatre", "refused")):
        await ask(place, place.bruno, place.chloe, text, state)
    await ask(place, place.bruno, place.anna, "à une autre", "pending")
    await ask(place, place.chloe, place.bruno, "de l’autre côté", "pending")
    await report(place, place.chloe, place.bruno)
    (passage,) = await read(place)
    assert texts(passage) == ["un", "deux"]
    assert (passage["conversation"], passage["private"]) == (None, True)
    assert (await place.categories()).count("case.read") == 1
    acts = [row.act for row in sorted(await place.rows(custody), key=lambda row: row.number)]
    assert acts == ["sealed", "read"]


async def test_the_private_talk_is_read_around_what_the_person_said_last(place: Place) -> None:
    for number in range(1, 31):
        await place.say(place.anna if number > 20 else place.bruno, place.private, f"ligne {number}")
    await report(place, place.anna, place.bruno)
    await place.say(place.bruno, place.private, "après le signalement")
    (passage,) = await read(place)
    assert [line["seq"] for line in passage["lines"]] == list(range(10, 26))
    assert passage["private"] is True and passage["conversation"] == place.private
    reads = [row.fact for row in await place.rows(case_events) if row.fact["kind"] == "read"]
    assert [fact["lines"] for fact in reads] == [list(range(10, 26))]


async def test_a_room_is_read_where_the_report_was_made_from_it(place: Place) -> None:
    await place.say(place.bruno, place.room, "devant tous")
    await report(place, place.chloe, place.bruno)
    assert await read(place) == []
    await report(place, place.chloe, place.bruno, "hate", conversation=place.room)
    (passage,) = await read(place)
    assert texts(passage) == ["devant tous"]
    assert (passage["name"], passage["private"]) == ("Le salon", False)


async def test_nobody_brings_along_what_is_not_theirs(place: Place) -> None:
    await place.say(place.bruno, place.private, "entre nous")
    subject = {"kind": "person", "id": place.bruno, "conversation": place.private}
    assert (await place.report(place.chloe, subject)).status_code == 404
    await report(place, place.chloe, place.bruno)
    assert await read(place) == []


async def test_each_report_adds_what_its_reporter_was_told(place: Place) -> None:
    await ask(place, place.bruno, place.chloe, "à Chloé", "pending")
    await place.say(place.bruno, place.private, "à Anna")
    await report(place, place.chloe, place.bruno)
    await report(place, place.anna, place.bruno)
    await place.say(place.bruno, place.private, "encore")
    await report(place, place.anna, place.bruno, "threat")
    first, talk = await read(place)
    assert (texts(first), texts(talk)) == (["à Chloé"], ["à Anna", "encore"])
    assert len({row.id for row in await place.rows(cases)}) == 1


async def test_a_vault_that_does_not_open_keeps_nobody_from_reporting(place: Place) -> None:
    await report(place, place.chloe, place.bruno)
    await place.database.write(lambda t: t.connection.execute(vaulted_cases.update().values(wrapped_key=b"other")))
    await place.say(place.bruno, place.private, "à Anna")
    await report(place, place.anna, place.bruno)
    assert await read(place) == []


async def test_who_left_brings_along_what_was_said_until_then(place: Place) -> None:
    await place.say(place.bruno, place.private, "avant")
    await place.leave(place.anna, place.private)
    await place.say(place.bruno, place.private, "après")
    await report(place, place.anna, place.bruno)
    (passage,) = await read(place)
    assert texts(passage) == ["avant"]

"""A refused name is kept for whoever decides about it, sealed, under a key that goes with it."""

from typing import Any

import pytest

from tests.journeys.test_retention import clear
from tests.journeys.test_sealed import change, lies_as_text
from tests.story import Evening, check_problem, words
from veillee.community.outcomes.store import stopped_words
from veillee.oversight.moderation.reports.store import reports
from veillee.safety.sealing.store import conversation_keys
from veillee.server.keys import seal_backlog
from veillee.server.ledger import check_rows

pytestmark = pytest.mark.anyio
NAME = words.REFUSED_WITH_CASE
BLUE = f"{NAME} bleu"


async def shown(evening: Evening, maud: Any) -> list[str]:
    (row,) = await maud.cases()
    return [line["text"] for line in (await maud.case(row["id"]))["words"]["lines"] if line["subject"]]


async def test_a_refused_name_lies_nowhere_as_text_and_goes_in_time(evening: Evening) -> None:
    for _ in range(2):
        check_problem(await evening.knock(pseudonym=BLUE), 422, "invalid")
    maud = await evening.staff()
    assert await shown(evening, maud) == [BLUE]
    assert not await lies_as_text(evening, BLUE)
    (kept,) = (await evening.stored())["stopped_words"]
    await maud.decide_only_case("no_violation")
    evening.time.pass_(days=190)
    await clear(evening)
    stored = await evening.stored()
    assert stored["stopped_words"][0].sealed is None and stored["stopped_words"][0].text == ""
    assert kept.id not in {row.conversation_id for row in stored["conversation_keys"]}


async def test_what_lay_there_as_text_is_sealed_and_read(evening: Evening) -> None:
    """A place from before refused names were sealed."""
    check_problem(await evening.knock(pseudonym=NAME), 422, "invalid")
    (kept,) = (await evening.stored())["stopped_words"]
    database = evening.place.database
    await database.write(change(stopped_words, text=NAME, sealed=None))
    await database.write(
        lambda transaction: transaction.connection.execute(
            conversation_keys.delete().where(conversation_keys.c.conversation_id == kept.id)
        )
    )
    evening.place.keyring._keys.clear()
    maud = await evening.staff()
    assert await shown(evening, maud) == [NAME]
    check_problem(await evening.knock(pseudonym=NAME), 422, "invalid")
    await seal_backlog(database)
    (row,) = (await evening.stored())["stopped_words"]
    assert row.text == "" and row.sealed is not None
    assert await shown(evening, maud) == [NAME]


async def test_a_note_of_a_report_lies_nowhere_as_text(evening: Evening) -> None:
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    subject = {"kind": "person", "id": bruno.id}
    filed = (await anna.report(subject, "spam", note="un cormoran de trop")).json()
    assert (await anna.report(subject, "spam", note="un cormoran de trop")).json() == filed
    assert not await lies_as_text(evening, "cormoran")
    maud = await evening.staff()
    (row,) = await maud.cases()
    assert (await maud.case(row["id"]))["reports"][0]["note"] == "un cormoran de trop"
    opening = (await anna.get(f"/reports/{filed['id']}/receipt"))["opening"]
    assert "cormoran" in opening["content"]


async def test_notes_from_before_are_sealed_and_read(evening: Evening) -> None:
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    filed = (await anna.report({"kind": "person", "id": bruno.id}, "spam", note="un grèbe de trop")).json()
    database = evening.place.database
    await database.write(change(reports, note="un grèbe de trop", sealed=None))
    await database.write(
        lambda transaction: transaction.connection.execute(
            conversation_keys.delete().where(conversation_keys.c.conversation_id == filed["id"])
        )
    )
    evening.place.keyring._keys.clear()
    for _ in range(2):
        await seal_backlog(database)
        (kept,) = (await evening.stored())["reports"]
        assert kept.note is None and kept.sealed is not None
    maud = await evening.staff()
    (row,) = await maud.cases()
    assert (await maud.case(row["id"]))["reports"][0]["note"] == "un grèbe de trop"
    assert [str(one) for one in await database.read(lambda connection: list(check_rows(connection)))] == []

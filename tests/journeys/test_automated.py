"""What the gate refuses by itself: its author reads why, and a human looks when they contest it."""

import json
from datetime import timedelta
from typing import Any

import jsonschema
import msgspec
import pytest

from tests.story import Evening, Member, Watcher, check_problem, words
from tests.tidy.tree import ROOT
from tests.unit.oversight.transparency_form import Form
from veillee.oversight import moderation
from veillee.server.retention import Retention

pytestmark = pytest.mark.anyio
SCHEMA = ROOT.parent / "shared" / "law" / "dsa_tdb_sor.schema.json"


async def _refused(evening: Evening) -> tuple[Member, str, dict[str, Any]]:
    """Zoé, the room in which her words were refused, and the statement that came with it."""
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    assert (await zoe.say(room, words.REFUSED))["type"] == "refused"
    return zoe, room, (await zoe.next("statement"))["statement"]


async def _contest(evening: Evening) -> tuple[Watcher, Member, dict[str, Any]]:
    maud = await evening.staff()
    zoe, _, statement = await _refused(evening)
    answer = await zoe.http.post(f"/statements/{statement['id']}/complaint", json={"text": "C’est une recette."})
    assert answer.status_code == 201
    return maud, zoe, statement


async def test_a_refusal_comes_with_its_reasons(evening: Evening) -> None:
    zoe, _, statement = await _refused(evening)
    assert (statement["automated"], statement["detected"], statement["decision"]) == (True, True, "refuse")
    assert statement["message"]["text"] == words.REFUSED and statement["times"] == 1
    ((start, end),) = statement["message"]["spans"]
    assert "cannelle" in words.REFUSED[start:end]
    assert statement["rule"] and statement["article"]["title"]["fr"] and statement["facts"]
    assert await zoe.get("/statements") == [statement]
    proof = await zoe.get(f"/statements/{statement['id']}/receipt")
    assert proof["leaf_hash"] == statement["receipt"]["leaf_hash"]
    stored = await evening.stored()
    assert stored["cases"] == [] == stored["standing_marks"]
    assert all(words.REFUSED.encode() not in (row.sealed or b"") for row in stored["refusals"])
    assert [row.category for row in stored["ledger_leaves"]].count("statement.issued") == 1


async def test_a_flood_of_the_same_rule_is_one_statement_with_a_count(evening: Evening) -> None:
    zoe, room, statement = await _refused(evening)
    for _ in range(3):
        assert (await zoe.say(room, words.REFUSED))["type"] == "refused"
    await evening.settle()
    (again,) = await zoe.get("/statements")
    assert again == statement | {"times": 4}
    evening.time.pass_(minutes=61)
    await zoe.say(room, words.REFUSED)
    await evening.settle()
    assert [one["times"] for one in await zoe.get("/statements")] == [1, 4]


async def test_first_words_and_rooms_are_owed_reasons_too(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    check_problem(await zoe.ask(ali, words.REFUSED), 422, "refused")
    evening.time.pass_(hours=2)
    answer = await zoe.http.post("/rooms", json={"name": words.REFUSED, "topic": ""})
    check_problem(answer, 422, "refused")
    assert [one["message"]["text"] for one in await zoe.get("/statements")] == [words.REFUSED] * 2
    assert [one["message"]["kind"] for one in await zoe.get("/statements")] == ["room_name", "first_word"]
    assert [row.kind for row in (await evening.stored())["refusals"]] == ["first_word", "room_name"]


async def test_a_human_decides_when_it_is_contested(evening: Evening) -> None:
    maud, zoe, statement = await _contest(evening)
    (row,) = await maud.cases()
    case = await maud.case(row["id"])
    assert [line["text"] for line in case["words"]["lines"]] == [words.REFUSED]
    assert case["verdict"]["reasons"][0]["rule"] == statement["rule"]
    assert case["complaint"]["statement"]["automated"] and not case["complaint"]["own"]
    await maud.decide(row["id"], "reverse")
    (reversed_,) = await zoe.get("/statements")
    assert (reversed_["complaint"]["outcome"], reversed_["reversal"]["cause"]) == ("reversed", "complaint")
    record = await evening.place.database.read(lambda connection: list(moderation.export_statements(connection)))
    assert record == []


async def test_it_is_exported_as_decided_by_a_machine(evening: Evening) -> None:
    await _refused(evening)
    (record,) = await evening.place.database.read(lambda c: list(moderation.export_statements(c)))
    msgspec.convert(record, Form)
    if SCHEMA.exists():
        jsonschema.validate(record, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert record["automated_decision"] == "AUTOMATED_DECISION_FULLY" and record["automated_detection"] == "Yes"


@pytest.mark.parametrize("contested", [False, True])
async def test_its_words_go_when_it_can_no_longer_be_contested(evening: Evening, contested: bool) -> None:
    await (_contest if contested else _refused)(evening)
    evening.time.now += timedelta(days=185)
    await Retention(evening.place.database, evening.place.settings.retention, evening.place.clock).round()
    sealed = [row.sealed for row in (await evening.stored())["refusals"]]
    assert (sealed != [None]) is contested

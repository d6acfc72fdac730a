"""Statements as the Commission's transparency database takes them: valid, and without anybody in them."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest

from tests.tidy.tree import ROOT
from tests.unit.oversight.place import Place, make_verdict
from tests.unit.oversight.transparency_form import Form
from veillee.oversight import moderation
from veillee.oversight.moderation.statements.law import LEGAL_GROUNDS
from veillee.oversight.moderation.statements.transparency import EXPORTED

pytestmark = pytest.mark.anyio
SCHEMA = ROOT.parent / "shared" / "law" / "dsa_tdb_sor.schema.json"
QUEUE = "/api/v1/staff/cases"


def check(record: dict[str, Any]) -> None:
    """By the facts that are written here, and by the schema itself where it lies beside the clone."""
    msgspec.convert(record, Form)
    if SCHEMA.exists():
        jsonschema.validate(record, json.loads(SCHEMA.read_text(encoding="utf-8")))


async def decide(place: Place, client: Any, kind: str, minutes: int | None = None, **more: Any) -> None:
    (row,) = (await client.get(QUEUE)).json()["cases"]
    body = {"kind": kind, "facts": "Bruno a insulté Anna.", "version": row["version"], "article": "respect"} | more
    answer = await client.post(f"{QUEUE}/{row['id']}/decisions", json=body | ({"minutes": minutes} if minutes else {}))
    assert answer.status_code == 201, answer.text


async def exported(place: Place) -> list[dict[str, Any]]:
    return await place.database.read(lambda connection: list(moderation.export_statements(connection)))


async def test_each_kind_that_restricts_is_exported_and_valid(place: Place) -> None:
    maud = await place.signed_in()
    for kind, minutes in (
        ("hide", None),
        ("restrict_reach", 60),
        ("mute", 60),
        ("suspend", 60),
        ("ban", None),
        ("warn", None),
    ):
        seq = await place.say(place.bruno, place.room, "méchant")
        await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq}, "hate")
        await decide(place, maud, kind, minutes)
    await place.say_held(place.bruno, place.room, "retenu", make_verdict("threat"))
    await decide(place, maud, "refuse")
    room = await place.make_room("Le coin", [place.anna], opened_by=place.bruno)
    await place.report(place.anna, {"kind": "room", "id": room}, "spam")
    await decide(place, maud, "close_room")
    records = await exported(place)
    # Of pictures tests/journeys/test_pictures_reported.py tells.
    assert len(records) == len(set(EXPORTED) - {"remove_pictures"}) == 7
    for record in records:
        check(record)
    assert "Bruno" not in json.dumps(records) and "méchant" not in json.dumps(records)
    by_kind = dict(
        zip(("hide", "restrict_reach", "mute", "suspend", "ban", "refuse", "close_room"), records, strict=True)
    )
    assert by_kind["mute"]["end_date_service_restriction"] == "2026-11-24"
    assert by_kind["ban"]["decision_account"] == "DECISION_ACCOUNT_TERMINATED"
    assert (by_kind["refuse"]["automated_detection"], by_kind["refuse"]["source_type"]) == ("Yes", "SOURCE_VOLUNTARY")
    assert by_kind["hide"]["category"] == "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"


async def test_illegal_content_names_the_law_and_nobody(place: Place) -> None:
    maud = await place.signed_in()
    for law in LEGAL_GROUNDS:
        seq = await place.say(place.bruno, place.room, "méchant")
        await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq}, "hate")
        more: dict[str, Any] = {"ground": "law", "law": law, "explanation": "Bruno le dit d’Anna.", "article": None}
        await decide(place, maud, "hide", **more)
    records = await exported(place)
    assert len(records) == len(LEGAL_GROUNDS)
    for record, ground in zip(records, LEGAL_GROUNDS.values(), strict=True):
        check(record)
        assert record["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
        assert record["illegal_content_legal_ground"] == ground.reference
        assert record["category"] == ground.category
    assert "Bruno" not in json.dumps(records)
    statement = (await place.get(place.bruno, "/statements"))[-1]
    assert (statement["ground"], statement["article"]) == ("law", None)
    assert statement["law"]["reference"] == "Loi du 29 juillet 1881, art. 24 et 33"
    assert statement["law"]["explanation"] == "Bruno le dit d’Anna."


async def test_what_holds_until_a_second_person_looked_is_exported_too(careful: Place) -> None:
    maud, nour = await careful.signed_in(), await careful.signed_in("Nour")
    seq = await careful.say(careful.bruno, careful.room, "méchant")
    await careful.report(careful.anna, {"kind": "message", "conversation": careful.room, "seq": seq}, "hate")
    await decide(careful, maud, "ban")
    (row,) = (await nour.get(QUEUE)).json()["cases"]
    answer = await nour.post(f"{QUEUE}/{row['id']}/approvals", json={"version": row["version"], "approve": True})
    assert answer.status_code == 201
    records = await exported(careful)
    assert [record["decision_account"] for record in records] == [
        "DECISION_ACCOUNT_SUSPENDED",
        "DECISION_ACCOUNT_TERMINATED",
    ]
    for record in records:
        check(record)

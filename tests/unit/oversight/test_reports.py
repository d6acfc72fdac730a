"""Reports: what may be reported, what the reporter learns, what nobody learns."""

from typing import Any, get_args

import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import Place
from veillee.oversight.moderation import UNFIT_REASONS, ReportReason, read_records
from veillee.oversight.moderation.cases.store import cases
from veillee.oversight.moderation.reports.notes import read_note
from veillee.oversight.moderation.reports.store import reports
from veillee.safety.ledger import Record

pytestmark = pytest.mark.anyio
NOBODY = "0192aaaa-0000-7000-8000-000000000000"


def _records(connection: sa.Connection) -> list[Record]:
    return list(read_records(connection))


async def decide(place: Place, kind: str) -> None:
    """The one open case, by a member of staff."""
    client = await place.signed_in()
    (row,) = (await client.get("/api/v1/staff/cases")).json()["cases"]
    body = {"kind": kind, "facts": "Vu.", "version": row["version"]}
    answer = await client.post(f"/api/v1/staff/cases/{row['id']}/decisions", json=body)
    assert answer.status_code == 201, answer.text


def message(conversation: str, seq: int) -> dict[str, Any]:
    return {"kind": "message", "conversation": conversation, "seq": seq}


async def test_reasons_are_offered_where_they_fit_and_taken_anywhere(place: Place) -> None:
    assert UNFIT_REASONS.message == UNFIT_REASONS.person == ()
    assert {"minor", "minor_disclosed", "self_harm", "impersonation"} < {*UNFIT_REASONS.room}
    assert not {"ambush", "hate", "minor_sought", "spam", "other"} & {*UNFIT_REASONS.room}
    assert "minor_disclosed" in UNFIT_REASONS.picture and "minor" not in UNFIT_REASONS.picture
    for reason in get_args(ReportReason):
        answer = await place.report(place.anna, {"kind": "room", "id": place.room}, reason=reason)
        assert answer.status_code == 201, answer.text


async def test_a_report_has_a_receipt_and_its_reporter_can_follow_it(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    answer = await place.report(place.anna, message(place.room, seq), note="<script>alert(1)</script>")
    assert answer.status_code == 201, answer.text
    filed = answer.json()
    assert filed["state"] == "received"
    assert filed["receipt"]["index"] == 1, "after its case"
    assert len(filed["receipt"]["leaf_hash"]) == 64
    (own,) = await place.get(place.anna, "/reports")
    assert own == await place.get(place.anna, f"/reports/{filed['id']}")
    assert own["subject"] == message(place.room, seq)
    assert own["outcome"] is None
    assert await place.get(place.bruno, "/reports") == []
    (row,) = await place.rows(reports)
    assert row.note is None and await place.database.read(read_note, row) == "<script>alert(1)</script>"


async def test_whoever_is_reported_gets_nothing(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    filed = (await place.report(place.anna, message(place.room, seq))).json()
    async with place.http() as client:
        for person in (place.bruno, place.chloe):
            answer = await client.get(f"/api/v1/reports/{filed['id']}", headers={"x-test-person": person})
            assert answer.status_code == 404
    assert place.pushed == []


async def test_people_and_rooms_can_be_reported(place: Place) -> None:
    for subject in ({"kind": "person", "id": place.bruno}, {"kind": "room", "id": place.room}):
        assert (await place.report(place.anna, subject)).status_code == 201


async def test_what_one_cannot_see_does_not_exist(place: Place) -> None:
    seq = await place.say(place.bruno, place.private, "entre nous")
    subjects = [
        message(place.private, seq),
        message(place.room, 99),
        message(NOBODY, 1),
        message("../etc", 1),
        {"kind": "person", "id": NOBODY},
        {"kind": "person", "id": "not-an-id"},
        {"kind": "room", "id": NOBODY},
        {"kind": "picture", "id": NOBODY},
        {"kind": "meeting", "id": NOBODY},
    ]
    for subject in subjects:
        answer = await place.report(place.chloe, subject)
        assert answer.status_code == 404, subject
        assert answer.json()["type"] == "/problems/not-found"
    assert await place.rows(cases) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": "because"}, "reason"),
        ({"note": "x" * 1001}, "note"),
        ({"note": "a\x07b"}, "note"),
        ({"note": 3}, "note"),
        ({"subject": {"kind": "message", "conversation": NOBODY, "seq": 0}}, None),
        ({"subject": {"kind": "message", "conversation": NOBODY, "seq": 2**63}}, None),
        ({"subject": {"kind": "moon", "id": NOBODY}}, None),
        ({"subject": NOBODY}, None),
    ],
)
async def test_what_cannot_be_used_is_named(place: Place, body: dict[str, Any], field: str | None) -> None:
    whole = {"subject": {"kind": "person", "id": place.bruno}, "reason": "spam"} | body
    async with place.http() as client:
        answer = await client.post("/api/v1/reports", json=whole, headers={"x-test-person": place.anna})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if field == "note" and isinstance(body["note"], str):
        assert field in answer.json()["errors"]
    assert await place.rows(reports) == []


async def test_a_huge_body_is_refused(place: Place) -> None:
    answer = await place.report(place.anna, {"kind": "person", "id": place.bruno}, note="x" * 10_000_000)
    assert answer.status_code == 413
    assert await place.rows(reports) == []


async def test_one_cannot_report_oneself(place: Place) -> None:
    seq = await place.say(place.anna, place.room, "moi")
    for subject in (message(place.room, seq), {"kind": "person", "id": place.anna}):
        assert (await place.report(place.anna, subject)).status_code == 422


async def test_the_same_report_again_is_the_same(place: Place) -> None:
    subject = {"kind": "person", "id": place.bruno}
    first = (await place.report(place.anna, subject, "spam", note="trois fois")).json()
    for again in ({"note": "trois fois"}, {"note": None}, {}):
        assert (await place.report(place.anna, subject, "spam", **again)).json() == first
    assert len(await place.rows(reports)) == 1
    assert await place.categories() == ["report.received"]


async def test_what_is_new_adds_to_the_open_case(place: Place) -> None:
    subject = {"kind": "person", "id": place.bruno}
    first = (await place.report(place.anna, subject, "spam")).json()
    (before,) = await place.rows(cases)
    added = (await place.report(place.anna, subject, "threat", note="il sait où j’habite")).json()
    assert (await place.report(place.anna, subject, "threat", note="il sait où j’habite")).json() == added
    (after,) = await place.rows(cases)
    assert (before.label, after.label) == ("spam", "threat") and after.rank < before.rank
    assert after.version > before.version and after.reports == 1
    shown = (await (await place.signed_in()).get(f"/api/v1/staff/cases/{after.id}")).json()
    assert [(report["reason"], report["adds_to"]) for report in shown["reports"]] == [
        ("spam", None),
        ("threat", first["id"]),
    ]
    assert [event["note"] for event in shown["events"] if event["kind"] == "reported"] == ["spam", "threat"]
    assert await place.categories() == ["report.received"] * 2
    contents = {record.what: record.content or {} for record in await place.database.read(_records)}
    assert "adds_to" not in contents[f"report {first['id']}"]
    assert contents[f"report {added['id']}"]["adds_to"] == first["id"]


async def test_a_decision_answers_everything_that_was_said(place: Place) -> None:
    subject = {"kind": "person", "id": place.bruno}
    for reason in ("spam", "threat"):
        await place.report(place.anna, subject, reason)
    await decide(place, "no_violation")
    assert {report["outcome"]["code"] for report in await place.get(place.anna, "/reports")} == {"no_violation"}
    assert len(place.frames(place.anna, "report")) == 2


async def test_after_a_decision_the_same_report_opens_a_new_case(place: Place) -> None:
    subject = {"kind": "person", "id": place.bruno}
    first = (await place.report(place.anna, subject, "spam")).json()
    await decide(place, "no_violation")
    place.pass_time(days=30)
    again = await place.report(place.anna, subject, "spam")
    assert again.status_code == 201 and again.json()["id"] != first["id"]
    assert again.json()["state"] == "received"
    assert sorted(case.state for case in await place.rows(cases)) == ["decided", "open"]
    latest, earlier = await place.get(place.anna, "/reports")
    assert (latest["state"], earlier["state"]) == ("received", "decided")


async def test_reports_on_one_subject_are_one_case(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    await place.report(place.anna, message(place.room, seq), "spam")
    await place.report(place.chloe, message(place.room, seq), "threat")
    (case,) = await place.rows(cases)
    assert case.reports == 2
    assert case.label == "threat"
    assert len(await place.rows(reports)) == 2


async def test_nobody_floods(place: Place) -> None:
    limit = place.settings.reports_per_hour_per_person
    others = [await place.make_person(f"Autre {n}") for n in range(limit + 1)]
    for other in others[:limit]:
        assert (await place.report(place.anna, {"kind": "person", "id": other})).status_code == 201
    answer = await place.report(place.anna, {"kind": "person", "id": others[limit]})
    assert answer.status_code == 429
    assert answer.headers["retry-after"]
    known = await place.report(place.anna, {"kind": "person", "id": others[0]})
    assert known.status_code == 201
    place.pass_time(hours=1, seconds=1)
    assert (await place.report(place.anna, {"kind": "person", "id": others[limit]})).status_code == 201

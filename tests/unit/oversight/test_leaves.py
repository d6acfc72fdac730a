"""What the watch does is in the ledger, can be shown to whom it concerns, and cannot be changed in the rows unseen."""

import hashlib
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from tests.unit.oversight.place import Place, make_verdict
from veillee.foundation.storage import Transaction
from veillee.oversight.moderation.cases.store import case_events
from veillee.oversight.moderation.reports.store import reports
from veillee.oversight.moderation.statements.store import complaints, statements
from veillee.safety import ledger
from veillee.safety.sealing import ready
from veillee.server.ledger import check_rows

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


@pytest.fixture
async def place(place: Place) -> Place:
    """Its ledger is signed, as at a place that has been started."""
    sealer = ledger.Sealer(bytes(32), "chat.example.org/api/v1/ledger")
    sealer.register(place.listeners)
    await place.database.write(sealer.open)
    return place


async def said(place: Place) -> list[str]:
    return [msgspec.json.decode(row.leaf)["category"] for row in await place.leaves()]


async def an_evening(place: Place) -> str:
    """A report, words held by the gate, a reading, a decision, a complaint. The statement."""
    seq = await place.say(place.bruno, place.private, "méchant")
    subject = {"kind": "message", "conversation": place.private, "seq": seq}
    assert (await place.report(place.anna, subject, note="Voyez.")).status_code == 201
    await place.say_held(place.bruno, place.room, "retenu", make_verdict("threat", urgent=True))
    client = await place.signed_in()
    for row in (await client.get(QUEUE)).json()["cases"]:
        case = (await client.get(f"{QUEUE}/{row['id']}")).json()
        kind = "mute" if case["source"] == "report" else "refuse"
        body = {"kind": kind, "article": "respect", "facts": "Insulte.", "version": case["version"]}
        answer = await client.post(
            f"{QUEUE}/{row['id']}/decisions", json=body | ({"minutes": 60} if kind == "mute" else {})
        )
        assert answer.status_code == 201, answer.text
    mine = [one for one in await place.get(place.bruno, "/statements") if one["decision"] == "mute"]
    async with place.http() as http:
        path = f"/api/v1/statements/{mine[0]['id']}/complaint"
        answer = await http.post(path, json={"text": "Non."}, headers={"x-test-person": place.bruno})
    assert answer.status_code == 201, answer.text
    return str(mine[0]["id"])


async def faults(place: Place) -> list[str]:
    def check(connection: sa.Connection) -> list[str]:
        return [str(fault) for fault in [*ledger.Verification(connection, None).run(), *check_rows(connection)]]

    return await place.database.read(check)


async def test_an_evening_is_in_the_ledger_step_by_step(place: Place) -> None:
    await an_evening(place)
    assert await said(place) == [
        "case.opened", "report.received", "case.reported", "evidence.sealed", "case.opened", "gate.held",
        "evidence.sealed", "staff.added", "staff.named", "staff.invited", "staff.invite_spent", "staff.passkey_added",
        "staff.passkey_counted", "staff.signed_in", "statement.issued", "decision.refuse", "case.read",
        "statement.issued", "decision.mute", "case.opened", "complaint.received",
    ]  # fmt: skip
    assert await faults(place) == []


async def test_what_the_gate_found_is_in_the_ledger(place: Place) -> None:
    await place.say_refused(place.bruno, place.room, "non", make_verdict("hate", "refuse"))
    await place.say_flagged(place.bruno, place.room, "peut-être", make_verdict("hate", "allow"))
    await place.ask_held(place.bruno, place.chloe, "viens", make_verdict("ambush"))
    await place.say(place.bruno, place.room, "bonsoir")
    found = [kind for kind in await said(place) if kind != "case.opened"]
    assert found == ["gate.refused", "gate.flagged", "gate.held", "evidence.sealed"]
    assert (await said(place)).count("case.opened") == 3


async def test_duty_is_in_the_ledger_when_it_changes(place: Place) -> None:
    client = await place.signed_in()
    for on in (True, True, False, False, True):
        assert (await client.put("/api/v1/staff/duty", json={"on": on})).status_code == 200
    await client.delete("/api/v1/staff/session")
    again = await place.signed_in("Maud")
    await again.delete("/api/v1/staff/session")
    assert [kind for kind in await said(place) if kind.startswith("duty")] == ["duty.on", "duty.off"] * 2
    assert (await said(place)).count("staff.signed_in") == 2 and (await said(place)).count("staff.added") == 1


async def test_a_leaf_holds_nobody(place: Place) -> None:
    await an_evening(place)
    text = b"".join(row.leaf for row in await place.leaves()).decode()
    for nobody in (place.anna, place.bruno, place.private, place.room, "Maud", "Voyez", "Insulte", "threat"):
        assert nobody not in text


def opens(proof: dict[str, Any]) -> dict[str, Any]:
    """What an opening says, after checking that the leaf commits to it."""
    opening = proof["opening"]
    said = hashlib.sha256(bytes.fromhex(opening["salt"]) + opening["content"].encode()).hexdigest()
    assert msgspec.json.decode(proof["leaf"])["commitment"] == said
    return dict(msgspec.json.decode(opening["content"]))


async def test_each_side_is_shown_what_its_leaf_commits_to_and_nothing_of_the_other(place: Place) -> None:
    statement = await an_evening(place)
    (report,) = await place.get(place.anna, "/reports")
    given = await place.get(place.anna, f"/reports/{report['id']}/receipt")
    assert given["index"] == report["receipt"]["index"] == 1 and given["leaf_hash"] == report["receipt"]["leaf_hash"]
    assert opens(given)["note"] == "Voyez." and opens(given)["reporter_id"] == place.anna
    told = await place.get(place.bruno, f"/statements/{statement}/receipt")
    (own,) = [one for one in await place.get(place.bruno, "/statements") if one["id"] == statement]
    assert (told["index"], told["leaf_hash"]) == (own["receipt"]["index"], own["receipt"]["leaf_hash"])
    assert (opens(told)["facts"], opens(told)["notice"]) == (own["facts"], own["notice"])
    staff = (await place.rows(statements))[0].staff_id
    assert staff not in told["opening"]["content"] and place.anna not in told["opening"]["content"]
    assert opens(await place.get(place.bruno, f"/statements/{statement}/complaint/receipt"))["text"] == "Non."


async def test_receipts_are_for_whom_they_concern(place: Place) -> None:
    statement = await an_evening(place)
    (report,) = await place.get(place.anna, "/reports")
    paths = {
        f"/reports/{report['id']}/receipt": place.anna,
        f"/statements/{statement}/receipt": place.bruno,
        f"/statements/{statement}/complaint/receipt": place.bruno,
    }
    async with place.http() as http:
        for path, owner in paths.items():
            for person in (place.anna, place.bruno, place.chloe):
                answer = await http.get(f"/api/v1{path}", headers={"x-test-person": person})
                assert answer.status_code == (200 if person == owner else 404), path
        for path in ("/reports/x/receipt", "/statements/x/receipt", "/statements/x/complaint/receipt"):
            assert (await http.get(f"/api/v1{path}", headers={"x-test-person": place.anna})).status_code == 404


async def test_what_was_forgotten_is_proven_and_not_shown(place: Place) -> None:
    await an_evening(place)
    (report,) = await place.get(place.anna, "/reports")
    await place.database.write(ledger.forget, report["receipt"]["index"])
    given = await place.get(place.anna, f"/reports/{report['id']}/receipt")
    assert given["opening"] is None and given["proof"]
    gone = f"row: leaf {report['receipt']['index']}: its salt is gone, and nobody destroyed it"
    assert await faults(place) == [gone], "only notes that are handed over lose their words"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (reports, {"note": "Autre chose."}),
        (reports, {"reason": "spam"}),
        (reports, {"subject": {"kind": "person", "id": "x"}}),
        (reports, {"leaf_hash": "0" * 64}),
        (reports, {"leaf_index": 2}),
        (reports, {"leaf_index": 999}),
        (statements, {"facts": "Autre chose."}),
        (statements, {"until": None, "notice": {"fr": "Rien.", "en": "Nothing."}}),
        (statements, {"article": None}),
        (complaints, {"text": "Oui."}),
    ],
)
async def test_a_row_that_was_changed_is_named(place: Place, table: sa.Table, values: dict[str, Any]) -> None:
    await an_evening(place)

    def tamper(transaction: Transaction) -> None:
        transaction.connection.execute(sa.update(table).values(ready(transaction.connection, table, values)))

    await place.database.write(tamper)
    found = await faults(place)
    names = {"reports": "row: report ", "statements": "row: statement ", "complaints": "row: complaint about "}
    assert found and found[0].startswith(names[table.name])


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("decided", {"facts": "Autre chose."}),
        ("decided", {"decision": "warn"}),
        ("read", {"lines": []}),
        ("flagged", {"urgent": False}),
    ],
)
async def test_an_event_that_was_changed_is_named(place: Place, kind: str, change: dict[str, Any]) -> None:
    await an_evening(place)
    row = next(row for row in await place.rows(case_events) if row.fact["kind"] == kind)

    def tamper(transaction: Transaction) -> None:
        there = (case_events.c.case_id == row.case_id) & (case_events.c.number == row.number)
        changed = ready(transaction.connection, case_events, {"fact": row.fact | change})
        transaction.connection.execute(sa.update(case_events).where(there).values(changed))

    await place.database.write(tamper)
    index = row.fact["leaf"]
    first, *_ = await faults(place)
    assert first == f"row: event {row.number} of case {row.case_id}: is not what leaf {index} committed to"


async def test_a_decision_by_a_clock_that_is_behind_is_taken_and_shown(place: Place) -> None:
    seq = await place.say(place.bruno, place.room, "méchant")
    await place.report(place.anna, {"kind": "message", "conversation": place.room, "seq": seq})
    place.pass_time(hours=-5)
    client = await place.signed_in()
    (row,) = (await client.get(QUEUE)).json()["cases"]
    body = {"kind": "mute", "article": "respect", "facts": "Insulte.", "version": row["version"], "minutes": 60}
    answer = await client.post(f"{QUEUE}/{row['id']}/decisions", json=body)
    assert answer.status_code == 201, answer.text
    kinds = await said(place)
    assert kinds.count("clock.behind") == 1 and kinds.index("clock.behind") < kinds.index("decision.mute")
    assert await faults(place) == []

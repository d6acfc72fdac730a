"""The queue: what opens cases, and in which order they wait."""

import base64
from functools import reduce

import msgspec
import pytest

from tests.unit.oversight.place import Place, make_verdict
from veillee.oversight.moderation.cases.fold import apply
from veillee.oversight.moderation.cases.store import case_events, cases, find_state, read_events

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


async def test_everything_that_the_gate_points_at_is_a_case(place: Place) -> None:
    await place.say_held(place.bruno, place.room, "retenu", make_verdict("hate"))
    await place.say_refused(place.bruno, place.room, "refusé", make_verdict("minor_sought", "refuse", urgent=True))
    await place.say_flagged(place.bruno, place.room, "passé", make_verdict("self_harm", "allow"))
    await place.ask_held(place.bruno, place.chloe, "bonjour", make_verdict("ambush"))
    client = await place.signed_in()
    page = (await client.get(QUEUE)).json()
    assert [(case["source"], case["label"], case["urgent"]) for case in page["cases"]] == [
        ("refused_message", "minor_sought", True),
        ("held_first_word", "ambush", True),
        ("held_message", "hate", False),
        ("verdict", "self_harm", False),
    ]
    assert (page["open"], page["urgent"], page["next"]) == (4, 2, None)


async def test_a_case_waits_exactly_if_its_words_are_held(place: Place) -> None:
    def fail(*_: object) -> None:
        raise ValueError("after the case was opened")

    from veillee.community.conversations import MessageHeld

    place.listeners.within(MessageHeld, fail)
    with pytest.raises(ValueError, match="after"):
        await place.say_held(place.bruno, place.room, "retenu", make_verdict("hate"))
    assert await place.rows(cases) == []
    assert await place.rows(case_events) == []


async def test_urgent_first_then_by_waiting_time(place: Place) -> None:
    reasons = ["spam", "threat", "other", "ambush", "sextortion", "sedation", "third_person", "minor", "minor_sought"]
    for reason in reasons:
        place.pass_time(minutes=1)
        await place.report(place.anna, {"kind": "person", "id": await place.make_person(reason)}, reason)
    client = await place.signed_in()
    page = (await client.get(QUEUE)).json()
    assert [case["label"] for case in page["cases"]] == [
        "minor", "minor_sought", "sedation", "third_person", "sextortion", "ambush", "threat", "spam", "other",
    ]  # fmt: skip
    assert page["urgent"] == 7


async def test_pages_follow_each_other_without_gap(place: Place) -> None:
    for number in range(7):
        await place.report(place.anna, {"kind": "person", "id": await place.make_person(f"P{number}")}, "spam")
    client = await place.signed_in()
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(4):
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(QUEUE, params=params)).json()
        seen += [case["id"] for case in page["cases"]]
        cursor = page["next"]
    assert cursor is None
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "!!!!", "é", "AAAA",
        base64.urlsafe_b64encode(msgspec.msgpack.encode([2**70 % 2**64, "2026-01-01T00:00:00", "x"])).decode(),
        base64.urlsafe_b64encode(msgspec.msgpack.encode([1, "2026-01-01T00:00:00", "x"])).decode(),
        base64.urlsafe_b64encode(msgspec.msgpack.encode([1, "9999-12-31T23:59:59Z", "x"])).decode(),
    ],
)  # fmt: skip
async def test_a_forged_cursor_is_unreadable(place: Place, cursor: str) -> None:
    client = await place.signed_in()
    for state in ("open", "decided"):
        answer = await client.get(QUEUE, params={"cursor": cursor, "state": state})
        assert answer.status_code == 422, answer.text
    assert (await client.get(QUEUE, params={"state": "lost"})).status_code == 422


async def test_the_row_in_the_queue_is_the_fold_of_the_events(place: Place) -> None:
    seq = await place.say(place.bruno, place.private, "méchant")
    subject = {"kind": "message", "conversation": place.private, "seq": seq}
    await place.report(place.anna, subject, "spam")
    client = await place.signed_in()
    (row,) = await place.rows(cases)
    await client.get(f"{QUEUE}/{row.id}")
    body = {"kind": "hide", "article": "respect", "facts": "Insulte.", "version": 2}
    assert (await client.post(f"{QUEUE}/{row.id}/decisions", json=body)).status_code == 201
    events = await place.database.read(read_events, row.id, 100)
    assert [event.number for event in events] == [1, 2, 3, 4]
    folded = reduce(apply, events, None)
    assert folded == await place.database.read(find_state, row.id)
    assert folded is not None
    assert folded.state == "decided"
    decided = (await client.get(QUEUE, params={"state": "decided"})).json()["cases"]
    assert [(case["id"], case["decision"]) for case in decided] == [(row.id, "hide")]


async def test_a_report_that_says_nothing_new_makes_no_decision_stale(place: Place) -> None:
    subject = {"kind": "person", "id": place.bruno}
    await place.report(place.anna, subject, "spam")
    (before,) = await place.rows(cases)
    dora, emil = await place.make_person("Dora"), await place.make_person("Émile")
    await place.report(place.chloe, subject, "spam")
    assert (await place.rows(cases))[0].version == before.version
    await place.report(dora, subject, "spam", note="et il recommence")
    await place.report(emil, subject, "threat")
    assert (await place.rows(cases))[0].version == before.version + 2

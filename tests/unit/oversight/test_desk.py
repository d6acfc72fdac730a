"""A case on the screen: what it shows, what it must not, and that readings are recorded."""

from typing import Any

import httpx
import pytest

from tests.unit.oversight.place import Place, make_verdict
from veillee.oversight.moderation.cases.store import cases

pytestmark = pytest.mark.anyio
QUEUE = "/api/v1/staff/cases"


async def open_only_case(place: Place, client: httpx.AsyncClient) -> dict[str, Any]:
    (row,) = await place.rows(cases)
    answer = await client.get(f"{QUEUE}/{row.id}")
    assert answer.status_code == 200, answer.text
    case: dict[str, Any] = answer.json()
    return case


async def report_message(place: Place, conversation: str, seq: int) -> None:
    subject = {"kind": "message", "conversation": conversation, "seq": seq}
    answer = await place.report(place.anna, subject, note="Voyez vous-mêmes.")
    assert answer.status_code == 201, answer.text


async def test_a_bounded_window_and_no_more(place: Place) -> None:
    for number in range(1, 31):
        await place.say(place.bruno, place.private, f"ligne {number}")
    await report_message(place, place.private, 15)
    case = await open_only_case(place, await place.signed_in())
    assert [line["seq"] for line in case["words"]["lines"]] == list(range(5, 21))
    assert [line["seq"] for line in case["words"]["lines"] if line["subject"]] == [15]
    assert case["words"]["private"] is True


async def test_every_reading_of_private_words_is_on_record(place: Place) -> None:
    await place.say(place.bruno, place.private, "entre nous")
    await report_message(place, place.private, 1)
    client = await place.signed_in()
    await open_only_case(place, client)
    case = await open_only_case(place, await place.signed_in("Odile", "auditor"))
    reads = [event for event in case["events"] if event["kind"] == "read"]
    assert [event["by"]["name"] for event in reads] == ["Maud", "Odile"]
    assert (await place.categories()).count("case.read") == 2
    assert case["version"] == 2


async def test_reading_a_room_is_not(place: Place) -> None:
    await place.say(place.bruno, place.room, "devant tous")
    await report_message(place, place.room, 1)
    case = await open_only_case(place, await place.signed_in())
    assert case["words"]["name"] == "Le salon"
    assert case["words"]["private"] is False
    assert await place.categories() == ["report.received"]


async def test_whoever_reported_is_nowhere_in_the_case(place: Place) -> None:
    await place.say(place.bruno, place.room, "méchant")
    await report_message(place, place.room, 1)
    client = await place.signed_in()
    (row,) = await place.rows(cases)
    raw = (await client.get(f"{QUEUE}/{row.id}")).text + (await client.get(QUEUE)).text
    assert place.anna not in raw
    assert "Anna" not in raw
    case = await open_only_case(place, client)
    assert [(report["reason"], report["note"]) for report in case["reports"]] == [("harassment", "Voyez vous-mêmes.")]


async def test_the_person_is_shown_by_band_and_past(place: Place) -> None:
    await place.say(place.bruno, place.room, "méchant")
    await report_message(place, place.room, 1)
    person = (await open_only_case(place, await place.signed_in()))["person"]
    assert person["pseudonym"] == "Bruno"
    assert person["age_band"] == "25-34"
    assert person["past_decisions"] == []
    assert set(person) == {"id", "pseudonym", "age_band", "entered_at", "sample", "past_decisions"}


async def test_held_words_stand_among_their_neighbours(place: Place) -> None:
    for number in range(1, 14):
        await place.say(place.anna, place.room, f"ligne {number}")
        place.pass_time(seconds=1)
    await place.say_held(place.bruno, place.room, "retenu", make_verdict("hate"))
    place.pass_time(seconds=1)
    for number in range(14, 16):
        await place.say(place.anna, place.room, f"ligne {number}")
    case = await open_only_case(place, await place.signed_in())
    seqs = [line["seq"] for line in case["words"]["lines"]]
    assert seqs == [*range(4, 14), None, 14, 15]
    assert case["verdict"]["labels"] == ["hate"]
    assert case["verdict"]["reasons"][0]["span"] == [0, 4]
    assert [offer["kind"] for offer in case["decisions"]] == ["release", "refuse", "mute", "suspend", "ban"]


async def test_a_first_word_stands_alone_and_is_private(place: Place) -> None:
    await place.ask_held(place.bruno, place.chloe, "viens seul", make_verdict("ambush"))
    case = await open_only_case(place, await place.signed_in())
    assert [line["text"] for line in case["words"]["lines"]] == ["viens seul"]
    assert case["words"]["private"] is True
    assert "case.read" in await place.categories()


async def test_offers_follow_role_and_subject(place: Place) -> None:
    await place.report(place.anna, {"kind": "room", "id": place.room}, "hate")
    moderator = await open_only_case(place, await place.signed_in())
    assert [offer["kind"] for offer in moderator["decisions"]] == ["no_violation", "close_room"]
    assert moderator["room"]["name"] == "Le salon"
    auditor = await open_only_case(place, await place.signed_in("Odile", "auditor"))
    assert auditor["decisions"] == []


async def test_whoever_opened_a_room_answers_for_its_name(place: Place) -> None:
    room = await place.make_room("Un nom blessant", [place.anna], place.bruno)
    await place.report(place.anna, {"kind": "room", "id": room}, "hate")
    case = await open_only_case(place, await place.signed_in())
    assert case["person"]["pseudonym"] == "Bruno"
    assert [offer["kind"] for offer in case["decisions"]] == [
        "no_violation",
        "close_room",
        "warn",
        "restrict_reach",
        "mute",
        "suspend",
        "ban",
    ]


async def test_an_unknown_case_is_not_found(place: Place) -> None:
    client = await place.signed_in()
    for case_id in ("0192aaaa-0000-7000-8000-000000000000", "x", "..%2f..%2fetc"):
        assert (await client.get(f"{QUEUE}/{case_id}")).status_code == 404

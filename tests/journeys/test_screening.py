"""Being screened in private: agreed to apart from the rules, withdrawn at any time, switched off by two contacts."""

from typing import Any

import pytest

from tests.story import Evening, Member, check_problem

pytestmark = pytest.mark.anyio

NUMBER = "mon numéro 06 39 98 12 34"
THREAT = "je vais te tuer"


async def _strangers(evening: Evening) -> tuple[Member, Member]:
    evening.light_the_lamp()
    return await evening.enter("Zoé"), await evening.enter("Ali")


async def _contacts(evening: Evening) -> tuple[str, Member, Member]:
    zoe, ali = await _strangers(evening)
    talk = await zoe.befriend(ali)
    for one, other in ((zoe, ali), (ali, zoe)):
        await one.http.put(f"/people/{other.id}/contact")
        await one.next("contact", contact="mutual") if one is ali else None
    await evening.settle()
    return talk, zoe, ali


async def _off(one: Member, other: Member) -> str:
    return _state(await one.http.put(f"/people/{other.id}/screening-off"), other)


async def _on(one: Member, other: Member) -> str:
    return _state(await one.http.delete(f"/people/{other.id}/screening-off"), other)


def _state(answer: Any, other: Member) -> str:
    assert answer.status_code == 200 and answer.json()["person"] == other.person, answer.text
    return str(answer.json()["screening"])


async def test_what_is_said_to_it_is_recorded_with_its_wording(evening: Evening) -> None:
    zoe, ali = await _strangers(evening)
    before = await zoe.get("/screening")
    assert before["answer"] == "unasked" and set(before["wording"]["text"]) == {"fr", "en"}
    request = (await zoe.ask(ali, "Bonsoir", screening=True)).json()
    given = await zoe.get("/screening")
    assert (given["answer"], given["version"]) == ("given", before["wording"]["version"]) and given["at"]
    accepted = await ali.http.post(f"/private-requests/{request['id']}/accept", json={"screening": True})
    assert accepted.status_code == 200
    assert (await ali.get("/screening"))["answer"] == "given"
    rows = (await evening.stored())["screening_consents"]
    assert sorted(row.person_id for row in rows) == sorted([zoe.id, ali.id])


async def test_a_program_that_does_not_ask_is_recorded_as_such(evening: Evening) -> None:
    zoe, ali = await _strangers(evening)
    talk = await zoe.befriend(ali)
    for member in (zoe, ali):
        said = await member.get("/screening")
        assert (said["answer"], said["version"]) == ("not_asked", None)
    assert (await zoe.say(talk, NUMBER))["type"] == "nudged"
    assert (await zoe.http.put("/screening", json={"wording": said["wording"]["version"]})).json()["answer"] == "given"


async def test_whoever_does_not_agree_has_no_private_talk(evening: Evening) -> None:
    zoe, ali = await _strangers(evening)
    check_problem(await zoe.ask(ali, "Bonsoir", screening=False), 409, "screening-declined")
    request = (await zoe.ask(ali, "Bonsoir", screening=True)).json()
    accept = f"/private-requests/{request['id']}/accept"
    check_problem(await ali.http.post(accept, json={"screening": False}), 409, "screening-declined")
    check_problem(await ali.http.put("/screening", json={"wording": "an older one"}), 422, "invalid")
    stored = await evening.stored()
    assert [row.state for row in stored["private_requests"]] == ["pending"] and stored["conversations"] == []
    assert [row.person_id for row in stored["screening_consents"]] == [zoe.id]


async def test_what_is_withdrawn_stops_private_talk_until_it_is_given_again(evening: Evening) -> None:
    zoe, ali = await _strangers(evening)
    talk, eve = await zoe.befriend(ali), await evening.enter("Ève")
    withdrawn = await zoe.http.delete("/screening")
    assert withdrawn.status_code == 200 and withdrawn.json()["answer"] == "withdrawn"
    assert (await zoe.next("screening"))["screening"] == "stopped_by_me"
    assert (await ali.next("screening"))["screening"] == "stopped_by_them"
    assert (await zoe.say(talk, "Tu es là ?"))["code"] == "screening-declined"
    assert (await ali.say(talk, "Tu es là ?"))["code"] == "screening-withdrawn"
    check_problem(await zoe.ask(eve, "Bonsoir"), 409, "screening-declined")
    assert len(await zoe.history(talk)) == 1
    assert (await zoe.ask(eve, "Bonsoir", screening=True)).status_code == 201
    assert (await zoe.next("screening"))["screening"] == "on" == (await ali.next("screening"))["screening"]
    assert (await ali.say(talk, "Te revoilà"))["type"] == "accepted"
    rows = [row for row in (await evening.stored())["screening_consents"] if row.person_id == zoe.id]
    assert sorted((row.wording is None, row.withdrawn_at is None) for row in rows) == [(False, True), (True, False)]


async def test_two_contacts_switch_it_off_and_either_on(evening: Evening) -> None:
    talk, zoe, ali = await _contacts(evening)
    assert (await ali.say(talk, THREAT, ref="held"))["type"] == "held"
    assert await _off(zoe, ali) == "off_asked_by_me" == await _off(zoe, ali)
    assert (await ali.next("screening"))["screening"] == "off_asked_by_them"
    assert (await zoe.say(talk, THREAT))["type"] == "held"
    assert await _off(ali, zoe) == "off"
    assert (await zoe.next("screening", screening="off"))["conversation"] == talk
    before = evening.place.gate.answered.total()
    assert (await zoe.say(talk, THREAT))["type"] == "accepted"
    assert evening.place.gate.answered.total() == before
    card = next(card for card in (await ali.connect())["conversations"] if card["id"] == talk)
    assert card["screening"] == "off" == (await ali.get("/conversations"))[0]["screening"]
    assert await _on(ali, zoe) == "on"
    assert (await zoe.next("screening", screening="on"))["conversation"] == talk
    assert (await zoe.say(talk, THREAT))["type"] == "held"


async def test_unread_words_leave_nothing_for_later_verdicts(evening: Evening) -> None:
    talk, zoe, ali = await _contacts(evening)
    await _off(zoe, ali), await _off(ali, zoe)
    await evening.settle()
    for text in ("j'ai 15 ans", "viens seul", "n'en parle à personne"):
        assert (await zoe.say(talk, text))["type"] == "accepted"
    await evening.settle()
    assert (await evening.stored())["traces"] == []
    assert evening.place.traces.ages_of(zoe.id) == ()
    assert len(evening.place.delivery.recent_lines(talk, zoe.id)) > 1
    await _on(zoe, ali)
    await evening.settle()
    assert evening.place.delivery.recent_lines(talk, zoe.id) == ()


async def test_reports_blocks_and_pacing_stay_when_it_is_off(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    talk, zoe, ali = await _contacts(evening)
    await _off(zoe, ali), await _off(ali, zoe)
    await evening.settle()
    said = await zoe.say(talk, THREAT)
    await ali.report_message(talk, said["seq"], "threat")
    stored = await evening.stored()
    assert len(stored["evidence_items"]) >= 1 and len(stored["cases"]) == 1
    await ali.http.put(f"/people/{zoe.id}/block")
    await evening.settle()
    assert (await zoe.say(talk, "allô ?"))["code"] == "closed"
    assert (await evening.stored())["screening_off"] == []


async def test_who_cannot_switch_it_off(evening: Evening) -> None:
    zoe, ali = await _strangers(evening)
    check_problem(await zoe.http.put(f"/people/{ali.id}/screening-off"), 404, "not-found")
    await zoe.befriend(ali)
    check_problem(await zoe.http.put(f"/people/{ali.id}/screening-off"), 409, "contacts-only")
    check_problem(await zoe.http.put(f"/people/{zoe.id}/screening-off"), 404, "not-found")
    assert await _on(zoe, ali) == "on"


@pytest.mark.parametrize("how", ["end", "leave"])
async def test_the_end_of_a_contact_ends_it(evening: Evening, how: str) -> None:
    talk, zoe, ali = await _contacts(evening)
    await _off(zoe, ali), await _off(ali, zoe)
    if how == "end":
        await ali.http.delete(f"/people/{zoe.id}/contact")
        assert (await zoe.next("screening", screening="on"))["conversation"] == talk
        assert (await zoe.say(talk, NUMBER))["type"] == "nudged"
    else:
        await ali.tell({"type": "leave", "ref": "bye", "conversation": talk})
        await ali.next("left")
    assert (await evening.stored())["screening_off"] == []

"""Strangers: one first word, and what the other answers."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening, Member, Watcher, check_problem, open_evening, words

pytestmark = pytest.mark.anyio


async def _two(evening: Evening) -> tuple[Member, Member]:
    evening.light_the_lamp()
    return await evening.enter("Zoé"), await evening.enter("Ali")


async def _two_watched(maud: Watcher) -> tuple[Member, Member]:
    await maud.duty()
    return await maud.evening.enter("Zoé"), await maud.evening.enter("Ali")


async def test_a_first_word_is_accepted(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    asked = await zoe.ask(ali, "Bonsoir, vous aimez le jazz ?")
    assert asked.status_code == 201
    request = asked.json()
    assert request["from"] == zoe.person and request["to"] == ali.person
    assert (request["state"], request["conversation"]) == ("pending", None)
    assert (await ali.next("request"))["request"] == request
    assert (await ali.get("/private-requests"))["incoming"] == [request]
    assert (await zoe.get("/private-requests"))["outgoing"] == [request]
    accepted = await ali.http.post(f"/private-requests/{request['id']}/accept")
    conversation = accepted.json()["conversation"]
    assert accepted.status_code == 200 and conversation["kind"] == "private"
    assert conversation["other"] == zoe.person
    for somebody, other in ((zoe, ali), (ali, zoe)):
        opened = await somebody.next("conversation")
        assert opened["conversation"]["id"] == conversation["id"] and opened["conversation"]["other"] == other.person
        (first,) = opened["messages"]
        assert (first["seq"], first["text"], first["author"]["id"]) == (1, "Bonsoir, vous aimez le jazz ?", zoe.id)
    assert (await zoe.next("request", request=await _request(zoe)))["request"]["state"] == "accepted"
    assert (await ali.say(conversation["id"], "Oui, et vous ?"))["seq"] == 2
    assert (await zoe.next("message"))["text"] == "Oui, et vous ?"


async def _request(sender: Member) -> dict[str, Any]:
    (request,) = (await sender.get("/private-requests"))["outgoing"]
    return dict(request)


async def test_nothing_else_reaches_a_stranger(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    request = (await zoe.ask(ali, "Bonsoir")).json()
    await ali.next("request")
    problem = check_problem(await zoe.ask(ali, "Vous êtes là ?"), 409, "asked-already")
    assert problem["id"] == request["id"]
    assert (await zoe.say(request["id"], "Coucou"))["code"] == "not-found"
    check_problem(await zoe.http.post(f"/private-requests/{request['id']}/accept"), 404, "not-found")
    check_problem(await zoe.http.get(f"/conversations/{request['id']}/messages"), 404, "not-found")
    assert await ali.catch_up() == []
    assert (await evening.stored())["messages"] == []


async def test_a_third_person_can_neither_accept_nor_decline(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    noor = await evening.enter("Noor")
    request = (await zoe.ask(ali, "Bonsoir")).json()
    for verb in ("accept", "decline"):
        check_problem(await noor.http.post(f"/private-requests/{request['id']}/{verb}"), 404, "not-found")
        check_problem(await ali.http.post(f"/private-requests/{zoe.id}/{verb}"), 404, "not-found")
    assert await noor.get("/private-requests") == {"incoming": [], "outgoing": []}


async def test_accepting_twice_opens_one_conversation(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    request = (await zoe.ask(ali, "Bonsoir")).json()
    path = f"/private-requests/{request['id']}/accept"
    first, second = await asyncio.gather(ali.http.post(path), ali.http.post(path))
    assert first.status_code == second.status_code == 200
    assert first.json()["conversation"]["id"] == second.json()["conversation"]["id"]
    assert [row.seq for row in (await evening.stored())["messages"]] == [1]
    assert len([frame for frame in await zoe.catch_up() if frame["type"] == "conversation"]) == 1
    check_problem(await ali.http.post(f"/private-requests/{request['id']}/decline"), 404, "not-found")


async def test_contacts_need_no_first_word(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    conversation = await zoe.befriend(ali)
    for one, other in ((zoe, ali), (ali, zoe)):
        problem = check_problem(await one.ask(other, "Encore moi"), 409, "contacts-already")
        assert problem["conversation"] == conversation


async def test_both_ask_at_once_and_talk_in_one_place(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    hers, his = (await zoe.ask(ali, "De moi")).json(), (await ali.ask(zoe, "Et de moi")).json()
    opened = (await ali.http.post(f"/private-requests/{hers['id']}/accept")).json()["conversation"]["id"]
    also = (await zoe.http.post(f"/private-requests/{his['id']}/accept")).json()["conversation"]["id"]
    assert opened == also
    assert [message["text"] for message in await zoe.history(opened)] == ["De moi", "Et de moi"]


async def test_declining_is_final_for_a_month(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    request = (await zoe.ask(ali, "Bonsoir")).json()
    await zoe.next("request")
    assert (await ali.http.post(f"/private-requests/{request['id']}/decline")).status_code == 204
    assert (await zoe.next("request"))["request"]["state"] == "declined"
    assert (await ali.get("/private-requests"))["incoming"] == []
    for verb in ("accept", "decline"):
        check_problem(await ali.http.post(f"/private-requests/{request['id']}/{verb}"), 404, "not-found")
    check_problem(await zoe.ask(ali, "Et maintenant ?"), 409, "asked-already")
    evening.time.pass_(days=29)
    check_problem(await zoe.ask(ali, "Et maintenant ?"), 409, "asked-already")
    assert (await ali.ask(zoe, "J'ai réfléchi")).status_code == 201


async def test_a_block_holds_both_ways(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    assert (await ali.http.put(f"/people/{zoe.id}/block")).status_code == 204
    assert (await ali.http.put(f"/people/{zoe.id}/block")).status_code == 204
    assert await ali.get("/blocks") == [zoe.person] and await zoe.get("/blocks") == []
    for one, other in ((zoe, ali), (ali, zoe)):
        check_problem(await one.ask(other, "Bonsoir"), 404, "not-found")
    assert (await ali.http.delete(f"/people/{zoe.id}/block")).status_code == 204
    assert await ali.get("/blocks") == []
    assert (await zoe.ask(ali, "Bonsoir")).status_code == 201


async def test_a_block_closes_what_was_open_and_what_waits(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    noor = await evening.enter("Noor")
    conversation = await zoe.befriend(ali)
    waiting = (await noor.ask(ali, "Bonsoir")).json()
    for unwanted in (zoe, noor):
        await ali.http.put(f"/people/{unwanted.id}/block")
    for one, other in ((zoe, ali), (ali, zoe)):
        await other.catch_up()
        assert (await one.say(conversation, "Réponds"))["code"] == "closed"
        assert await other.catch_up() == []
    check_problem(await ali.http.post(f"/private-requests/{waiting['id']}/accept"), 404, "not-found")
    await ali.http.delete(f"/people/{zoe.id}/block")
    assert (await zoe.say(conversation, "Merci"))["type"] == "accepted"


async def test_nobody_blocks_themselves_or_nobody(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    check_problem(await zoe.http.put(f"/people/{zoe.id}/block"), 422, "invalid")
    for nobody in ("0192f0c4-0000-7000-8000-000000000000", "somebody"):
        for verb in ("PUT", "DELETE"):
            check_problem(await zoe.http.request(verb, f"/people/{nobody}/block"), 404, "not-found")
        check_problem(await zoe.http.get(f"/people/{nobody}"), 404, "not-found")


async def test_no_first_word_while_the_lamp_rests(evening: Evening) -> None:
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    check_problem(await zoe.ask(ali, "Bonsoir"), 409, "resting")
    assert await ali.catch_up() == [] and (await evening.stored())["private_requests"] == []


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("", "text-empty"),
        (" \n\u200b", "text-empty"),
        ("x" * 501, "text-too-long"),
        ("\u0000!", "text-control-characters"),
    ],
)
async def test_what_a_first_word_cannot_be(evening: Evening, text: str, slug: str) -> None:
    zoe, ali = await _two(evening)
    check_problem(await zoe.ask(ali, text), 422, slug)
    assert await ali.catch_up() == [] and (await evening.stored())["private_requests"] == []


async def test_to_whom_a_first_word_cannot_go(evening: Evening) -> None:
    zoe, _ = await _two(evening)
    for to in ("0192f0c4-0000-7000-8000-000000000000", "Ali", ""):
        check_problem(await zoe.http.post("/private-requests", json={"to": to, "text": "Ohé"}), 404, "not-found")
    problem = check_problem(await zoe.ask(zoe, "Ohé"), 422, "invalid")
    assert problem["errors"] == {"to": "oneself"}


async def test_so_many_strangers_a_day(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__first_words_per_day_per_person=2) as evening:
        zoe, ali = await _two(evening)
        noor, ines = await evening.enter("Noor"), await evening.enter("Inès")
        assert [(await zoe.ask(who, "Bonsoir")).status_code for who in (ali, noor)] == [201, 201]
        check_problem(await zoe.ask(ines, "Bonsoir"), 429, "too-fast")
        evening.time.pass_(days=1, seconds=1)
        evening.light_the_lamp()
        assert (await zoe.ask(ines, "Bonsoir")).status_code == 201


async def test_a_held_first_word_waits_for_the_watch(evening: Evening) -> None:
    maud = await evening.staff()
    zoe, ali = await _two_watched(maud)
    asked = await zoe.ask(ali, words.HELD)
    assert (asked.status_code, asked.json()["state"]) == (201, "held")
    assert await ali.catch_up() == [] and (await ali.get("/private-requests"))["incoming"] == []
    check_problem(await zoe.ask(ali, "Alors ?"), 409, "asked-already")
    check_problem(await ali.http.post(f"/private-requests/{asked.json()['id']}/accept"), 404, "not-found")
    await maud.decide_only_case("release")
    assert (await ali.next("request"))["request"]["text"] == words.HELD
    assert (await ali.http.post(f"/private-requests/{asked.json()['id']}/accept")).status_code == 200


async def test_a_held_first_word_is_refused_by_the_watch(evening: Evening) -> None:
    maud = await evening.staff()
    zoe, ali = await _two_watched(maud)
    await zoe.ask(ali, words.HELD)
    await maud.decide_only_case("refuse", article="privacy")
    assert (await zoe.next("request"))["request"]["state"] == "refused"
    statement = (await zoe.next("statement"))["statement"]
    assert (statement["decision"], statement["article"]["id"]) == ("refuse", "privacy")
    assert await ali.catch_up() == []


@pytest.mark.parametrize("text", [words.REFUSED, words.REFUSED_WITH_CASE])
async def test_a_refused_first_word(evening: Evening, text: str) -> None:
    maud = await evening.staff()
    zoe, ali = await _two_watched(maud)
    problem = check_problem(await zoe.ask(ali, text), 422, "refused")
    assert problem["detail"] and problem["code"] and problem["labels"]
    assert await ali.catch_up() == []
    assert [case["source"] for case in await maud.cases()] == ["refused_first_word"] * (text == words.REFUSED_WITH_CASE)


async def test_a_nudged_first_word_is_confirmed(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    problem = check_problem(await zoe.ask(ali, words.NUDGED), 409, "nudged")
    assert problem["advice"]["code"] and problem["advice"]["text"]
    assert await ali.catch_up() == []
    for text, confirm in ((words.NUDGED, "made-up"), (words.NUDGED + " !", problem["confirm"])):
        check_problem(await zoe.ask(ali, text, confirm=confirm), 409, "nudged")
    asked = await zoe.ask(ali, words.NUDGED, confirm=problem["confirm"])
    assert (asked.status_code, asked.json()["state"]) == (201, "pending")
    assert (await ali.next("request"))["request"]["text"] == words.NUDGED


async def test_who_accepts_may_speak_at_once(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    for number in range(5):
        noor = await evening.enter(f"Noor {number}x")
        conversation = await ali.befriend(noor, f"Bonsoir {number}, on parle ?", settled=False)
        assert (await noor.say(conversation, "Avec plaisir"))["seq"] == 2
    assert await zoe.catch_up() == []


async def test_who_is_left_alone_is_told_and_may_ask_again(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    talk = await zoe.befriend(ali)
    await ali.say(talk, "Bonsoir")
    await _leave(ali, talk)
    assert (await zoe.say(talk, "Tu es là ?"))["code"] == "closed"
    await zoe.connect()
    assert (await zoe.say(talk, "Et maintenant ?"))["code"] == "closed"
    (left,) = await zoe.get("/conversations")
    assert (left["id"], left["other"]) == (talk, ali.person)
    assert (await zoe.ask(ali, "On reparle ?")).status_code == 201


async def test_leaving_answers_first_words_that_crossed(evening: Evening) -> None:
    zoe, ali = await _two(evening)
    hers, his = (await zoe.ask(ali, "De moi")).json(), (await ali.ask(zoe, "Et de moi")).json()
    accepted = await ali.http.post(f"/private-requests/{hers['id']}/accept")
    talk = accepted.json()["conversation"]["id"]
    await ali.next("conversation")
    await _leave(ali, talk)
    check_problem(await zoe.http.post(f"/private-requests/{his['id']}/accept"), 404, "not-found")
    assert (await zoe.get("/private-requests"))["incoming"] == []
    assert [request["state"] for request in (await ali.get("/private-requests"))["outgoing"]] == ["declined"]
    assert await ali.get("/conversations") == []


async def test_who_has_left_may_report_what_they_saw(evening: Evening) -> None:
    zoe, ali, slug = *await _two(evening), await evening.room()
    talk, room = await zoe.befriend(ali), await zoe.join(slug)
    await ali.join(slug)
    seen = {place: (await ali.say(place, "Vu"))["seq"] for place in (talk, room)}
    for place in (talk, room):
        await _leave(zoe, place)
    unseen = (await ali.say(room, "Jamais vu"))["seq"]
    for place, seq, status in ((talk, seen[talk], 201), (room, seen[room], 201), (room, unseen, 404)):
        subject = {"kind": "message", "conversation": place, "seq": seq}
        answer = await zoe.http.post("/reports", json={"subject": subject, "reason": "harassment"})
        assert answer.status_code == status, answer.text
    check_problem(await zoe.http.get(f"/conversations/{talk}/messages"), 404, "not-found")


async def _leave(member: Member, conversation: str) -> None:
    await member.tell({"type": "leave", "ref": "bye", "conversation": conversation})
    await member.next("left", ref="bye")

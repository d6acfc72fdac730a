"""Mute, suspension, ban: what they take, what they leave, when they end."""

from typing import Any

import pytest

from tests.story import Evening, Member, Watcher, check_problem

pytestmark = pytest.mark.anyio

RULE = {"article": "respect"}


async def _decide(evening: Evening, kind: str, **more: int) -> tuple[str, Member, Member, Watcher]:
    """Anna reports what Bruno said and Maud decides."""
    maud, slug = await evening.staff(), await evening.room()
    await maud.duty()
    anna, bruno = await evening.enter("Anna"), await evening.enter("Bruno")
    room = await anna.join(slug)
    await bruno.join(slug)
    await bruno.say(room, "Tu es nulle, Anna", ref="said")
    await anna.catch_up()
    await bruno.catch_up()
    await anna.report_message(room, 1)
    await maud.decide_only_case(kind, **more)
    return room, anna, bruno, maud


@pytest.mark.parametrize(("kind", "more"), [("suspend", {"minutes": 1440}), ("ban", {})])
async def test_kept_out_at_once_with_the_way_to_complain(evening: Evening, kind: str, more: dict[str, int]) -> None:
    room, anna, bruno, _ = await _decide(evening, kind, **more)
    assert await bruno.closed() == 1008
    assert [frame["statement"]["decision"] for frame in bruno.seen if frame["type"] == "statement"] == [kind]
    left = [frame for frame in await anna.catch_up() if frame["type"] == "presence" and frame["left"] == [bruno.id]]
    assert left and left[0]["present"] == 1
    session = await bruno.get("/session")
    (statement,) = await bruno.get("/statements")
    assert session["restriction"]["kind"] == kind and session["restriction"]["statement"] == statement["id"]
    assert (session["restriction"]["until"] is None) == (kind == "ban")
    for path in ("/conversations", f"/conversations/{room}/messages", "/private-requests", "/blocks", "/reports"):
        problem = check_problem(await bruno.http.get(path), 403, "restricted")
        assert (problem["kind"], problem["statement"]) == (kind, statement["id"])
    check_problem(await bruno.ask(anna, "Pardon"), 403, "restricted")
    check_problem(await bruno.report({"kind": "person", "id": anna.id}), 403, "restricted")
    for path in ("/rules", "/help", "/site", "/rooms"):
        assert (await bruno.http.get(path)).status_code == 200
    answer = await bruno.http.post(f"/statements/{statement['id']}/complaint", json={"text": "Je le regrette."})
    assert answer.status_code == 201
    assert (await bruno.http.delete("/session")).status_code == 204


async def test_whoever_is_kept_out_is_told_at_hello(evening: Evening) -> None:
    _, _, bruno, _ = await _decide(evening, "suspend", minutes=1440)
    await bruno.closed()
    bruno.socket = await evening.connect()
    await bruno.tell({"type": "hello", "token": bruno.token})
    assert (await bruno.next("error"))["code"] == "restricted"
    assert await bruno.closed() == 1008


async def test_a_ban_that_comes_during_hello_counts(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    _, anna, bruno, maud = await _decide(evening, "warn")
    await bruno.disconnect()
    await anna.report({"kind": "person", "id": bruno.id})
    welcome = evening.place.following.welcome

    async def ban_meanwhile(client: Any, resume: Any, look: Any) -> None:
        await maud.decide_only_case("ban")
        await welcome(client, resume, look)

    monkeypatch.setattr(evening.place.following, "welcome", ban_meanwhile)
    bruno.socket = await evening.connect()
    await bruno.tell({"type": "hello", "token": bruno.token})
    assert await bruno.closed() == 1008
    assert bruno.seen[-1]["code"] == "restricted"
    assert (await anna.get("/rooms"))[0]["present"] == 1


async def test_a_suspension_ends_by_itself(evening: Evening) -> None:
    room, anna, bruno, _ = await _decide(evening, "suspend", minutes=1440)
    evening.time.pass_(minutes=1439)
    check_problem(await bruno.http.get("/conversations"), 403, "restricted")
    evening.time.pass_(minutes=1)
    assert (await bruno.get("/session"))["restriction"] is None
    await bruno.connect()
    assert (await bruno.say(room, "Me revoilà"))["type"] == "accepted"
    assert (await anna.next("message", seq=2))["text"] == "Me revoilà"


async def test_what_was_accepted_before_a_mute_is_answered_as_the_first_time(evening: Evening) -> None:
    room, anna, bruno, _ = await _decide(evening, "mute", minutes=60)
    answer = await bruno.say(room, "Tu es nulle, Anna", ref="said")
    assert (answer["type"], answer["seq"]) == ("accepted", 1)
    assert (await bruno.say(room, "Tu es nulle, Anna", ref="new"))["code"] == "muted"
    assert not [frame for frame in await anna.catch_up() if frame["type"] == "message"]


async def test_muted_reads_and_does_not_write(evening: Evening) -> None:
    room, anna, bruno, _ = await _decide(evening, "mute", minutes=60)
    assert (await bruno.next("statement"))["statement"]["decision"] == "mute"
    assert (await bruno.say(room, "Encore"))["code"] == "muted"
    check_problem(await bruno.ask(anna, "Encore"), 403, "muted")
    check_problem(await bruno.http.post("/rooms", json={"name": "Ailleurs"}), 403, "muted")
    await anna.say(room, "On respire")
    assert (await bruno.next("message", seq=2))["text"] == "On respire"
    await anna.catch_up()
    await bruno.tell({"type": "typing", "conversation": room})
    assert await anna.catch_up() == [] and len(await bruno.history(room)) == 2
    assert await bruno.catch_up("presence", "watch", "hidden") == []
    evening.time.pass_(minutes=60)
    await bruno.connect()
    assert (await bruno.say(room, "Pardon"))["type"] == "accepted"


async def test_a_mute_ends_on_a_connection_that_stayed_open(evening: Evening) -> None:
    room, _, bruno, _ = await _decide(evening, "mute", minutes=60)
    assert (await bruno.say(room, "Encore"))["code"] == "muted"
    evening.time.pass_(minutes=60)
    assert (await bruno.say(room, "Pardon"))["type"] == "accepted"


async def test_a_reversed_ban_opens_the_door_again(evening: Evening) -> None:
    room, _, bruno, _ = await _decide(evening, "ban")
    (statement,) = await bruno.get("/statements")
    await bruno.http.post(f"/statements/{statement['id']}/complaint", json={"text": "Ce n'était pas moi."})
    await (await evening.staff("Nour", "admin")).decide_only_case("reverse")
    await bruno.connect()
    assert (await bruno.say(room, "Merci"))["type"] == "accepted"
    assert (await bruno.get("/statements"))[0]["complaint"]["outcome"] == "reversed"


async def test_a_warning_changes_nothing_but_is_read(evening: Evening) -> None:
    room, _, bruno, _ = await _decide(evening, "warn")
    assert (await bruno.next("statement"))["statement"]["notice"]["fr"]
    assert (await bruno.say(room, "Compris"))["type"] == "accepted"
    assert (await bruno.get("/session"))["restriction"] is None


async def test_somebody_banned_cannot_take_it_up_with_strangers_who_wait(evening: Evening) -> None:
    _, anna, bruno, _ = await _decide(evening, "warn")
    request = (await bruno.ask(anna, "Parlons-en")).json()
    maud = Watcher(evening, "Maud Deux")
    await maud.enrol()
    await anna.report({"kind": "person", "id": bruno.id})
    await maud.decide_only_case("ban")
    await bruno.closed()
    check_problem(await bruno.http.post(f"/private-requests/{request['id']}/accept"), 403, "restricted")

"""What people notice of a place that runs on two nodes: nothing."""

import asyncio
import functools

import pytest
import sqlalchemy as sa

from tests.nodes.buses import DeafHub, LateHub, TwistedHub
from tests.nodes.conftest import OpenTwo, Two
from tests.story import Evening, Member
from veillee.community.conversations import Healing
from veillee.community.people import restrict
from veillee.foundation.storage import Transaction
from veillee.foundation.storage.leases import leases
from veillee.server.daemons import start_daemons

pytestmark = pytest.mark.anyio
BOTH = ("talk", "journal")
ALONE = "ahead,destroy,judged,pictures,publish,retention,seal,synthetic,take in,tallies,tidy,traces,trim"


async def meet(two: Two) -> tuple[Member, Member, str]:
    """Zoé at the first node and Ali at the other, in one room."""
    one, other = two
    slug, zoe, ali = await one.room(), await one.enter("Zoé"), await other.enter("Ali")
    room = await zoe.join(slug)
    assert await ali.join(slug) == room
    return zoe, ali, room


async def hear(member: Member, last: int) -> list[int]:
    """The seqs of the messages that come, up to that one."""
    seqs: list[int] = []
    while not seqs or seqs[-1] < last:
        seqs.append((await member.next("message"))["seq"])
    return seqs


async def settle(two: Two) -> None:
    """Until each node knows what the database knows."""
    for evening in two:
        await evening.settle()


async def test_everybody_hears_everything_once_and_in_order(two: Two) -> None:
    zoe, ali, room = await meet(two)
    async with asyncio.TaskGroup() as talking:
        for member in (zoe, ali):
            for number in range(20):
                talking.create_task(
                    member.tell({"type": "send", "ref": str(number), "conversation": room, "text": "x"})
                )
    expected = list(range(1, 41))
    assert await hear(zoe, 40) == await hear(ali, 40) == expected
    for member in (zoe, ali):
        accepted = [(await member.next("accepted", ref=str(number)))["seq"] for number in range(20)]
        assert len(set(accepted)) == 20


async def test_the_same_ref_through_both_nodes_is_one_message(two: Two) -> None:
    one, other = two
    slug, zoe = await one.room(), await one.enter("Zoé")
    room = await zoe.join(slug)
    again = await other.returning(zoe.token)
    await again.connect()
    answers = await asyncio.gather(*(member.say(room, "Une fois", ref="same") for member in (zoe, again)))
    assert answers[0] == answers[1] and answers[0]["type"] == "accepted"
    assert len(await zoe.history(room)) == 1


async def test_many_rooms_on_both_nodes_at_once(open_two: OpenTwo) -> None:
    async with open_two(limits__messages_per_minute_per_person=10_000) as two:
        slugs = [await two[0].room(f"Salon {number}") for number in range(6)]
        people = [await two[number % 2].enter(f"Personne {number}z") for number in range(6)]
        for member in people:
            rooms = [await member.join(slug) for slug in slugs]

        async def talk(member: Member, turn: int) -> None:
            for number in range(60):
                room = rooms[(number * (turn + 1)) % len(rooms)]
                assert (await member.say(room, "bonsoir", ref=str(number)))["type"] == "accepted"

        await asyncio.gather(*(talk(member, turn) for turn, member in enumerate(people)))
        for room in rooms:
            page = await people[0].history(room, limit=200)
            assert [message["seq"] for message in page] == list(range(1, len(page) + 1))


async def test_what_the_bus_loses_is_read_back(open_two: OpenTwo) -> None:
    hub = DeafHub("talk")
    async with open_two(hub) as two:
        zoe, ali, room = await meet(two)
        for number in range(3):
            await zoe.say(room, str(number))
        hub.lost.clear()
        await zoe.say(room, "3")
        assert await hear(ali, 4) == [1, 2, 3, 4]
        hub.lost.add("talk")
        await zoe.say(room, "4")
        await settle(two)
        assert await hear(ali, 5) == [5]
        healing: Healing = two[1].place.healing
        assert healing.healed == 5


async def test_what_comes_twice_and_backwards_reaches_nobody_so(open_two: OpenTwo) -> None:
    async with open_two(TwistedHub(held=5)) as two:
        zoe, ali, room = await meet(two)
        for number in range(10):
            await zoe.say(room, str(number))
        assert await hear(ali, 10) == list(range(1, 11))
        assert await ali.catch_up("presence") == []


async def test_who_comes_back_to_the_other_node_misses_nothing(two: Two) -> None:
    zoe, ali, room = await meet(two)
    await zoe.say(room, "avant")
    await ali.next("message", seq=1)
    await ali.disconnect()
    await zoe.say(room, "pendant")
    elsewhere = await two[0].returning(ali.token)
    await elsewhere.connect({room: 1})
    await zoe.say(room, "après")
    assert await hear(elsewhere, 3) == [2, 3]


async def test_presence_counts_people_on_all_nodes(two: Two) -> None:
    zoe, ali, room = await meet(two)
    async with asyncio.timeout(20):
        while (await zoe.next("presence"))["present"] < 2:
            pass
        while (await ali.next("presence"))["present"] < 2:
            pass
    for member in (zoe, ali):
        assert {person["pseudonym"] for person in await member.get(f"/conversations/{room}/people")} == {"Zoé", "Ali"}
        assert (await member.get("/rooms"))[0]["present"] == 2
    await ali.disconnect()
    left = await zoe.next("presence", present=1)
    assert left["left"] == [ali.id]


async def test_who_stops_a_node_takes_its_people_along(open_two: OpenTwo) -> None:
    async with open_two() as two:
        zoe, _, room = await meet(two)
        await zoe.next("presence", present=2)
        nodes = two[1].place.nodes
        assert nodes is not None
        nodes.elsewhere.stop()
        assert (await zoe.next("presence", present=1))["conversation"] == room


@pytest.mark.parametrize("lost", [(), BOTH], ids=["told", "not told"])
async def test_a_ban_holds_on_every_node(open_two: OpenTwo, lost: tuple[str, ...]) -> None:
    async with open_two(DeafHub(*lost)) as two:
        zoe, ali, room = await meet(two)
        watcher = await two[0].staff()
        said = await ali.say(room, "méchant")
        await zoe.report_message(room, said["seq"])
        await watcher.decide_only_case("ban")
        assert await ali.closed() == 1008
        assert [frame["type"] for frame in ali.seen].count("statement") == 1
        assert (await ali.http.get("/conversations")).status_code == 403


async def test_a_room_that_is_closed_is_closed_on_every_node(two: Two) -> None:
    zoe, ali, room = await meet(two)
    await zoe.report({"kind": "room", "id": room})
    watcher = await two[0].staff()
    await watcher.decide_only_case("close_room")
    for member in (zoe, ali):
        assert (await member.next("left"))["conversation"] == room
        assert (await member.say(room, "encore"))["type"] == "error"
        assert (await member.http.get(f"/conversations/{room}/messages")).status_code == 404


@pytest.mark.parametrize("lost", [(), BOTH], ids=["told", "not told"])
async def test_a_mute_holds_on_every_node_and_ends_there(open_two: OpenTwo, lost: tuple[str, ...]) -> None:
    async with open_two(DeafHub(*lost)) as two:
        zoe, ali, room = await meet(two)
        watcher, second = await two[0].staff(), await two[1].staff("Nils")
        said = await ali.say(room, "méchant")
        await zoe.report_message(room, said["seq"])
        await watcher.decide_only_case("mute", minutes=60)
        statement = (await ali.next("statement"))["statement"]
        await settle(two)
        assert (await ali.say(room, "encore"))["code"] == "muted"
        complained = await ali.http.post(f"/statements/{statement['id']}/complaint", json={"text": "Non."})
        assert complained.status_code == 201
        await second.decide_only_case("reverse")
        await settle(two)
        assert (await ali.say(room, "merci"))["type"] == "accepted"


async def test_who_leaves_leaves_every_node(two: Two) -> None:
    one, other = two
    zoe = await one.enter("Zoé")
    phone = await other.returning(zoe.token)
    await phone.connect()
    assert (await zoe.http.delete("/session")).status_code == 204
    assert await phone.closed() == 1000 == await zoe.closed()
    assert (await phone.http.get("/session")).status_code == 401


async def test_strangers_meet_across_nodes(two: Two) -> None:
    one, other = two
    zoe, ali = await one.enter("Zoé"), await other.enter("Ali")
    for evening in two:
        evening.light_the_lamp()
    asked = await zoe.ask(ali, "Bonsoir, on parle ?")
    assert asked.status_code == 201
    request = await ali.next("request")
    accepted = await ali.http.post(f"/private-requests/{request['request']['id']}/accept")
    talk = accepted.json()["conversation"]["id"]
    for member in (zoe, ali):
        assert (await member.next("conversation"))["conversation"]["id"] == talk
    assert (await zoe.say(talk, "Enchantée"))["seq"] == 2
    assert (await ali.next("message"))["text"] == "Enchantée"


async def test_what_one_does_on_the_phone_the_desk_knows(two: Two) -> None:
    one, other = two
    slug, zoe = await one.room(), await one.enter("Zoé")
    phone = await other.returning(zoe.token)
    await phone.connect()
    room = await phone.join(slug)
    assert (await zoe.next("conversation"))["conversation"]["id"] == room
    await phone.say(room, "De mon téléphone")
    assert (await zoe.next("message"))["seq"] == 1
    await zoe.tell({"type": "leave", "ref": "out", "conversation": room})
    assert await phone.next("left") == {"type": "left", "ref": None, "conversation": room}


async def test_a_message_that_comes_after_it_was_hidden_comes_without_its_words(open_two: OpenTwo) -> None:
    hub = LateHub()
    async with open_two(hub) as two:
        zoe, ali, room = await meet(two)
        said = await zoe.say(room, "Bonsoir")
        await ali.report_message(room, said["seq"])
        await (await two[0].staff()).decide_only_case("hide")
        assert (await ali.next("hidden"))["seq"] == said["seq"]
        hub.let_go()
        late = await ali.next("message", seq=said["seq"])
        assert (late["text"], late["hidden"]) == ("", True)


async def test_a_message_is_hidden_everywhere(two: Two) -> None:
    zoe, ali, room = await meet(two)
    watcher = await two[0].staff()
    said = await zoe.say(room, "méchant")
    await ali.report_message(room, said["seq"])
    await watcher.decide_only_case("hide")
    for member in (zoe, ali):
        assert (await member.next("hidden"))["seq"] == said["seq"]
    assert (await ali.next("report"))["report"]["state"] == "decided"


async def test_typing_is_told(two: Two) -> None:
    zoe, ali, room = await meet(two)
    await zoe.tell({"type": "typing", "conversation": room})
    assert (await ali.next("typing"))["person"] == zoe.id


async def test_a_standing_job_is_done_by_one_node_at_a_time(two: Two) -> None:
    done: list[Evening] = []

    async def job_of(evening: Evening) -> None:
        done.append(evening)

    one, other = two
    rounds = [evening.place.alone("job", 60, functools.partial(job_of, evening)) for evening in two]
    for _ in range(3):
        for run in rounds:
            await run()
    assert done == [one] * 3
    one.time.pass_(seconds=121)
    await rounds[1]()
    await rounds[0]()
    assert done == [one] * 3 + [other]


async def test_what_is_stored_is_looked_after_by_one_node(two: Two) -> None:
    for evening in two:
        await start_daemons(evening.place)
    held = await two[0].place.database.read(lambda connection: connection.execute(sa.select(leases)).all())
    assert {lease.name for lease in held} == set(ALONE.split(","))
    assert {lease.node for lease in held} == {two[0].place.node}


async def test_a_commit_whose_answer_was_lost_is_announced_all_the_same(two: Two) -> None:
    zoe, ali, _ = await meet(two)
    place = two[0].place

    def ban(transaction: Transaction, person_id: str) -> None:
        restrict(transaction, person_id, "ban", at=place.clock(), until=None, statement_id=None)

    for member in (zoe, ali):
        # Stored by the first node, and nobody there is told that it was.
        await asyncio.to_thread(place.database.write_now, ban, member.id)
        assert await member.closed() == 1008

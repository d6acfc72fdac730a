"""A program as a member: what `veillee.client` promises to people who write bots."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa

from tests.story import Evening, words
from tests.story.pictures import make_picture, open_picture
from veillee.client import (
    Accepted,
    Asked,
    Client,
    Event,
    Held,
    Message,
    Nudged,
    PicturesChanged,
    PlaceSaysNo,
    Refused,
    Reset,
    SessionOver,
    read_frame,
)
from veillee.client import client as reconnecting
from veillee.foundation.storage import Transaction
from veillee.server.asyncapi import FROM_SERVER
from veillee.server.realtime import FAULTS_MAX

pytestmark = pytest.mark.anyio
# Frames that a bot has no use for: about staff's decisions, the lamp, and where to find help.
COUNT = 8  # said again after each of six cuts, that is within the pace of one person
NOT_FOR_BOTS = {"statement", "report", "watch", "advice", "pause", "contact", "screening", "echo"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients come back at once."""
    monkeypatch.setattr(reconnecting, "PAUSE_SECONDS_MIN", 0.001)
    monkeypatch.setattr(reconnecting, "PAUSE_SECONDS_MAX", 0.002)


@pytest.fixture
async def bot(evening: Evening) -> AsyncIterator[Client]:
    """A program that has come in."""
    async with Client(evening.url) as client:
        await client.enter("Lanterne", age=40)
        yield client


async def heard(client: Client, *kinds: type) -> AsyncIterator[Event]:
    async for event in client.events():
        if isinstance(event, kinds):
            yield event


async def next_of(client: Client, *kinds: type) -> Event:
    async with asyncio.timeout(20):
        return await anext(heard(client, *kinds))


def cut(evening: Evening) -> None:
    """Every connection of the place breaks without a word."""
    for connection in evening.place.connections:
        if connection._wire is not None:
            connection._wire.abort()


async def test_a_bot_talks_in_a_room(evening: Evening, bot: Client) -> None:
    zoe = await evening.enter("Zoé")
    room = await bot.join(await evening.room())
    assert await zoe.join(await evening.room()) == room.id
    answer = await bot.say(room.id, "Bonsoir")
    assert isinstance(answer, Accepted) and answer.seq == 1
    await zoe.say(room.id, "Bonsoir, machine", reply_to=1)
    first, second = await next_of(bot, Message), await next_of(bot, Message)
    assert isinstance(first, Message) and isinstance(second, Message)
    assert [first.text, second.text, second.reply_to] == ["Bonsoir", "Bonsoir, machine", 1]
    assert (second.author.pseudonym, bot.person and bot.person.pseudonym) == ("Zoé", "Lanterne")
    assert [message.text for message in await bot.api.history(room.id)] == ["Bonsoir", "Bonsoir, machine"]
    assert [open_room.present for open_room in await bot.api.rooms() if open_room.id == room.id] == [2]


async def test_what_the_gate_answers_is_told_apart(evening: Evening, bot: Client) -> None:
    room = await bot.join(await evening.room())
    nudged = await bot.say(room.id, words.NUDGED)
    assert isinstance(nudged, Nudged)
    assert isinstance(await bot.say(room.id, words.NUDGED, confirm=nudged.confirm), Accepted)
    assert isinstance(await bot.say(room.id, words.HELD), Held)
    assert isinstance(await bot.say(room.id, words.REFUSED), Refused)
    with pytest.raises(PlaceSaysNo) as problem:
        await bot.say("nowhere", "Bonsoir")
    assert problem.value.slug == "not-found"


async def test_first_words_are_heard_and_accepted(evening: Evening, bot: Client) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    assert bot.person is not None
    await zoe.http.post("/private-requests", json={"to": bot.person.id, "text": "Tu es un robot ?"})
    asked = await next_of(bot, Asked)
    assert isinstance(asked, Asked) and asked.request.sender.id == zoe.id
    talk = await bot.api.accept(asked.request.id)
    await evening.settle()  # else what is said comes to her with the conversation, and not by itself
    assert isinstance(await bot.say(talk, "Oui, et je le dis."), Accepted)
    assert (await zoe.next("message"))["text"] == "Oui, et je le dis."


async def at_home(evening: Evening, bot: Client) -> None:
    """It has been here long enough, and well enough, to send pictures."""
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    assert bot.person is not None
    asked = await bot.api.ask(zoe.id, "Bonsoir, je suis un programme.")
    assert (await zoe.http.post(f"/private-requests/{asked.id}/accept")).status_code == 200
    evening.time.pass_(hours=25)
    evening.light_the_lamp()


async def test_pictures_are_sent_received_fetched_and_taken_away(evening: Evening, bot: Client) -> None:
    await at_home(evening, bot)
    async with Client(evening.url) as listener:
        await listener.enter("Écoute", age=40)
        room = await bot.join(await evening.room())
        await listener.join(room.id)
        picture = await bot.api.upload(make_picture("plum", (900, 600)))
        assert (picture.width, picture.height, picture.removed) == (900, 600, False)
        answer = await bot.say(room.id, "", pictures=[picture])
        assert isinstance(answer, Accepted)
        message = await next_of(listener, Message)
        assert isinstance(message, Message) and (message.text, message.pictures) == ("", (picture,))
        whole, preview = (
            await listener.api.fetch(message.pictures[0]),
            await listener.api.fetch(picture.id, preview=True),
        )
        assert open_picture(whole).size == (900, 600) and open_picture(preview).width < 900
        assert [said.pictures for said in await listener.api.history(room.id)] == [(picture,)]
        with pytest.raises(PlaceSaysNo) as again:
            await bot.say(room.id, "Encore", pictures=[picture])
        assert again.value.slug == "picture-unknown"
        zoe = await evening.enter("Yaël")
        await zoe.join(room.id)
        await zoe.report({"kind": "picture", "id": picture.id})
        await (await evening.staff()).decide_only_case("remove_pictures", article="respect")
        changed = await next_of(listener, PicturesChanged)
        assert isinstance(changed, PicturesChanged)
        assert (changed.seq, [one.removed for one in changed.pictures]) == (answer.seq, [True])
        with pytest.raises(PlaceSaysNo) as gone:
            await listener.api.fetch(picture)
        assert gone.value.slug == "not-found"


async def test_a_picture_that_cannot_be_taken_says_why(evening: Evening, bot: Client) -> None:
    evening.light_the_lamp()
    with pytest.raises(PlaceSaysNo) as early:
        await bot.api.upload(make_picture())
    assert (early.value.status, early.value.slug) == (403, "beyond-reach")
    await at_home(evening, bot)
    with pytest.raises(PlaceSaysNo) as wrong:
        await bot.api.upload(b"no picture at all")
    assert wrong.value.status == 422


@pytest.mark.parametrize("seed", range(3))
async def test_however_often_it_is_cut_off_nothing_is_lost_doubled_or_out_of_order(evening: Evening, seed: int) -> None:
    chance, slug = random.Random(seed), await evening.room()
    async with Client(evening.url) as speaker, Client(evening.url) as listener:
        await speaker.enter("Parle", age=40)
        await listener.enter("Écoute", age=40)
        room = await speaker.join(slug)
        await listener.join(slug)
        saying = [asyncio.ensure_future(speaker.say(room.id, f"message {number}")) for number in range(COUNT)]
        for _ in range(6):
            for _ in range(chance.randrange(40)):
                await asyncio.sleep(0)
            cut(evening)
        answers = await asyncio.gather(*saying)
        assert sorted(answer.seq for answer in answers if isinstance(answer, Accepted)) == list(range(1, COUNT + 1))
        texts, seqs = set(), []
        async for message in heard(listener, Message):
            assert isinstance(message, Message)
            texts.add(message.text)
            seqs.append(message.seq)
            if len(seqs) == COUNT:
                break
    assert seqs == list(range(1, COUNT + 1))
    assert texts == {f"message {number}" for number in range(COUNT)}


async def test_one_that_missed_too_much_is_told_so_and_goes_on(evening: Evening, bot: Client) -> None:
    room = await bot.join(await evening.room())
    evening.place.database.write_now(move_head, room.id, 1_500)
    cut(evening)
    assert await next_of(bot, Reset) == Reset(conversation=room.id)
    assert isinstance(await bot.say(room.id, "Me revoilà"), Accepted)
    message = await next_of(bot, Message)
    assert isinstance(message, Message) and (message.seq, message.text) == (1_501, "Me revoilà")


def move_head(transaction: Transaction, conversation: str, head: int) -> None:
    """As if so much had been said since."""
    transaction.connection.execute(sa.text("UPDATE conversations SET head = :head"), {"head": head})


async def test_what_floods_the_place_is_cut_off_and_comes_back(evening: Evening, bot: Client) -> None:
    room = await bot.join(await evening.room())
    for connection in list(evening.place.connections):
        connection.fail(1008)
    assert isinstance(await bot.say(room.id, "Encore là"), Accepted)


async def test_what_is_badly_said_too_often_is_cut_off_and_comes_back(evening: Evening, bot: Client) -> None:
    room = await bot.join(await evening.room())
    for _ in range(FAULTS_MAX):
        await bot._mention({"type": "nonsense"})
    assert isinstance(await bot.say(room.id, "Encore là"), Accepted)


async def test_a_restriction_ends_the_client(evening: Evening, bot: Client) -> None:
    zoe = await evening.enter("Zoé")
    room = await bot.join(await evening.room())
    await zoe.join(await evening.room())
    watcher = await evening.staff()
    said = await bot.say(room.id, "méchant")
    assert isinstance(said, Accepted)
    await zoe.report_message(room.id, said.seq)
    await watcher.decide_only_case("ban")
    with pytest.raises(SessionOver) as over:
        async with asyncio.timeout(20):
            async for _ in bot.events():
                pass
    assert over.value.slug == "restricted"


async def test_a_session_that_is_over_ends_the_client(evening: Evening, bot: Client) -> None:
    await bot.api.leave()
    with pytest.raises(SessionOver):
        async for _ in bot.events():
            pass
    with pytest.raises(SessionOver):
        await bot.join("anywhere")


async def test_a_token_brings_back_the_same_person(evening: Evening, bot: Client) -> None:
    async with Client(evening.url, token=bot.api.token) as again:
        assert again.person == bot.person
    with pytest.raises(SessionOver):
        async with Client(evening.url, token="nobody's"):
            pass


async def test_closing_frees_whoever_waits(evening: Evening) -> None:
    client = Client(evening.url)
    await client.enter("Lanterne", age=40)
    listening = asyncio.ensure_future(anext(client.events(), None))
    await client.close()
    while (event := await listening) is not None:
        listening = asyncio.ensure_future(anext(client.events(), None))
    assert event is None
    with pytest.raises(PlaceSaysNo):
        await client.say("anywhere", "Bonsoir")


async def test_the_door_says_no_by_field(evening: Evening) -> None:
    async with Client(evening.url) as client:
        with pytest.raises(PlaceSaysNo) as problem:
            await client.enter("x", age=40)
    assert (problem.value.status, list(problem.value.fields)) == (422, ["pseudonym"])


def test_every_frame_of_the_server_is_known_or_left_out_on_purpose() -> None:
    tags = {str(kind.__struct_config__.tag) for kind in FROM_SERVER}
    unknown = {tag for tag in tags if read_or_none(tag) == "unknown"}
    assert unknown == NOT_FOR_BOTS


def read_or_none(tag: str) -> str:
    try:
        return "unknown" if read_frame(f'{{"type":"{tag}"}}') is None else "known"
    except ValueError:
        return "known"

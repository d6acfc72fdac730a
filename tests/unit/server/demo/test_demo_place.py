"""Sample people in a real place, in this process, through its own actions."""

from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.story import Evening as Place
from tests.story import Member, make_watch, open_evening, words
from tests.story.pictures import make_picture, open_picture
from veillee.community.people import find_person, lift, restrict
from veillee.foundation.basics import NotFound, Problem, asset_dir
from veillee.foundation.storage import DataFolderProblem
from veillee.safety.policy import Gate
from veillee.server.demo import NotTheDemo, begin
from veillee.server.demo.beginning import POLICIES, gather
from veillee.server.demo.house import House
from veillee.server.demo.model import Evening
from veillee.server.demo.painting import SIZE
from veillee.server.demo.troupe import Troupe
from veillee.server.start import begin_place

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Time:
    """The clock of sample people, moved by tests."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def play(self, troupe: Troupe, place: Place, seconds: float) -> None:
        for _ in range(round(seconds * 2)):
            self.now += 0.5
            await troupe.tick()
            await place.place.background.drain()
        # What was said last is committed once a later write is.
        await place.place.database.write(lambda _: None)


async def come_in(troupe: Troupe, place: Place, room: str, name: str = "Zoé") -> tuple[Member, str]:
    member = await place.enter(name)
    conversation = await member.join(room)
    await troupe.tick()
    return member, conversation


async def test_rooms_are_there_with_people_and_a_past(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        await gather(place.place, evening, 1, Time())
        rooms = (await place.http.get("/rooms")).json()
        assert [room["slug"] for room in rooms] == [room.slug for room in evening.rooms]
        assert all(room["present"] >= 5 for room in rooms)
        zoe = await place.enter("Zoé")
        for room in evening.rooms:
            conversation = await zoe.join(room.slug)
            history = await zoe.history(conversation)
            opening = next(scene for scene in evening.scenes if scene.opening and scene.room == room.slug)
            assert [message["text"] for message in history] == [line.text for line in opening.lines]
            assert [message["sent_at"] for message in history] == sorted(message["sent_at"] for message in history)
            assert all(message["author"]["sample"] for message in history)
            people = (await zoe.http.get(f"/conversations/{conversation}/people")).json()
            assert {person["sample"] for person in people if person["id"] != zoe.id} == {True}


async def test_they_show_pictures_where_the_ladder_of_the_demo_holds(tmp_path: Path, evening: Evening) -> None:
    gate = Gate.load(asset_dir("policies"), POLICIES)
    async with open_evening(tmp_path, sample=True) as place:
        place.place.reaching._ladder = lambda: gate.ladder
        place.light_the_lamp()
        time = Time()
        troupe = await gather(place.place, evening, 1, time)
        zoe, room = await come_in(troupe, place, "la-nuit")
        (shown,) = [message for message in await zoe.history(room) if message.get("pictures")]
        assert shown["author"]["sample"] and "petite lampe" in shown["text"]
        answer = await zoe.http.get(f"/pictures/{shown['pictures'][0]['id']}")
        assert answer.status_code == 200 and open_picture(answer.content).size == SIZE
        await troupe._port.say("gaspard", "la-nuit", "Onze tomates.", "tomatoes")
        await place.place.background.drain()
        said = await zoe.next("message", text="Onze tomates.")
        assert len(said["pictures"]) == 1
        # A visitor may do the same from the first minute.
        assert (await zoe.http.post("/pictures", content=make_picture())).status_code == 201


async def test_where_pictures_rest_their_words_are_enough(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        await gather(place.place, evening, 1, Time())
        zoe = await place.enter("Zoé")
        said = await zoe.history(await zoe.join("la-nuit"))
        assert not any("pictures" in message for message in said) and any("petite lampe" in m["text"] for m in said)


async def test_a_newcomer_sees_them_write_and_is_answered(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        time = Time()
        troupe = await gather(place.place, evening, 1, time)
        zoe, room = await come_in(troupe, place, "le-comptoir")
        await time.play(troupe, place, 30)
        seen = await zoe.next("message", conversation=room)
        assert seen["author"]["sample"] is True
        assert (await zoe.say(room, "Karim, tu joues au foot ?"))["type"] == "accepted"
        await time.play(troupe, place, 30)
        said = await zoe.history(room)
        asked = next(n for n, message in enumerate(said) if message["author"]["id"] == zoe.id)
        assert "Karim du fournil" in {message["author"]["pseudonym"] for message in said[asked + 1 :]}


async def test_they_accept_a_first_word_and_answer_it(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        time = Time()
        place.light_the_lamp()
        troupe = await gather(place.place, evening, 1, time)
        zoe, room = await come_in(troupe, place, "la-nuit")
        people = (await zoe.http.get(f"/conversations/{room}/people")).json()
        maelle = next(person for person in people if person["pseudonym"] == "Maëlle")
        asked = await zoe.http.post("/private-requests", json={"to": maelle["id"], "text": "Bonsoir Maëlle"})
        assert asked.status_code == 201
        await time.play(troupe, place, 40)
        private = (await zoe.next("conversation"))["conversation"]["id"]
        first = [message["text"] for message in await zoe.history(private)]
        assert len(first) == 2
        assert "exemple" in first[1]
        await zoe.say(private, "Vous aimez la musique ?")
        await time.play(troupe, place, 30)
        assert len(await zoe.history(private)) == 4


async def test_after_a_restart_they_are_the_same_people(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        place.light_the_lamp()
        troupe = await gather(place.place, evening, 1, Time())
        zoe, room = await come_in(troupe, place, "la-nuit")
        before = (await zoe.http.get(f"/conversations/{room}/people")).json()
        ines = next(person for person in before if person["pseudonym"].startswith("Inès"))
        await zoe.http.post("/private-requests", json={"to": ines["id"], "text": "Bonsoir Inès"})
        token = zoe.token
    async with open_evening(tmp_path, sample=True) as place:
        time = Time()
        troupe = await gather(place.place, evening, 2, time)
        place.http.headers["Authorization"] = f"Bearer {token}"
        after = (await place.http.get(f"/conversations/{room}/people")).json()
        assert {person["id"] for person in after} == {person["id"] for person in before} - {zoe.id}
        history = (await place.http.get(f"/conversations/{room}/messages")).json()
        assert len(history) == len({message["text"] for message in history})
        await time.play(troupe, place, 40)
        requests = (await place.http.get("/private-requests")).json()
        assert [request["state"] for request in requests["outgoing"]] == ["accepted"]


async def test_they_exist_in_the_demo_only(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path) as place:
        with pytest.raises(NotTheDemo):
            await begin(place.place)
        await place.enter("Zoé")
    async with open_evening(tmp_path, sample=True) as place:
        with pytest.raises(DataFolderProblem, match="belongs to a real place"):
            await gather(place.place, evening, 1, Time())


async def test_a_real_place_does_not_open_on_a_demos_data(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        await gather(place.place, evening, 1, Time())
    async with open_evening(tmp_path) as place:
        with pytest.raises(DataFolderProblem, match="belongs to a demo"):
            await begin_place(place.place)


async def test_who_is_banned_says_nothing_more(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        time = Time()
        troupe = await gather(place.place, evening, 1, time)
        zoe, room = await come_in(troupe, place, "la-nuit")
        people = (await zoe.http.get(f"/conversations/{room}/people")).json()
        maelle = next(person for person in people if person["pseudonym"] == "Maëlle")
        until = place.place.clock() + timedelta(days=1)
        now = place.place.clock()
        await place.place.database.write(restrict, maelle["id"], "suspend", at=now, until=until, statement_id=None)
        head = (await zoe.history(room))[-1]["seq"]
        await zoe.say(room, "Maëlle, vous êtes là ?")
        await time.play(troupe, place, 90)
        later = [m for m in await zoe.history(room) if m["seq"] > head + 1]
        assert later
        assert "Maëlle" not in {message["author"]["pseudonym"] for message in later}


async def test_who_may_come_back_speaks_again(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        house = House(place.place)
        await house.found(evening.rooms[0])
        profile = evening.people[0]
        await house.enter(profile)
        await house.join(profile.key, evening.rooms[0].slug)
        room, person = house.rooms[evening.rooms[0].slug], house.callers[profile.key].person.id

        async def said(text: str) -> None:
            await house.say(profile.key, evening.rooms[0].slug, text)
            await place.place.background.drain()

        zoe = await place.enter("Zoé")
        assert await zoe.join(evening.rooms[0].slug) == room
        await said("Bonsoir")
        now = place.place.clock()
        until = now + timedelta(days=1)
        await place.place.database.write(restrict, person, "suspend", at=now, until=until, statement_id=None)
        with pytest.raises(Problem, match="restricted"):
            while True:  # until the connection has heard of it
                await said("Encore")
        await place.place.database.write(lift, person, "suspend", at=now, statement_id=None)
        await said("Merci")
        heard = [message["text"] for message in await zoe.history(room)]
        assert heard[0] == "Bonsoir" and heard[-1] == "Merci"
        await house.close()


async def test_what_they_say_passes_the_gate(tmp_path: Path, evening: Evening) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        house = House(place.place)
        await house.found(evening.rooms[0])
        await house.enter(evening.people[0])
        await house.join(evening.people[0].key, evening.rooms[0].slug)
        with capture_logs() as logs:
            await house.say(evening.people[0].key, evening.rooms[0].slug, words.REFUSED)
            await place.place.background.drain()
        assert [line["outcome"] for line in logs if line["event"] == "sample line did not pass"] == ["Refused"]
        await house.close()


async def test_nobody_real_is_let_in_by_the_way_of_sample_people(tmp_path: Path) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        zoe = await place.enter("Zoé")
        person = await place.place.database.read(find_person, zoe.id)
        assert person is not None
        with pytest.raises(NotFound):
            await place.place.entry.let_back_in(person)


async def test_the_demo_begins_with_a_watch_and_a_way_to_the_console(tmp_path: Path) -> None:
    async with open_evening(tmp_path, sample=True) as place:
        link = await begin(place.place, seed=1)
        assert "/console/#/enrol/" in link
        site = (await place.http.get("/site")).json()
        assert site["watch"] == make_watch(1)
        assert site["sample"] is True

"""Pictures: uploaded, made anew, sent with words or without, seen by members alone, gone in time."""

import asyncio

import pytest

from tests.journeys.test_sealed import rotate_all
from tests.story import Evening, Member, check_problem
from tests.story.pictures import WHERE, at_home, make_picture, open_picture, upload
from veillee.server.retention import Retention

pytestmark = pytest.mark.anyio


async def look(member: Member, picture: str, *, preview: bool = False) -> int:
    answer = await member.http.get(f"/pictures/{picture}", params={"preview": preview})
    return answer.status_code


async def test_a_picture_goes_to_the_members_of_the_talk_and_to_nobody_else(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    noor = await evening.enter("Noor")
    talk = await zoe.befriend(ali)
    picture = await upload(zoe, make_picture(size=(3000, 1500)))
    assert await look(zoe, picture) == 404
    accepted = await zoe.say(talk, "", pictures=[picture])
    told = await ali.next("message", conversation=talk, seq=accepted["seq"])
    assert told["text"] == "" and told["pictures"] == [{"id": picture, "width": 2048, "height": 1024}]
    answer = await ali.http.get(f"/pictures/{picture}")
    assert answer.status_code == 200 and open_picture(answer.content).size == (2048, 1024)
    headers = answer.headers
    assert headers["content-type"] == "image/webp" and headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store" and "sandbox" in headers["content-security-policy"]
    small = await ali.http.get(f"/pictures/{picture}", params={"preview": True})
    assert max(open_picture(small.content).size) == 480 and len(small.content) < len(answer.content)
    assert await look(noor, picture) == 404
    assert (await evening.http.get(f"/pictures/{picture}")).status_code == 401
    assert (await ali.history(talk))[-1]["pictures"] == told["pictures"]


async def test_words_alone_say_nothing_of_pictures(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    talk = await zoe.befriend(ali)
    await zoe.say(talk, "Bonsoir encore")
    assert "pictures" not in await ali.next("message", text="Bonsoir encore")
    assert all("pictures" not in message for message in await ali.history(talk))
    check_problem_frame(await zoe.say(talk, ""), "text-empty")
    check_problem_frame(await zoe.say(talk, "", pictures=[]), "text-empty")


def check_problem_frame(frame: dict[str, object], code: str) -> None:
    assert (frame["type"], frame["code"]) == ("error", code)


async def test_nothing_that_the_file_carried_is_kept(evening: Evening) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    room = await zoe.join(await evening.room())
    raw = make_picture(turned=True)
    assert WHERE.encode() in raw
    picture = await upload(zoe, raw)
    await zoe.say(room, "Voilà", pictures=[picture])
    kept = (await zoe.http.get(f"/pictures/{picture}")).content
    shown = open_picture(kept)
    assert WHERE.encode() not in kept and not shown.getexif() and shown.size == (200, 320)
    stored = await evening.stored()
    assert all(kept not in bytes(row.sealed) for row in stored["picture_images"])


async def test_a_picture_is_sent_once_and_by_whoever_uploaded_it(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    room = await zoe.join(await evening.room())
    await ali.join(room)
    picture = await upload(zoe)
    check_problem_frame(await ali.say(room, "la sienne", pictures=[picture]), "picture-unknown")
    check_problem_frame(await zoe.say(room, "deux fois", pictures=[picture, picture]), "picture-unknown")
    first = await zoe.say(room, "la mienne", pictures=[picture], ref="une")
    assert first["type"] == "accepted"
    assert (await zoe.say(room, "la mienne", pictures=[picture], ref="une"))["seq"] == first["seq"]
    check_problem_frame(await zoe.say(room, "encore", pictures=[picture]), "picture-unknown")
    ids = [await upload(zoe, make_picture(size=(64 + n, 64))) for n in range(5)]
    check_problem_frame(await zoe.say(room, "trop", pictures=ids), "too-many-pictures")
    assert (await zoe.say(room, "quatre", pictures=ids[:4]))["type"] == "accepted"


async def test_two_messages_at_once_do_not_share_a_picture(evening: Evening) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    room = await zoe.join(await evening.room())
    picture = await upload(zoe)
    for number in range(4):
        frame = {"type": "send", "ref": f"r{number}", "conversation": room, "text": "moi", "pictures": [picture]}
        await zoe.tell(frame)
    answers = [await zoe.next("accepted", "error", ref=f"r{number}") for number in range(4)]
    assert sorted(answer["type"] for answer in answers) == ["accepted", "error", "error", "error"]


async def test_newcomers_and_whoever_a_decision_binds_send_none(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    noor = await evening.enter("Noor")
    check_problem(await noor.http.post("/pictures", content=make_picture()), 403, "beyond-reach")
    assert (await noor.get("/reach"))["now"]["may"]["pictures_per_day"] == 0
    maud = await evening.staff()
    await maud.duty()
    room = await zoe.join(await evening.room())
    await ali.join(room)
    said = await zoe.say(room, "Des mots qui blessent")
    await ali.report_message(room, said["seq"])
    await maud.decide_only_case("restrict_reach", article="respect", minutes=1440)
    check_problem(await zoe.http.post("/pictures", content=make_picture()), 403, "reach-restricted")


async def test_they_rest_with_the_lamp_and_existing_words_go_on(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    talk = await zoe.befriend(ali)
    picture = await upload(zoe)
    evening.light_the_lamp(0)
    problem = check_problem(await zoe.http.post("/pictures", content=make_picture()), 409, "resting")
    assert (problem["area"], problem["why"]) == ("pictures", "nobody")
    check_problem_frame(await zoe.say(talk, "", pictures=[picture]), "resting")
    assert (await zoe.say(talk, "Sans image"))["type"] == "accepted"
    evening.light_the_lamp()
    assert (await zoe.say(talk, "", pictures=[picture]))["type"] == "accepted"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        make_picture()[:400],
        make_picture(form="PNG")[:-40],
        b"\xff\xd8\xff" + bytes(200),
        b"%PDF-1.7",
    ],
)
async def test_what_is_no_whole_picture_is_told_so(evening: Evening, raw: bytes) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    check_problem(await zoe.http.post("/pictures", content=raw), 422, "picture-unreadable")


async def test_what_is_too_large_is_told_so(evening: Evening) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    huge = make_picture(size=(9000, 9000), form="PNG", compress_level=1)
    check_problem(await zoe.http.post("/pictures", content=huge), 422, "picture-too-large")
    check_problem(await zoe.http.post("/pictures", content=bytes(9 * 1024 * 1024)), 413, "too-large")
    check_problem(await zoe.http.post("/pictures", content=bytes(40 * 1024 * 1024)), 413, "too-large")


async def test_whoever_uploads_too_fast_waits(evening: Evening) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    for _ in range(12):
        await upload(zoe)
    check_problem(await zoe.http.post("/pictures", content=make_picture()), 429, "too-fast")


async def test_what_nobody_sends_is_destroyed_within_the_hour(evening: Evening) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    room = await zoe.join(await evening.room())
    sent, unsent = await upload(zoe), await upload(zoe, make_picture("plum"))
    await zoe.say(room, "Une", pictures=[sent])
    evening.time.pass_(minutes=59)
    await evening.place.pictures.tidy()
    assert len((await evening.stored())["picture_images"]) == 4
    evening.time.pass_(minutes=2)
    await evening.place.pictures.tidy()
    stored = await evening.stored()
    assert [row.id for row in stored["pictures"]] == [sent] and len(stored["picture_images"]) == 2
    evening.light_the_lamp()
    check_problem_frame(await zoe.say(room, "Trop tard", pictures=[unsent]), "picture-unknown")


async def test_a_picture_goes_with_the_words_of_its_message(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    room, talk = await zoe.join(await evening.room()), await zoe.befriend(ali)
    in_room, in_talk = await upload(zoe), await upload(zoe, make_picture("plum"))
    await zoe.say(room, "Ici", pictures=[in_room])
    await zoe.say(talk, "", pictures=[in_talk])
    evening.time.pass_(hours=25)
    await clear(evening)
    assert await look(zoe, in_room) == 404 and await look(ali, in_talk) == 200
    evening.time.pass_(hours=30 * 24)
    await clear(evening)
    stored = await evening.stored()
    assert not stored["pictures"] and not stored["picture_images"]
    assert [row.pictures for row in stored["messages"]] == [None] * len(stored["messages"])


async def clear(evening: Evening) -> None:
    await Retention(evening.place.database, evening.place.settings.retention, evening.place.clock).round()
    await evening.settle()


async def test_held_words_keep_their_picture_until_they_are_released(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    maud = await evening.staff()
    await maud.duty()
    room = await zoe.join(await evening.room())
    await ali.join(room)
    picture = await upload(zoe)
    held = await zoe.say(room, "Bonsoir, j'ai 15 ans", pictures=[picture])
    assert held["type"] == "held"
    evening.time.pass_(minutes=61)
    await evening.place.pictures.tidy()
    assert await look(ali, picture) == 404
    await maud.decide_only_case("release")
    told = await ali.next("message", conversation=room)
    assert [shown["id"] for shown in told["pictures"]] == [picture] and await look(ali, picture) == 200


async def test_whoever_leaves_a_room_sees_its_pictures_no_more(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    room = await zoe.join(await evening.room())
    await ali.join(room)
    picture = await upload(zoe)
    await zoe.say(room, "Voilà", pictures=[picture])
    assert await look(ali, picture) == 200
    await ali.tell({"type": "leave", "ref": "dehors", "conversation": room})
    await ali.next("left", ref="dehors")
    assert await look(ali, picture) == 404


async def test_whoever_joins_or_resumes_gets_them_too(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    talk = await zoe.befriend(ali)
    await ali.disconnect()
    picture = await upload(zoe)
    sent = await zoe.say(talk, "Regarde", pictures=[picture])
    await ali.connect(resume={talk: sent["seq"] - 1})
    assert [shown["id"] for shown in (await ali.next("message", conversation=talk))["pictures"]] == [picture]


async def test_a_destroyed_talk_destroys_its_pictures(evening: Evening) -> None:
    zoe, ali = await at_home(evening, "Zoé", "Ali")
    talk = await zoe.befriend(ali)
    await zoe.say(talk, "", pictures=[await upload(zoe)])
    for member in (zoe, ali):
        await member.tell({"type": "leave", "ref": "fin", "conversation": talk})
        await member.next("left", ref="fin")
    evening.time.pass_(days=31)
    await clear(evening)
    assert not (await evening.stored())["picture_images"]


async def test_a_new_key_of_the_place_opens_them_still(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    (zoe,) = await at_home(evening, "Zoé")
    room = await zoe.join(await evening.room())
    picture = await upload(zoe)
    await zoe.say(room, "Avant", pictures=[picture])
    (before,) = (await evening.stored())["pictures"]
    assert set(await asyncio.to_thread(rotate_all, evening, monkeypatch)) == {0}
    assert await look(zoe, picture) == 200
    assert await upload(zoe)
    marks = {bytes(row.file_mark) for row in (await evening.stored())["pictures"]}
    assert marks == {bytes(before.file_mark)}

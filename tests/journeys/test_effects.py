"""What the rules propose is carried out everywhere: messages, first words, rooms, the door; help by where one lives."""

import pytest

from tests.story import Evening, check_problem

pytestmark = pytest.mark.anyio

DESPAIR = "j'ai plus envie de vivre"
LURE = "viens seul au parking cette nuit"


async def test_a_first_word_of_despair_gets_help_and_a_case_and_goes_out(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", region="Liège")
    asked = (await zoe.ask(ali, DESPAIR)).json()
    assert asked["state"] == "pending" and asked["advice"]["help"] == ["3114", "112"]
    assert "3114" in asked["advice"]["text"]
    (case,) = await maud.cases()
    assert (case["label"], case["source"], case["subject"]["kind"]) == ("self_harm", "verdict", "first_word")
    assert (await ali.get("/private-requests"))["incoming"][0]["advice"] is None


async def test_a_first_word_that_is_held_says_why_and_where_help_is(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé", region="Bruxelles"), await evening.enter("Ali")
    asked = (await zoe.ask(ali, "Bonsoir, j'ai 15 ans")).json()
    assert asked["state"] == "held" and "103" in asked["advice"]["text"] and asked["advice"]["help"] == ["be-103"]
    assert "3018" not in asked["advice"]["text"]


async def test_a_room_name_that_is_refused_opens_a_case(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe = await evening.enter("Zoé")
    for _ in range(2):
        problem = check_problem(await zoe.http.post("/rooms", json={"name": "je propose ma femme"}), 422, "refused")
    assert problem["errors"] == {"name": "refused"} and problem["code"] == "third_person"
    (case,) = await maud.cases()
    assert case["urgent"] and case["source"] == "refused_words"
    (line,) = (await maud.case(case["id"]))["words"]["lines"]
    assert line["text"] == "je propose ma femme" and line["author"] == zoe.id


@pytest.mark.parametrize(
    ("field", "language", "said"),
    [
        ("name", "fr", "Ce nom de salon s'en prend à des personnes pour ce qu'elles sont. Choisissez-en un autre."),
        ("topic", "fr", "Ce sujet s'en prend à des personnes"),
        ("name", "en", "This room name goes after people for who they are. Choose another."),
        ("topic", "en", "This topic goes after people"),
    ],
)
async def test_what_is_refused_is_called_what_it_is(evening: Evening, field: str, language: str, said: str) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé", language=language)
    form = {"name": "Le potager", "topic": "", field: "je déteste les gays", "language": "fr"}
    problem = check_problem(await zoe.http.post("/rooms", json=form), 422, "refused")
    assert problem["errors"] == {field: "refused"} and problem["detail"].startswith(said)
    for row in (await evening.stored())["stopped_words"]:
        told = " ".join(text for reason in row.verdict["reasons"] for text in reason["text"].values())
        assert "message" not in told and said.split(" ", 3)[0] in told


async def test_a_room_name_that_is_nudged_can_be_confirmed(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    form = {"name": "Réfléchis 42", "topic": "On parle de tout"}
    form["name"] = "espèce de sale gouine"
    answer = await zoe.http.post("/rooms", json=form)
    if answer.status_code == 409:
        confirm = answer.json()["confirm"]
        check_problem(await zoe.http.post("/rooms", json=form | {"topic": "Autre", "confirm": confirm}), 409, "nudged")
        assert (await zoe.http.post("/rooms", json=form | {"confirm": confirm})).status_code == 201


async def test_the_door_reads_name_and_region_and_tells_the_watch(evening: Evening) -> None:
    maud = await evening.staff()
    for _ in range(2):
        problem = check_problem(await evening.knock(region="je vends du GHB"), 422, "invalid")
        assert problem["errors"] == {"region": "refused"}
    check_problem(await evening.knock(region="06 39 98 12 34"), 422, "invalid")
    (case,) = await maud.cases()
    assert case["urgent"] and (await maud.case(case["id"]))["person"] is None
    assert (await evening.knock(region="Saint-Étienne")).status_code == 201


@pytest.mark.parametrize(
    ("region", "help_"),
    [
        (None, ["3018", "119"]),
        ("Namur", ["be-103"]),
        ("Lausanne, Suisse", ["ch-147"]),
        ("Luxembourg", ["lu-kjt"]),
        ("Montréal", ["qc-tel-jeunes"]),
        ("Dublin", ["ie-childline"]),
        ("Casablanca", ["ma-19"]),
    ],
)
async def test_under_age_is_told_where_help_is_nearby(evening: Evening, region: str | None, help_: list[str]) -> None:
    problem = check_problem(await evening.knock(age=15, region=region), 403, "under-age")
    assert [line["id"] for line in problem["help"]] == help_


async def test_whoever_reads_a_lure_is_told_beside_it(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", region="Namur", language="en")
    talk = await zoe.befriend(ali)
    nudged = await zoe.say(talk, "viens seul")
    sent = await zoe.say(talk, "viens seul", confirm=nudged["confirm"])
    advice = await ali.next("advice")
    assert (advice["conversation"], advice["seq"], advice["code"]) == (talk, sent["seq"], "ambush")
    assert advice["help"] == ["be-101", "112"] and "lures" in advice["text"]
    assert (await ali.history(talk))[-1]["advice"]["code"] == "ambush"
    assert (await zoe.history(talk))[-1]["advice"] is None
    await evening.settle()
    assert not [frame for frame in await zoe.catch_up() if frame["type"] == "advice"]
    plain = await ali.say(talk, "Non, au café ?")
    assert (await zoe.history(talk))[-1]["seq"] == plain["seq"]


async def test_whoever_gets_a_first_word_is_told_what_it_can_mean(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", region="Bruxelles", language="en")
    advice = check_problem(await zoe.ask(ali, "viens seul"), 409, "nudged")
    asked = (await zoe.ask(ali, "viens seul", confirm=advice["confirm"])).json()
    assert asked["caution"] is None and (await zoe.get("/private-requests"))["outgoing"][0]["caution"] is None
    told = (await ali.next("request"))["request"]["caution"]
    assert told["code"] == "ambush" and "lures" in told["text"]["en"]
    assert (await ali.get("/private-requests"))["incoming"][0]["caution"] == told
    opened = await ali.http.post(f"/private-requests/{asked['id']}/accept")
    talk = opened.json()["conversation"]["id"]
    assert [line["advice"] and line["advice"]["code"] for line in await ali.history(talk)] == ["ambush"]
    assert [line["advice"] for line in await zoe.history(talk)] == [None]


async def test_whoever_reads_what_was_held_and_released_is_told_all_the_same(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", region="Namur", language="en")
    talk = await zoe.befriend(ali)
    assert (await zoe.say(talk, LURE))["type"] == "held"
    await maud.decide_only_case("release")
    assert (await ali.next("message"))["text"] == LURE
    advice = await ali.next("advice")
    assert (advice["code"], advice["help"]) == ("ambush", ["be-101", "112"]) and "lures" in advice["text"]
    assert (await ali.history(talk))[-1]["advice"]["code"] == "ambush"
    assert (await zoe.history(talk))[-1]["advice"] is None


async def test_a_first_word_that_was_held_and_released_comes_with_its_caution(evening: Evening) -> None:
    maud = await evening.staff()
    await maud.duty()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali", language="en")
    asked = (await zoe.ask(ali, LURE)).json()
    assert asked["state"] == "held" and asked["caution"] is None
    await maud.decide_only_case("release")
    told = (await ali.next("request"))["request"]["caution"]
    assert told["code"] == "ambush" and "lures" in told["text"]["en"]
    opened = await ali.http.post(f"/private-requests/{asked['id']}/accept")
    talk = opened.json()["conversation"]["id"]
    assert [line["advice"] and line["advice"]["code"] for line in await ali.history(talk)] == ["ambush"]
    assert [line["advice"] for line in await zoe.history(talk)] == [None]


async def test_who_comes_back_is_told_beside_what_they_missed(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    talk = await zoe.befriend(ali)
    await ali.disconnect()
    nudged = await zoe.say(talk, "viens seul")
    sent = await zoe.say(talk, "viens seul", confirm=nudged["confirm"])
    assert sent["type"] == "accepted"
    await zoe.disconnect()
    await ali.connect({talk: 1})
    assert (await ali.next("message"))["seq"] == sent["seq"]
    advice = await ali.next("advice")
    assert (advice["conversation"], advice["seq"], advice["code"]) == (talk, sent["seq"], "ambush")
    await zoe.connect({talk: 1})
    assert (await zoe.next("message"))["seq"] == sent["seq"]
    assert not [frame for frame in await zoe.catch_up() if frame["type"] == "advice"]

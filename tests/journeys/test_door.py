"""Coming in and leaving."""

from pathlib import Path
from typing import Any

import pytest

from tests.story import Evening, check_problem, make_http, open_evening, words

pytestmark = pytest.mark.anyio
# A name that the gate stops is nobody's, and yet somebody looks at it, or its author reads why.
WATCHED = {
    "stopped_words", "cases", "case_events", "evidence_cases", "evidence_items", "evidence_custody", "judged",
    "ledger_leaves", "ledger_nodes", "ledger_head", "ledger_checkpoints", "journal", "statements", "refusals",
    "conversation_keys",
}  # fmt: skip

ZERO_WIDTH, RIGHT_TO_LEFT = "\u200b", "\u202e"


async def test_coming_in_takes_one_form(evening: Evening) -> None:
    answer = await evening.knock(pseudonym=" Zoé  du quai ", age=34, region="Lyon", language="fr")
    assert answer.status_code == 201
    person, session = answer.json()["person"], answer.json()["session"]
    assert person["pseudonym"] == "Zoé du quai"
    assert (person["age_band"], person["region"], person["language"]) == ("25-34", "Lyon", "fr")
    assert "age" not in person and len(session["token"]) >= 43
    async with make_http(evening.url, authorization=f"Bearer {session['token']}") as http:
        me = (await http.get("/session")).json()
    assert me["person"] == person and me["restriction"] is None and me["expires_at"] == session["expires_at"]


async def test_the_cookie_is_a_session_too(evening: Evening) -> None:
    answer = await evening.knock()
    cookie = answer.headers["set-cookie"]
    token = answer.json()["session"]["token"]
    assert cookie.startswith(f"veillee_session={token};")
    hint = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("veillee_in="))
    assert hint.startswith("veillee_in=1;") and "HttpOnly" not in hint and token not in hint
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    async with make_http(evening.url, cookie=f"veillee_session={token}") as browser:
        assert (await browser.get("/session")).status_code == 200


async def test_others_see_a_band_never_an_age(evening: Evening) -> None:
    bands = {18: "18-24", 24: "18-24", 25: "25-34", 64: "55-64", 65: "65+", 120: "65+"}
    for age, band in bands.items():
        person = (await evening.knock(pseudonym=f"Née en {age}", age=age)).json()["person"]
        assert person["age_band"] == band and "age" not in person


@pytest.mark.parametrize("age", [0, 12, 17])
async def test_children_are_sent_to_people_who_help(doorstep: Evening, age: int) -> None:
    before = await doorstep.stored()
    problem = check_problem(await doorstep.knock(age=age), 403, "under-age")
    assert {"3018", "119"} <= {line["id"] for line in problem["help"]}
    assert all(line["number"] and line["what"]["fr"] and line["what"]["en"] for line in problem["help"])
    assert await doorstep.stored() == before


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({"age": -1}, {"age": "out-of-range"}),
        ({"age": 121}, {"age": "out-of-range"}),
        ({"rules": "1999-01-01"}, {"rules": "version"}),
        ({"rules": ""}, {"rules": "version"}),
        ({"language": "tlh"}, {"language": "unknown"}),
        ({"region": "12 rue des Lilas, 69001 Lyon, 3e étage"}, {"region": "unusable"}),
        ({"region": "x" * 41}, {"region": "unusable"}),
        ({"region": "Lyon\u0000"}, {"region": "unusable"}),
        ({"pseudonym": "Z"}, {"pseudonym": "length"}),
        ({"pseudonym": " Z "}, {"pseudonym": "length"}),
        ({"pseudonym": ""}, {"pseudonym": "length"}),
        ({"pseudonym": "Z" * 25}, {"pseudonym": "length"}),
        ({"pseudonym": f"Zo{ZERO_WIDTH}é"}, {"pseudonym": "characters"}),
        ({"pseudonym": f"Zo{RIGHT_TO_LEFT}é"}, {"pseudonym": "characters"}),
        ({"pseudonym": "Zo\u0007é"}, {"pseudonym": "characters"}),
        ({"pseudonym": "ⓜⓞⓓⓞ"}, {"pseudonym": "characters"}),
        ({"pseudonym": "!!!"}, {"pseudonym": "characters"}),
        ({"pseudonym": "Zo\ue000é"}, {"pseudonym": "characters"}),
        ({"pseudonym": words.REFUSED}, {"pseudonym": "refused"}),
        ({"pseudonym": words.HELD}, {"pseudonym": "refused"}),
    ],
)
async def test_what_the_form_cannot_hold(doorstep: Evening, form: dict[str, Any], errors: dict[str, str]) -> None:
    before = await doorstep.stored()
    problem = check_problem(await doorstep.knock(**form), 422, "invalid")
    assert problem["errors"] == errors
    after = await doorstep.stored()
    assert {name: rows for name, rows in after.items() if name not in WATCHED} == {
        name: rows for name, rows in before.items() if name not in WATCHED
    }


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"age": "abc"}, "age"),
        ({"age": True}, "age"),
        ({"age": 34.5}, "age"),
        ({"age": None}, "age"),
        ({"pseudonym": ["Zoé"]}, "pseudonym"),
    ],
)
async def test_what_is_missing_or_of_the_wrong_type(doorstep: Evening, form: dict[str, Any], field: str) -> None:
    problem = check_problem(await doorstep.knock(**form), 422, "invalid")
    assert list(problem["errors"]) == [field]


async def test_members_of_the_form_that_nobody_knows_are_ignored(doorstep: Evening) -> None:
    assert (await doorstep.knock(sample=True, id="mine", favourite="jazz")).json()["person"]["sample"] is False


TAKEN = ("Zoé", "zoé", "ZOE", "Z0é", "Ζoé", "Zоé", "Z o é", "Zo\u0065\u0301", "Zoé.", "Zoé\u00a0")
STAFF = (
    "Modérateur", "moderatrice", "l'admin", "Admin", "АDМIN", "M0d3rateur", "a d m i n", "ADMIN_2", "veillee",
    "Veillée", "Staff", "Supp0rt", "l'équipe", "𝐀𝐝𝐦𝐢𝐧", "Admin12", "Maud", "MAUD", "Mаud", "Μaud", "M.a.u.d",
)  # fmt: skip
ORDINARY = ("Badminton", "Modeste", "Maude", "Zoë 75", "Jean-Loup", "Ádám", "Нина", "美咲", "Li")


async def test_everything_that_is_wrong_is_said_at_once(evening: Evening) -> None:
    wrong = {"rules": "version", "language": "unknown", "region": "unusable"}
    form = {"rules": "1999-01-01", "language": "tlh", "region": "12 rue des 3 Ponts 75011"}
    for pseudonym, reason in (("x", "length"), ("modo", "staff"), ("sale pédé", "refused"), ("Zoé", None)):
        answer = await evening.knock(**form, pseudonym=pseudonym, age=130)
        expected = wrong | {"age": "out-of-range"} | ({} if reason is None else {"pseudonym": reason})
        assert check_problem(answer, 422, "invalid")["errors"] == expected
    assert (await evening.knock(pseudonym="Zoé")).status_code == 201
    answer = await evening.knock(**form, pseudonym="Z0é")
    assert check_problem(answer, 422, "invalid")["errors"] == wrong | {"pseudonym": "taken"}
    check_problem(await evening.knock(**form, pseudonym="x", age=15), 403, "under-age")


async def test_a_name_that_looks_taken_is_taken(evening: Evening) -> None:
    await evening.enter("Zoé", connect=False)
    for name in TAKEN:
        assert check_problem(await evening.knock(pseudonym=name), 422, "invalid")["errors"] == {"pseudonym": "taken"}


async def test_nobody_passes_for_staff_and_ordinary_names_are_welcome(evening: Evening) -> None:
    await evening.staff("Maud")
    for name in STAFF:
        answer = await evening.knock(pseudonym=name)
        assert check_problem(answer, 422, "invalid")["errors"] == {"pseudonym": "staff"}, name
    for name in ORDINARY:
        assert (await evening.knock(pseudonym=name)).status_code == 201, name


async def test_whoever_leaves_is_out_everywhere_and_frees_the_name(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    answer = await zoe.http.delete("/session")
    assert answer.status_code == 204
    for ended in ('veillee_session=""', 'veillee_in=""'):
        assert ended in answer.headers["set-cookie"]
    assert await zoe.closed() == 1000
    check_problem(await zoe.http.get("/session"), 401, "unauthorised")
    assert (await evening.knock(pseudonym="Zoé")).status_code == 201


async def test_a_session_ends_after_thirty_days(evening: Evening) -> None:
    zoe = await evening.enter("Zoé", connect=False)
    evening.time.pass_(days=29, hours=23)
    assert (await zoe.http.get("/session")).status_code == 200
    evening.time.pass_(hours=1)
    check_problem(await zoe.http.get("/session"), 401, "unauthorised")
    check_problem(await evening.knock(pseudonym="Zoé"), 422, "invalid")
    await evening.place.entry.tidy()
    assert (await evening.knock(pseudonym="Zoé")).status_code == 201


async def test_the_door_does_not_turn_too_fast(tmp_path: Path) -> None:
    async with open_evening(tmp_path, limits__entries_per_minute_per_address=3) as evening:
        for name in ("Zoé", "Ali", "Noor"):
            await evening.enter(name, connect=False)
        answer = await evening.knock(pseudonym="Inès")
        check_problem(answer, 429, "too-fast")
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        evening.time.pass_(minutes=1)
        assert (await evening.knock(pseudonym="Inès")).status_code == 201


async def test_whoever_can_show_advice_is_asked_to_think_again(evening: Evening) -> None:
    problem = check_problem(await evening.knock(pseudonym=words.NUDGED, advice=True), 409, "nudged")
    assert problem["advice"]["text"].startswith("Repensez à ce nom.") and (await evening.stored())["people"] == []
    other = await evening.knock(pseudonym=words.NUDGED, region="Lyon", advice=True, confirm=problem["confirm"])
    check_problem(other, 409, "nudged")
    answer = await evening.knock(pseudonym=words.NUDGED, advice=True, confirm=problem["confirm"])
    assert answer.status_code == 201

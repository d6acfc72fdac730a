"""Staff read the rules in force, and seniors try one otherwise; nothing comes into force by it."""

import pytest

from tests.story import Evening, check_problem, words

pytestmark = pytest.mark.anyio
TRIALS = "/staff/policies/trials"
HELD = "story.hold"
NEVER = "link && !link"


async def test_rules_are_read_with_how_often_they_spoke(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    before = evening.place.gate.spoken[HELD]
    await zoe.say(room, words.HELD)
    maud = await evening.staff()
    told = (await maud.http.get("/staff/policies")).json()
    assert (told["version"], told["may_try"]) == (evening.place.gate.version, False)
    rule = next(rule for rule in told["rules"] if rule["id"] == HELD)
    assert (rule["effect"], rule["mode"], rule["spoke"] - before) == ("hold", "on", 1)
    assert rule["when"] and set(rule["text"]) == {"fr", "en"} and rule["catch"] and rule["leave"]


async def test_a_senior_tries_a_rule_on_what_was_stored(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    await zoe.say(room, words.HELD)
    nour = await evening.staff("Nour", "senior")
    version = evening.place.gate.version
    tried = await nour.http.post(TRIALS, json={"rule": HELD, "effect": "refuse"})
    assert tried.status_code == 200, tried.text
    result = tried.json()
    assert (result["missed"], result["caught"]) == ([], [])
    assert [(move["before"], move["after"], move["count"]) for move in result["stored"]["moves"]] == [
        ("hold", "refuse", 1)
    ]
    assert result["stored"]["moves"][0]["examples"] == [] and words.HELD not in str(result["stored"])
    assert words.HELD in result["own"]["moves"][0]["examples"]
    silent = (await nour.http.post(TRIALS, json={"rule": HELD, "when": NEVER})).json()
    assert (silent["stored"]["spoke"], silent["stored"]["speaks"]) == (1, 0) and silent["missed"]
    shadow = (await nour.http.post(TRIALS, json={"rule": HELD, "mode": "shadow"})).json()
    assert (shadow["stored"]["spoke"], shadow["stored"]["speaks"]) == (1, 1)
    assert evening.place.gate.version == version
    assert (await zoe.say(room, words.HELD))["type"] == "held"
    found = (await evening.http.get("/ledger/leaves")).json()
    assert [one["category"] for one in found["leaves"]].count("policy.backtest") == 3


async def test_what_cannot_be_tried_is_refused(evening: Evening) -> None:
    maud, nour = await evening.staff(), await evening.staff("Nour", "senior")
    check_problem(await maud.http.post(TRIALS, json={"rule": HELD}), 403, "wrong-role")
    for body, field in (
        ({"rule": "nobody.knows"}, "rule"),
        ({"rule": HELD, "when": "names_nothing_known"}, "when"),
        ({"rule": HELD, "when": "1 + 1"}, "when"),
        ({"rule": HELD, "when": "false"}, "when"),
    ):
        answer = await nour.http.post(TRIALS, json=body)
        assert set(check_problem(answer, 422, "invalid")["errors"]) == {field}
    assert (await nour.http.post(TRIALS, json={"rule": HELD, "when": "x" * 4_001})).status_code == 422
    async with evening.place.trying:
        check_problem(await nour.http.post(TRIALS, json={"rule": HELD}), 409, "busy")

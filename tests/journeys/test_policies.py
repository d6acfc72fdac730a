"""Staff read the rules in force, and seniors try one otherwise; nothing comes into force by it."""

from typing import Any

import pytest

from tests.story import Evening, Watcher, check_problem, words
from veillee.foundation.basics import Unavailable
from veillee.safety.tallies import forget_tallies

pytestmark = pytest.mark.anyio
TRIALS = "/staff/policies/trials"
HELD = "story.hold"
NEVER = "link && !link"


async def read(staff: Watcher) -> dict[str, Any]:
    """The page of policies."""
    return dict((await staff.http.get("/staff/policies")).json())


def find(told: dict[str, Any], rule: str) -> dict[str, Any]:
    """One rule of it."""
    return next(one for one in told["rules"] if one["id"] == rule)


async def test_rules_are_read_with_how_often_they_spoke(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    maud = await evening.staff()
    assert (await read(maud))["since"] is None
    await zoe.say(room, words.HELD)
    await evening.place.tallies.write()
    told = await read(maud)
    assert (told["version"], told["may_try"]) == (evening.place.gate.version, False)
    assert told["since"] == evening.time.now.date().isoformat()
    rule = find(told, HELD)
    assert (rule["effect"], rule["mode"]) == ("hold", "on")
    assert rule["week"] == rule["month"] == {"spoke": 1, "shadow": 0, "alone": 0}
    assert rule["when"] and set(rule["text"]) == {"fr", "en"} and rule["catch"] and rule["leave"]


async def test_what_a_rule_in_shadow_would_have_said_is_counted_by_day(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    maud, tallies = await evening.staff(), evening.place.tallies
    for text in (words.TRIED, f"{words.TRIED} et {words.HELD}"):
        await zoe.say(room, text)
        await tallies.write()
        await tallies.write()
    both = {"spoke": 0, "shadow": 2, "alone": 1}
    none = {"spoke": 0, "shadow": 0, "alone": 0}
    for days, week, month in ((0, both, both), (6, both, both), (1, none, both), (22, none, both), (1, none, none)):
        evening.time.pass_(days=days)
        maud = await evening.staff(f"Maud {evening.time.now.timestamp()}")
        rule = find(await read(maud), "story.try")
        assert (rule["mode"], rule["week"], rule["month"]) == ("shadow", week, month)
    await evening.place.database.write(forget_tallies, evening.time.now.date())
    assert (await evening.stored())["rule_tallies"] == []


async def test_nothing_is_counted_twice_or_lost_while_the_database_is_away(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe = await evening.enter("Zoé")
    room = await zoe.join(await evening.room())
    await zoe.say(room, words.HELD)
    tallies, database = evening.place.tallies, evening.place.database

    async def refuse(*_work: object) -> None:
        raise Unavailable

    with monkeypatch.context() as away:
        away.setattr(database, "write", refuse)
        with pytest.raises(Unavailable):
            await tallies.write()
    await tallies.write()
    assert {row.rule: row.spoke for row in (await evening.stored())["rule_tallies"]} == {HELD: 1}


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

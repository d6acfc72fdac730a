"""What one message leaves counts for the next, over hours and restarts, and is forgotten."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.story import Evening, Member, open_evening
from veillee.community.conversations.trace_store import Mark, read_marks, traces, write_marks
from veillee.safety.policy import Submission, Verdict

pytestmark = pytest.mark.anyio

STEPS = ("viens seul la prochaine fois", "et dis rien à personne", "retrouve-moi dans la forêt alors")


async def _contacts(evening: Evening) -> tuple[str, Member, Member]:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé", age=30), await evening.enter("Ali", age=30)
    return await zoe.befriend(ali), zoe, ali


async def _say_anyway(member: Member, conversation: str, text: str) -> dict[str, Any]:
    said = await member.say(conversation, text)
    if said["type"] == "nudged":
        said = await member.say(conversation, text, confirm=said["confirm"])
    return dict(said)


async def test_steps_of_a_lure_add_up_and_talk_between_does_not_hide_them(evening: Evening) -> None:
    talk, zoe, ali = await _contacts(evening)
    for text in STEPS[:2]:
        assert (await _say_anyway(zoe, talk, text))["type"] == "accepted"
        for n in range(8):
            await zoe.say(talk, f"il fait {n} degrés ce matin")
    assert set(evening.place.traces.of(zoe.id, ali.id)[0]) == {"alone", "secret"}
    assert (await _say_anyway(ali, talk, STEPS[2]))["type"] == "accepted"
    held = await zoe.say(talk, STEPS[2])
    assert held["type"] == "held" and held["reason"]["code"] == "ambush"


async def test_two_ages_told_to_two_people_reach_a_human(evening: Evening) -> None:
    maud, (talk, zoe, _) = await evening.staff(), await _contacts(evening)
    eve = await evening.enter("Ève", age=30)
    assert (await zoe.say(talk, "j'ai 28 ans"))["type"] == "accepted"
    other = await zoe.befriend(eve, "On parle de jardins ?")
    assert evening.place.traces.of(zoe.id, eve.id)[1].keys() == {"said_adult"}
    assert (await zoe.say(other, "moi c'est j'ai 15 ans"))["type"] == "held"
    (case,) = await maud.cases()
    assert case["urgent"] and case["label"] == "minor_disclosed"


async def test_traces_outlive_a_restart_and_end_by_themselves(tmp_path: Path) -> None:
    async with open_evening(tmp_path) as evening:
        talk, zoe, ali = await _contacts(evening)
        await _say_anyway(zoe, talk, STEPS[0])
        await evening.place.database.write(lambda transaction: None)  # after what was begun before
        evening.time.pass_(hours=72)
        assert evening.place.traces.of(zoe.id, ali.id)[0]["alone"] == pytest.approx(0.5, abs=0.01)
        evening.place.traces._by_author.clear()
        evening.place.traces.remember()
        assert evening.place.traces.of(zoe.id, ali.id)[0]["alone"] == pytest.approx(0.5, abs=0.01)
        evening.time.pass_(days=30)
        assert evening.place.traces.of(zoe.id, ali.id) == ({}, {})
        await evening.place.traces.tidy()
        await evening.place.traces.forget()
        left = await evening.place.database.read(lambda c: c.execute(sa.select(traces)).all())
        assert left == [] and evening.place.traces._by_author == {}


async def test_the_same_first_word_to_many_waits_for_a_human(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    others = [await evening.enter(name) for name in ("Ali", "Bob", "Cléo", "Dan")]
    states = []
    for n, other in enumerate(others):
        asked = await zoe.ask(other, f"Bonsoir, j'aime les balades et la mer, on se parle ce soir {n} ?")
        states.append(asked.json()["state"])
    assert states == ["pending", "pending", "pending", "held"]


async def test_old_traces_are_deleted_some_at_a_time(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veillee.community.conversations.traces.ROWS_FORGOTTEN_MAX", 2)
    place, zoe, slugs = evening.place, await evening.enter("Zoé"), [await evening.room(name) for name in ("Un", "Deux")]
    rooms = [await zoe.join(slug) for slug in slugs]
    kinds = [*place.gate.traces, "a kind that is no more"]
    marks = [Mark(zoe.id, room, kind, place.clock()) for room in rooms for kind in kinds]
    await asyncio.gather(*(place.database.write_batched(write_marks, mark) for mark in marks))
    # Left again: one row each, and the later time counts, whichever comes first.
    evening.time.pass_(days=300)
    again = Mark(zoe.id, rooms[0], kinds[0], place.clock())
    for mark in (again, marks[0]):
        await place.database.write_batched(write_marks, mark)
    assert len(await place.database.read(read_marks, 100)) == len(marks)
    await place.traces.forget()
    assert await place.database.read(read_marks, 100) == [again]


async def test_bait_is_seen_whichever_age_comes_first(evening: Evening) -> None:
    maud, (talk, zoe, _) = await evening.staff(), await _contacts(evening)
    eve = await evening.enter("Ève", age=30)
    assert (await zoe.say(talk, "en fait j'ai 15 ans"))["type"] == "held"
    asked = await zoe.ask(eve, "Bonsoir, j'ai 28 ans, on parle ?")
    assert asked.json()["state"] == "held"
    cases = [await maud.case(case["id"]) for case in await maud.cases()]
    (two_ages,) = [r for case in cases for r in case["verdict"]["reasons"] if r["rule"] == "minor_disclosed.two_ages"]
    (evidence,) = two_ages["evidence"]
    assert evidence["name"] == "account_said_minor" and evidence["value"] > 0.9
    assert evidence["text"]["fr"] == "plus tôt, à d'autres : se dire mineur"


async def test_ages_far_apart_are_looked_at_and_pass(evening: Evening) -> None:
    maud, (talk, zoe, _) = await evening.staff(), await _contacts(evening)
    eve = await evening.enter("Ève", age=30)
    assert (await zoe.say(talk, "j'ai 28 ans"))["type"] == "accepted"
    assert (await zoe.ask(eve, "Bonsoir, j'ai quarante-cinq ans")).json()["state"] == "pending"
    assert evening.place.traces.ages_of(zoe.id) == (28, 45)
    assert (await zoe.say(talk, "j'ai 29 ans"))["type"] == "accepted"
    (case,) = await maud.cases()
    assert (case["label"], case["urgent"]) == ("scam", False)
    evening.time.pass_(days=61)
    assert evening.place.traces.ages_of(zoe.id) == ()


async def test_first_words_count_and_are_remembered_of_each_person(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.light_the_lamp()
    zoe = await evening.enter("Zoé")
    others = [await evening.enter(name) for name in ("Ali", "Bob", "Cléo", "Dan")]
    seen: list[Submission] = []
    review = evening.place.gate.review

    def look(submission: Submission) -> Verdict:
        seen.append(submission)
        return review(submission)

    monkeypatch.setattr(evening.place.gate, "review", look)
    answers = [await zoe.ask(other, "slt ça va ?") for other in others]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 409]
    facts = seen[-1].author
    assert (facts.first_words_last_hour, facts.first_words_last_day, facts.short_copies) == (3, 3, 3)
    assert facts.reply_ratio is None and seen[-1].other is not None and seen[-1].other.declared_age == 34
    evening.time.pass_(hours=2)
    assert (await zoe.ask(others[3], "slt ça va ?")).status_code == 201
    assert seen[-1].author.short_copies == 0 and seen[-1].author.first_words_last_day == 3


async def test_a_first_word_leaves_what_the_talk_reads(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé", age=30), await evening.enter("Ali", age=30)
    asked = await zoe.ask(ali, "viens seul")
    if asked.status_code == 409:
        asked = await zoe.http.post(
            "/private-requests", json={"to": ali.id, "text": "viens seul", "confirm": asked.json()["confirm"]}
        )
    assert asked.json()["state"] == "pending", asked.text
    await ali.http.post(f"/private-requests/{asked.json()['id']}/accept")
    assert set(evening.place.traces.of(zoe.id, ali.id)[0]) == {"alone"}

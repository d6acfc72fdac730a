"""What the gate stops on its way to a room, and what becomes of it."""

import pytest
import structlog

from tests.story import Evening, Member, words
from veillee.safety.policy import Gate, PolicyError, Submission
from veillee.safety.policy.engine import Engine
from veillee.server.policy import reload

pytestmark = pytest.mark.anyio


async def _room_of_two(evening: Evening) -> tuple[str, Member, Member]:
    slug, zoe, ali = await evening.room(), await evening.enter("Zoé"), await evening.enter("Ali", language="en")
    await ali.join(slug)
    return await zoe.join(slug), zoe, ali


async def test_nudged_then_confirmed(evening: Evening) -> None:
    room, zoe, ali = await _room_of_two(evening)
    nudged = await zoe.say(room, words.NUDGED, ref="one")
    assert nudged["type"] == "nudged" and nudged["advice"] == {
        "code": "contact_exchange",
        "text": "Réfléchissez encore. (Règle du lieu : « La vie privée reste privée ».)",
    }
    assert await ali.catch_up("presence") == [] and await zoe.history(room) == []
    for text, confirm in ((words.NUDGED, "made-up"), (words.NUDGED + " !", nudged["confirm"])):
        assert (await zoe.say(room, text, ref="one", confirm=confirm))["type"] == "nudged"
    assert (await ali.say(room, words.NUDGED, confirm=nudged["confirm"]))["advice"]["text"].startswith(
        "Think again. (House"
    )
    assert (await zoe.say(room, words.NUDGED, ref="one", confirm=nudged["confirm"]))["seq"] == 1
    assert (await ali.next("message"))["text"] == words.NUDGED


async def test_contacts_are_nudged_by_their_own_measure(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    conversation = await zoe.befriend(ali)
    nudged = await zoe.say(conversation, words.NUDGED)
    assert (await zoe.say(conversation, words.NUDGED, confirm=nudged["confirm"]))["seq"] == 2


async def test_held_then_released(evening: Evening) -> None:
    maud, (room, zoe, ali) = await evening.staff(), await _room_of_two(evening)
    held = await zoe.say(room, words.HELD, ref="one")
    assert held["type"] == "held" and held["reason"] == {
        "code": "threat",
        "text": "Une personne va lire. (Règle du lieu : « On ne menace pas ».)",
    }
    assert (await zoe.say(room, words.HELD, ref="one"))["type"] == "held"
    assert (await zoe.say(room, "autre chose", ref="one"))["type"] == "held"
    assert (await ali.say(room, "entre-temps"))["seq"] == 1
    await maud.decide_only_case("release")
    accepted = await zoe.next("accepted", ref="one")
    assert accepted["seq"] == 2
    assert (await ali.next("message", seq=2))["text"] == words.HELD
    assert [message["text"] for message in await ali.history(room)] == ["entre-temps", words.HELD]
    assert await zoe.say(room, words.HELD, ref="one") == accepted
    assert await zoe.catch_up("presence", "message", "watch") == []


async def test_held_then_refused(evening: Evening) -> None:
    maud, (room, zoe, ali) = await evening.staff(), await _room_of_two(evening)
    await zoe.say(room, words.HELD, ref="one")
    taken = await maud.decide_only_case("refuse", article="no_threats")
    refused = await zoe.next("refused", ref="one")
    assert refused["reason"]["code"] == "no_threats" and refused["reason"]["text"]
    statement = (await zoe.next("statement"))["statement"]
    assert (statement["id"], statement["message"]["text"]) == (taken["statement"], words.HELD)
    assert (await zoe.say(room, words.HELD, ref="one"))["type"] == "refused"
    assert await ali.catch_up("presence", "watch") == [] and await ali.history(room) == []


async def test_refused_and_nobody_else_knows(evening: Evening) -> None:
    room, zoe, ali = await _room_of_two(evening)
    refused = await zoe.say(room, words.REFUSED)
    assert refused["type"] == "refused" and refused["reason"] == {
        "code": "spam",
        "text": "Cela ne passe pas. (Règle du lieu : « Pas de publicité ».)",
    }
    assert await ali.catch_up("presence") == [] and await ali.get("/statements") == []
    stored = await evening.stored()
    assert stored["messages"] == stored["withheld"] == stored["cases"] == []
    assert (await zoe.get("/statements"))[0]["automated"]


async def test_refused_with_an_urgent_case(evening: Evening) -> None:
    maud, (room, zoe, ali) = await evening.staff(), await _room_of_two(evening)
    for _ in range(2):
        refused = await zoe.say(room, words.REFUSED_WITH_CASE, ref="one")
        assert refused["type"] == "refused" and refused["reason"]["code"] == "third_person"
        assert (await zoe.next("advice"))["help"] == ["17", "112"]
    assert await ali.catch_up("presence") == [] and await ali.history(room) == []
    (case,) = await maud.cases()
    assert (case["source"], case["urgent"], case["label"]) == ("refused_message", True, "third_person")
    words_of_case = (await maud.case(case["id"]))["words"]["lines"]
    assert [line["text"] for line in words_of_case if line["subject"]] == [words.REFUSED_WITH_CASE]


async def test_somebody_who_is_not_well_is_heard(evening: Evening) -> None:
    maud, (room, zoe, ali) = await evening.staff(), await _room_of_two(evening)
    assert (await zoe.say(room, words.PASSED_WITH_CASE))["seq"] == 1
    advice = await zoe.next("advice")
    assert (advice["conversation"], advice["code"], advice["help"]) == (room, "self_harm", ["3114"])
    assert [frame["type"] for frame in await ali.catch_up("presence")] == ["message"]
    (case,) = await maud.cases()
    assert (case["source"], case["label"], case["subject"]["seq"]) == ("verdict", "self_harm", 1)


async def test_held_words_of_somebody_away_are_answered_when_they_return(evening: Evening) -> None:
    maud, (room, zoe, ali) = await evening.staff(), await _room_of_two(evening)
    await zoe.say(room, words.HELD, ref="one")
    await zoe.disconnect()
    await maud.decide_only_case("release")
    assert (await ali.next("message"))["text"] == words.HELD
    await zoe.connect({room: 0})
    assert (await zoe.next("message"))["text"] == words.HELD
    assert (await zoe.say(room, words.HELD, ref="one"))["type"] == "accepted"


async def test_what_was_accepted_stays_accepted_for_its_ref(evening: Evening) -> None:
    room, zoe, ali = await _room_of_two(evening)
    accepted = await zoe.say(room, "déjà dit", ref="one")
    await ali.next("message")
    before = await evening.stored()
    for text in (words.NUDGED, words.HELD, words.REFUSED, words.REFUSED_WITH_CASE):
        assert await zoe.say(room, text, ref="one") == accepted
    assert await ali.catch_up("presence") == [] and await evening.stored() == before


HARD = {
    "grows 18-fold": "\ufdfa" * 2000,
    "bidi overrides": "\u202eriosnob\u202c " * 150,
    "combining marks": "o" + "\u0301" * 1999,
    "Chinese": "大家晚上好，今天过得怎么样？" * 20,
    "Arabic": "مساء الخير جميعا " * 40,
    "emoji alone": "🌙✨🕯️" * 300,
    "null bytes": "bon\0soir",
    "quotes in quotes": "« “ ‘ " * 300,
}


@pytest.mark.parametrize("kind", HARD)
async def test_hard_texts_are_answered_like_any_other(evening: Evening, kind: str) -> None:
    room, zoe, ali = await _room_of_two(evening)
    answer = await zoe.say(room, HARD[kind])
    assert answer["type"] in ("accepted", "nudged") or answer["code"] == "text-control-characters"
    assert (await zoe.say(room, "et après ?"))["type"] == "accepted"
    assert (await ali.next("message", text="et après ?"))["seq"] == (2 if answer["type"] == "accepted" else 1)


async def test_a_fault_in_the_gate_lets_nothing_through_unseen(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    maud, (room, zoe, ali) = await evening.staff(), await _room_of_two(evening)

    def fail(self: Engine, submission: Submission) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Engine, "judge", fail)
    with structlog.testing.capture_logs() as logs:
        held = await zoe.say(room, "un secret de famille")
    assert held["type"] == "held" and held["reason"]["code"] == "unread" and held["reason"]["text"]
    assert [(line["event"], line["error"]) for line in logs if line["event"] == "gate_failed"] == [
        ("gate_failed", "RuntimeError")
    ]
    assert "secret" not in str(logs)
    assert await ali.catch_up("presence") == [] and await ali.history(room) == []
    (case,) = await maud.cases()
    lines = (await maud.case(case["id"]))["words"]["lines"]
    assert [line["text"] for line in lines if line["subject"]] == ["un secret de famille"]
    monkeypatch.undo()
    await maud.decide_only_case("release")
    assert (await ali.next("message"))["text"] == "un secret de famille"


async def test_policies_that_do_not_hold_together_change_nothing(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, zoe, _ = await _room_of_two(evening)

    def refuse(self: Gate) -> str:
        raise PolicyError("rules/ours.yaml", 3, "not valid YAML")

    monkeypatch.setattr(Gate, "reload", refuse)
    with structlog.testing.capture_logs() as logs:
        await reload(evening.place)
    assert [line["problem"] for line in logs if line["event"] == "policies refused"] == [
        "rules/ours.yaml:3: not valid YAML"
    ]
    assert (await zoe.say(room, words.HELD))["type"] == "held"

"""How far one reaches: more with time and the trust of others, less at once with a decision, never with money."""

from typing import Any

import pytest

from tests.story import Evening, Member, check_problem

pytestmark = pytest.mark.anyio
FIRST_WORDS = (
    "Bonsoir, vous aimez le jazz ?",
    "Le film d'hier m'a plu, et vous ?",
    "On parlait de jardin, vos tomates ont pris ?",
    "Merci pour la recette des poires",
    "Votre chat dort toujours sur la table ?",
    "Je cherche un livre à lire cet hiver",
)


async def reach(member: Member) -> dict[str, Any]:
    return dict(await member.get("/reach"))


async def ask_many(member: Member, others: list[Member]) -> list[int]:
    """One first word to each, no two alike: who copies is asked about that."""
    return [(await member.ask(other, text)).status_code for other, text in zip(others, FIRST_WORDS, strict=False)]


async def test_a_newcomer_reads_what_they_may_and_what_comes_next(evening: Evening) -> None:
    zoe = await evening.enter("Zoé")
    found = await reach(zoe)
    assert found["now"]["id"] == "newcomer" and set(found["now"]["title"]) == {"fr", "en"}
    assert found["now"]["may"] == {"first_words_per_day": 5, "rooms_per_day": 3, "pictures_per_day": 0}
    assert (found["lowered_until"], found["links_in_hours"]) == (None, 24)
    assert found["next"]["id"] == "settled"
    assert found["next"]["needs"] == {"hours": 24, "first_words_accepted": 1}


async def test_it_grows_with_time_and_accepted_first_words(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    evening.time.pass_(hours=30)
    assert (await reach(zoe))["next"]["needs"] == {"hours": 0, "first_words_accepted": 1}
    evening.light_the_lamp()
    await zoe.befriend(ali)
    found = await reach(zoe)
    assert (found["now"]["id"], found["links_in_hours"]) == ("settled", 0)
    assert (await reach(ali))["now"]["id"] == "newcomer"


async def test_a_newcomer_writes_to_five_strangers_a_day(evening: Evening) -> None:
    evening.light_the_lamp()
    zoe, *others = [await evening.enter(f"Personne {number}") for number in range(7)]
    assert await ask_many(zoe, others) == [201] * 5 + [429]


async def test_a_decision_lowers_it_at_once_and_its_reversal_gives_it_back(evening: Evening) -> None:
    maud, odile = await evening.staff(), await evening.staff("Odile")
    await maud.duty()
    zoe, ali, noor = [await evening.enter(name) for name in ("Zoé", "Ali", "Noor")]
    room = await zoe.join(await evening.room())
    await ali.join(room)
    said = await zoe.say(room, "Des mots qui blessent")
    await ali.report_message(room, said["seq"])
    await maud.decide_only_case("warn", article="respect")
    found = await reach(zoe)
    assert (found["now"]["id"], found["next"]) == ("lowered", None)
    assert found["lowered_until"] is not None
    assert await ask_many(zoe, [ali, noor]) == [201, 429]
    check_problem(await zoe.http.post("/rooms", json={"name": "Chez moi"}), 403, "beyond-reach")
    (statement,) = await zoe.get("/statements")
    assert (await zoe.http.post(f"/statements/{statement['id']}/complaint", json={"text": "Non."})).status_code == 201
    await odile.decide_only_case("reverse")
    assert (await reach(zoe))["now"]["id"] == "newcomer"
    assert (await zoe.http.post("/rooms", json={"name": "Chez moi"})).status_code == 201


async def test_it_comes_back_by_itself_after_a_while(evening: Evening) -> None:
    maud = await evening.staff()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    room = await zoe.join(await evening.room())
    await ali.join(room)
    said = await zoe.say(room, "Des mots qui blessent")
    await ali.report_message(room, said["seq"])
    await maud.decide_only_case("hide", article="respect")
    assert (await reach(zoe))["now"]["id"] == "lowered"
    evening.time.pass_(days=27, hours=23)
    assert (await reach(zoe))["now"]["id"] == "lowered"
    evening.time.pass_(hours=2)
    assert (await reach(zoe))["now"]["id"] == "newcomer"

"""Words that waited for a human, and for whom they are by then."""

import pytest

from tests.story import Evening, words

pytestmark = pytest.mark.anyio


async def test_released_words_reach_nobody_who_has_blocked_their_author_meanwhile(evening: Evening) -> None:
    maud = await evening.staff()
    evening.light_the_lamp()
    zoe, ali = await evening.enter("Zoé"), await evening.enter("Ali")
    talk = await zoe.befriend(ali)
    assert (await zoe.say(talk, words.HELD))["type"] == "held"
    await ali.http.put(f"/people/{zoe.id}/block")
    await ali.catch_up()
    await maud.decide_only_case("release")
    assert (await zoe.next("refused"))["type"] == "refused"
    assert "message" not in [frame["type"] for frame in await ali.catch_up()]
    assert [message["text"] for message in await ali.history(talk)] == ["Bonsoir, on parle ?"]

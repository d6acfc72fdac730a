"""What two agree on about being screened holds on every node."""

import pytest

from tests.nodes.conftest import Two
from tests.nodes.test_two_nodes import settle
from tests.story import words

pytestmark = pytest.mark.anyio


async def test_screening_is_switched_and_withdrawn_on_every_node(two: Two) -> None:
    two[0].light_the_lamp()
    zoe, ali = await two[0].enter("Zoé"), await two[1].enter("Ali")
    talk = await zoe.befriend(ali)
    for path in ("contact", "screening-off"):
        for member, partner in ((zoe, ali), (ali, zoe)):
            assert (await member.http.put(f"/people/{partner.id}/{path}")).status_code == 200
        await settle(two)
    for member in (zoe, ali):
        assert (await member.next("screening", screening="off"))["conversation"] == talk
        assert (await member.say(talk, words.REFUSED))["type"] == "accepted"
    await zoe.http.delete(f"/people/{ali.id}/screening-off")
    await ali.next("screening", screening="on")
    assert (await ali.say(talk, words.REFUSED))["type"] == "refused"
    await zoe.http.delete("/screening")
    await ali.next("screening", screening="stopped_by_them")
    assert (await ali.say(talk, "Tu es là ?"))["code"] == "screening-withdrawn"

"""A picture that is uploaded at one node is sent and seen at the other, and gone at both when it is taken away."""

import pytest

from tests.nodes.conftest import Two
from tests.nodes.test_two_nodes import meet, settle
from tests.story.pictures import upload

pytestmark = pytest.mark.anyio


async def test_a_picture_is_seen_and_taken_away_everywhere(two: Two) -> None:
    one, other = two
    zoe, ali, room = await meet(two)
    friend = await one.enter("Quelqu’un")
    one.light_the_lamp()
    other.light_the_lamp()
    await zoe.befriend(friend)
    one.time.pass_(hours=25)
    if other.time is not one.time:
        other.time.pass_(hours=25)
    watcher = await one.staff()
    await watcher.duty()
    await settle(two)
    picture = await upload(zoe)
    sent = await zoe.say(room, "Regarde", pictures=[picture])
    assert (await ali.next("message", seq=sent["seq"]))["pictures"][0]["id"] == picture
    assert (await ali.http.get(f"/pictures/{picture}")).status_code == 200
    assert (await ali.report({"kind": "picture", "id": picture})).status_code == 201
    await watcher.decide_only_case("remove_pictures")
    assert (await ali.next("pictures", conversation=room))["pictures"][0]["removed"]
    assert (await ali.http.get(f"/pictures/{picture}")).status_code == 404

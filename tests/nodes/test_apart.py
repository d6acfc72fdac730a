"""A block is felt wherever the two are."""

import pytest

from tests.nodes.conftest import Two

pytestmark = pytest.mark.anyio


async def test_a_block_at_one_node_is_felt_at_the_other(two: Two) -> None:
    one, other = two
    for evening in two:
        evening.light_the_lamp()
    zoe, ali = await one.enter("Zoé"), await other.enter("Ali")
    talk = await zoe.befriend(ali)
    for evening in two:
        await evening.settle()
    for member in (zoe, ali):
        await member.catch_up()
    await ali.http.put(f"/people/{zoe.id}/block")
    for evening in two:
        await evening.settle()
    for member, gone in ((zoe, ali), (ali, zoe)):
        # Whether or not their node had heard already that the other had come.
        await member.next("presence", left=[gone.id])
        await member.tell({"type": "typing", "conversation": talk})
    for evening in two:
        await evening.settle()
    assert [frame["type"] for member in (zoe, ali) for frame in await member.catch_up("presence")] == []

"""What two nodes stand on breaks, or one of them does: nobody misses a word."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from tests.faults.nodes import FAULTS, Nodes, open_nodes, survive
from tests.outside import need

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def nodes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nodes]:
    """The same for all faults: after each everything is whole again."""
    need("postgres")
    need("nats-server")
    async with open_nodes(tmp_path_factory.mktemp("nodes")) as opened:
        yield opened


@pytest.mark.parametrize("fault", FAULTS)
async def test_two_nodes_survive(nodes: Nodes, fault: str) -> None:
    await survive(nodes, FAULTS[fault], times=1, random=Random(182))

"""The collector comes when there is something to find."""

import asyncio
import gc

from veillee.foundation.gateway import Connections, GatewayLimits
from veillee.server.garbage import DEPARTED_MIN, Sweeper


class Ring:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_it_comes_once_after_many_have_left() -> None:
    connections = Connections(GatewayLimits())
    sweeper = Sweeper(connections)

    def found() -> bool:
        gc.collect()
        before = len([thing for thing in gc.get_objects() if isinstance(thing, Ring)])
        Ring()
        asyncio.run(sweeper.sweep())
        return len([thing for thing in gc.get_objects() if isinstance(thing, Ring)]) == before

    gc.disable()
    try:
        assert not found()
        connections.departed += DEPARTED_MIN + 1
        assert found()
        assert not found()
    finally:
        gc.enable()

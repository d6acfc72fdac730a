"""A place that anything is thrown at. `EXAMPLES=20000 bin/test tests/contract` throws for minutes."""

import asyncio
import contextlib
from collections.abc import Iterator

import pytest
import uvloop

from tests.contract.crowd import Crowd
from tests.story import open_evening


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """A living place: talk between two in a room, staff, and somebody who means no good."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        going_home = contextlib.AsyncExitStack()
        evening = runner.run(going_home.enter_async_context(open_evening(tmp_path_factory.mktemp("crowd"))))
        yield runner.run(Crowd.gather(evening, runner))
        runner.run(going_home.aclose())

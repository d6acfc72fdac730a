"""Whoever hears of changes while they look, looks once more and forgets what they saw."""

import asyncio

import pytest

from veillee.server.nodes.looking import Looking

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_what_changes_during_a_look_is_looked_at_again_and_by_one_at_a_time() -> None:
    truth, seen, gates = [0], list[int](), [asyncio.Event() for _ in range(3)]
    waiting, under_way = iter(gates), 0

    async def look() -> int:
        nonlocal under_way
        under_way += 1
        assert under_way == 1
        read = truth[0]
        await next(waiting).wait()
        under_way -= 1
        return read

    tasks = list[asyncio.Task[None]]()
    looking = Looking(look, seen.append, lambda work: tasks.append(asyncio.get_running_loop().create_task(work)))
    looking.again()
    await asyncio.sleep(0)
    for change in (1, 2):
        truth[0] = change
        looking.again()
    gates[0].set()
    gates[1].set()
    await asyncio.gather(*tasks)
    assert (seen, len(tasks)) == ([2], 1)
    truth[0] = 3
    looking.again()
    gates[2].set()
    await asyncio.gather(*tasks)
    assert seen == [2, 3]


async def test_a_look_that_fails_does_not_end_looking() -> None:
    looked, taken = list[int](), list[int]()

    async def look() -> int:
        looked.append(len(looked))
        if len(looked) == 1:
            raise OSError
        return len(looked)

    tasks = list[asyncio.Task[None]]()
    looking = Looking(look, taken.append, lambda work: tasks.append(asyncio.get_running_loop().create_task(work)))
    looking.again()
    await asyncio.gather(*tasks, return_exceptions=True)
    looking.again()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (looked, taken) == ([0, 1], [2])

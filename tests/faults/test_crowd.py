"""Many at once, and one who takes all there is."""

from pathlib import Path

import pytest

from tests.faults.crowd import survive_crowd, survive_siege

pytestmark = pytest.mark.anyio


async def test_a_crowd_is_served_and_leaves_nothing(tmp_path: Path) -> None:
    await survive_crowd(tmp_path, people=500, rounds=2)


async def test_a_crowd_may_come_in_one_moment(tmp_path: Path) -> None:
    await survive_crowd(tmp_path, people=400, rounds=1, at_once=400)


async def test_who_is_here_talks_on_though_somebody_takes_every_socket(tmp_path: Path) -> None:
    await survive_siege(tmp_path)

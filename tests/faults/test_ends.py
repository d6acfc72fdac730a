"""What was accepted outlives the server, however that ends."""

from pathlib import Path

import pytest

from tests.faults.ends import End, survive_absence, survive_ends
from tests.faults.load import BRIEFLY

pytestmark = pytest.mark.anyio


async def test_what_was_accepted_before_each_of_twenty_kills_is_kept_once_and_in_order(tmp_path: Path) -> None:
    await survive_ends(tmp_path, [End.KILLED] * 20, seed=182, moments=BRIEFLY)


async def test_what_was_accepted_is_kept_by_a_server_that_is_told_to_stop(tmp_path: Path) -> None:
    await survive_ends(tmp_path, (End.TOLD_TWICE, End.KILLED), seed=182)


async def test_who_was_away_gets_what_they_missed_or_is_told_that_it_is_too_much(tmp_path: Path) -> None:
    await survive_absence(tmp_path)

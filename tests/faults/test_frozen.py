"""Who stops reading is cut off, and it costs nobody else anything."""

from pathlib import Path

import pytest

from tests.faults.frozen import survive_frozen_readers

pytestmark = pytest.mark.anyio


async def test_readers_that_freeze_are_cut_off_and_come_back(tmp_path: Path) -> None:
    await survive_frozen_readers(tmp_path, readers=60, rounds=3)

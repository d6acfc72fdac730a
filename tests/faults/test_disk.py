"""No room on the disk: nobody is promised anything, and nothing that was promised is lost."""

from pathlib import Path

import pytest

from tests.faults.disk import FileSizeLimit, survive_full_disk

pytestmark = pytest.mark.anyio


async def test_a_full_disk_is_waited_for(tmp_path: Path) -> None:
    await survive_full_disk(tmp_path, FileSizeLimit(), times=2)

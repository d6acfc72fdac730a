"""The data folder: what is made in it, and for whom."""

from pathlib import Path

from veillee.foundation.storage import DataFolder


def test_it_is_made_with_a_place_for_blobs_for_its_owner_only(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "place")
    for _ in range(2):
        folder.prepare()
    assert folder.blobs == tmp_path / "place" / "blobs"
    assert [(path.is_dir(), path.stat().st_mode & 0o777) for path in (folder.path, folder.blobs)] == [(True, 0o700)] * 2

"""Disks behind folders, and what fits onto them."""

from pathlib import Path

from core.disk.paths import free_bytes
from core.disk.volumes import Volume, names_in, volumes
from core.policy.sheet_row import Total


def test_folders_of_one_disk_are_counted_together(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "not" / "made" / "yet"
    one = volumes({here: Total(2, 10, 1), there: Total(1, 5, 0)})
    assert [(volume.folder, volume.total) for volume in one] == [(here, Total(3, 15, 1))]
    assert one[0].free is not None
    assert abs(one[0].free - (free_bytes(tmp_path) or 0)) < 2**30


def test_what_does_not_fit_is_told() -> None:
    folder = Path("/files")
    assert Volume(folder, Total(1, 11, 0), 10).too_small
    assert not Volume(folder, Total(1, 10, 5), 10).too_small
    assert not Volume(folder, Total(1, 10, 5), None).too_small


def test_names_of_a_folder_that_is_not_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert names_in(tmp_path) == {"a"}
    assert names_in(tmp_path / "gone") == names_in(tmp_path / "a") == frozenset()

"""Texts that are written as a whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.disk.text_file import write_text
from core.model.errors import DiskError


def test_the_parts_are_one_file(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", ["ä\n", "b\n"])
    write_text(tmp_path / "a.txt", ["new\n"])
    assert (tmp_path / "a.txt").read_bytes() == b"new\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_disk_that_refuses_leaves_the_old_file(tmp_path: Path) -> None:
    def broken() -> Iterator[str]:
        yield "half"
        raise OSError(28, "No space left on device")

    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(DiskError):
        write_text(tmp_path / "a.txt", broken())
    assert (tmp_path / "a.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(DiskError):
        write_text(tmp_path / "gone" / "a.txt", ["x"])

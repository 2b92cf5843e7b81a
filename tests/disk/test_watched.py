"""The folder that link files are put into."""

import os
from pathlib import Path

import pytest

from core.disk import watched
from core.disk.watched import DONE, arrivals, put_away
from core.model.errors import DiskError

NOW = 1_700_000_000.0


def put(path: Path, text: str = "https://a.example/x", age: float = 5.0) -> Path:
    path.write_text(text)
    os.utime(path, (NOW - age, NOW - age))
    return path


def names(folder: Path) -> tuple[list[str], bool]:
    ready, more = arrivals(folder, NOW)
    return [one.path.name for one in ready], more


def test_files_at_rest_are_ready_in_the_order_of_their_names(tmp_path: Path) -> None:
    put(tmp_path / "b.txt")
    put(tmp_path / "a.meta4")
    assert names(tmp_path) == (["a.meta4", "b.txt"], False)
    put(tmp_path / "c.txt", age=0.1)
    assert names(tmp_path) == (["a.meta4", "b.txt"], True)


def test_what_is_no_list_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "MAX_TEXT", 100)
    for name in (".hidden", "x.part", "y.crdownload", "z~"):
        put(tmp_path / name)
    put(tmp_path / "large.txt", "x" * 101)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    assert names(tmp_path) == ([], False)


def test_a_folder_that_is_gone_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(DiskError):
        arrivals(tmp_path / "gone", NOW)


def test_what_was_taken_in_is_put_away_and_nothing_is_overwritten(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        put_away(put(tmp_path / "a.tar.gz", text))
    kept = {path.name: path.read_text() for path in (tmp_path / DONE).iterdir()}
    assert kept == {"a.tar.gz": "one", "a (2).tar.gz": "two", "a (3).tar.gz": "three"}
    assert names(tmp_path) == ([], False)


def test_what_cannot_be_put_away_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / DONE).touch()
    with pytest.raises(DiskError):
        put_away(put(tmp_path / "a.txt"))

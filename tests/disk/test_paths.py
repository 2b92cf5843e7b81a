"""Folders as typed, as made, and how much room they have."""

import os
from pathlib import Path

import pytest

from core.disk.paths import (
    default_download_folder,
    default_state_folder,
    expand,
    free_bytes,
    make_folder,
)
from core.model.errors import FolderMissingError


def test_home_and_variables_are_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PLACE", "there")
    assert expand("~/$PLACE/x") == tmp_path / "there" / "x"


def test_a_folder_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert expand("x") == tmp_path / "x"
    assert expand(".") == tmp_path


def test_the_default_folders_are_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert default_state_folder() == tmp_path / "state" / "headgate"
    assert default_download_folder().is_absolute()


def test_a_missing_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("path", ["file", "file/below", "dangling"])
def test_what_cannot_be_a_folder_is_told(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").write_text("theirs")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FolderMissingError):
        make_folder(tmp_path / path)
    assert (tmp_path / "file").read_text() == "theirs"


def test_a_link_to_a_folder_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    make_folder(tmp_path / "link")
    assert (tmp_path / "link").is_dir()


def test_the_room_is_that_for_ordinary_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = os.statvfs(tmp_path)
    monkeypatch.setattr(os, "statvfs", lambda _folder: info)
    assert free_bytes(tmp_path) == info.f_bavail * info.f_frsize


def test_a_folder_to_be_made_has_the_room_of_its_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    real = os.statvfs

    def ask(folder: Path) -> os.statvfs_result:
        asked.append(folder)
        return real(folder)

    monkeypatch.setattr(os, "statvfs", ask)
    room = free_bytes(tmp_path / "a" / "b")
    assert room is not None
    assert room > 0
    assert asked[-1] == tmp_path


@pytest.mark.parametrize("reason", [PermissionError, NotADirectoryError])
def test_room_that_cannot_be_told_is_not_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: type[OSError]
) -> None:
    def refuse(_folder: Path) -> None:
        raise reason

    monkeypatch.setattr(os, "statvfs", refuse)
    assert free_bytes(tmp_path) is None


def test_even_a_world_without_folders_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: Path) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(os, "statvfs", refuse)
    assert free_bytes(Path("/a/b")) is None

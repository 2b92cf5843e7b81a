"""Folders as typed, as made, and how much room they have."""

import os
from pathlib import Path

import pytest

from core.disk.paths import (
    MOUNTS,
    default_download_folder,
    default_state_folder,
    expand,
    free_bytes,
    is_bare_place,
    make_folder,
)
from core.model.errors import FolderGoneError, FolderMissingError


def test_home_and_variables_are_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PLACE", "there")
    assert expand("~/$PLACE/x") == tmp_path / "there" / "x"


def test_what_stands_for_nothing_is_a_name_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTHING_HERE", raising=False)
    assert expand("~nobody-we-know/x") == tmp_path / "~nobody-we-know" / "x"
    assert expand("$NOTHING_HERE/x") == tmp_path / "$NOTHING_HERE" / "x"


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


class Mounts:
    """A place where drives appear, as /media/USER/LABEL, with a drive that can be plugged in."""

    def __init__(self, base: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = base / "media"
        self.drive = self.root / "me" / "STICK"
        self.root.mkdir()
        self._patch = patch

    def plug_in(self) -> None:
        self.drive.mkdir(parents=True, exist_ok=True)
        real = Path.stat

        def stat(path: Path, **options: bool) -> os.stat_result:
            found = real(path, **options)
            if path == self.drive or self.drive in path.parents:
                return os.stat_result([*found[:2], found.st_dev + 1, *found[3:10]])
            return found

        self._patch.setattr(Path, "stat", stat)

    def make(self, folder: Path) -> None:
        make_folder(folder, (self.root,))


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mounts:
    return Mounts(tmp_path, monkeypatch)


@pytest.mark.parametrize("place", ["nothing", "the user's folder", "a bare place for the drive"])
def test_a_folder_of_a_drive_that_is_not_there_is_not_made(mounts: Mounts, place: str) -> None:
    if place == "the user's folder":
        (mounts.root / "me" / "OTHER").mkdir(parents=True)
    elif place == "a bare place for the drive":
        mounts.drive.mkdir(parents=True)
    for folder in (mounts.drive / "films", mounts.drive / "films" / "new"):
        with pytest.raises(FolderGoneError, match="its drive is not plugged in"):
            mounts.make(folder)
    assert not (mounts.drive / "films").exists()


def test_a_place_for_drives_that_was_never_used_is_not_made_either(tmp_path: Path) -> None:
    root = tmp_path / "run" / "media"
    with pytest.raises(FolderGoneError, match="not plugged in"):
        make_folder(root / "me" / "STICK" / "films", (root,))
    assert not root.exists()


def test_an_empty_place_for_a_drive_is_told_from_a_drive_and_from_a_folder(
    mounts: Mounts, tmp_path: Path
) -> None:
    assert not is_bare_place(mounts.drive, (mounts.root,)), "there is none"
    mounts.drive.mkdir(parents=True)
    assert is_bare_place(mounts.drive, (mounts.root,))
    assert not is_bare_place(tmp_path / "media", (mounts.root,))
    (mounts.drive / "file").touch()
    assert not is_bare_place(mounts.drive, (mounts.root,)), "somebody saves files there"
    (mounts.drive / "file").unlink()
    mounts.plug_in()
    assert not is_bare_place(mounts.drive, (mounts.root,)), "an empty drive"


def test_a_folder_of_a_drive_that_is_there_is_made(mounts: Mounts) -> None:
    mounts.plug_in()
    mounts.make(mounts.drive / "films" / "new")
    assert (mounts.drive / "films" / "new").is_dir()


def test_a_folder_among_others_is_made_wherever_it_is(mounts: Mounts) -> None:
    (mounts.root / "data" / "old").mkdir(parents=True)
    mounts.make(mounts.root / "data" / "new")
    mounts.make(mounts.root / "top")
    assert (mounts.root / "data" / "new").is_dir()
    assert (mounts.root / "top").is_dir()


def test_a_folder_that_is_there_is_not_doubted(mounts: Mounts) -> None:
    mounts.drive.mkdir(parents=True)
    mounts.make(mounts.drive)


def test_drives_appear_where_systems_let_them() -> None:
    assert {str(one) for one in MOUNTS} == {"/media", "/mnt", "/run/media", "/Volumes"}


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

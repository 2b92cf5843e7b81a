"""The trash: a file can be found again, or stays where it is."""

import os
import re
import stat
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from core.disk import trash
from core.disk.trash import throw_away


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "Trash"


@pytest.fixture
def elsewhere(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as the top of another disk than the home's."""
    top = tmp_path / "stick"
    top.mkdir()
    real = trash._device
    monkeypatch.setattr(trash, "_device", lambda path: -1 if path == home else real(path))
    monkeypatch.setattr(trash, "_top_of", lambda _folder: top)
    return top


def thrown(path: Path, text: str = "old") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def origins(folder: Path) -> list[str]:
    """What the trash says about where its files are from."""
    found = []
    for info in sorted((folder / "info").iterdir()):
        head, path, date = info.read_text("ascii").splitlines()
        assert head == "[Trash Info]"
        assert re.fullmatch(r"DeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", date)
        found.append(os.fsdecode(unquote_to_bytes(path.removeprefix("Path="))))
    return found


def test_a_file_goes_to_the_home_trash_with_a_word_on_where_it_was(
    tmp_path: Path, home: Path
) -> None:
    file = thrown(tmp_path / "ünï %41" / "a b.txt")
    assert throw_away(file)
    assert not file.exists()
    assert (home / "files" / "a b.txt").read_text() == "old"
    assert origins(home) == [str(file)]
    assert [stat.S_IMODE(one.stat().st_mode) for one in (home, home / "info")] == [0o700] * 2


def test_files_of_one_name_do_not_get_in_each_others_way(tmp_path: Path, home: Path) -> None:
    for number in range(3):
        assert throw_away(thrown(tmp_path / "a.tar.gz", str(number)))
    kept = {one.name: one.read_text() for one in (home / "files").iterdir()}
    assert kept == {"a.tar.gz": "0", "a (2).tar.gz": "1", "a (3).tar.gz": "2"}
    assert len(origins(home)) == 3


def test_what_lies_there_without_a_word_is_not_replaced(tmp_path: Path, home: Path) -> None:
    thrown(home / "files" / "a.txt", "stray")
    assert throw_away(thrown(tmp_path / "a.txt"))
    assert (home / "files" / "a.txt").read_text() == "stray"
    assert (home / "files" / "a (2).txt").read_text() == "old"
    assert [one.name for one in (home / "info").iterdir()] == ["a (2).txt.trashinfo"]


def test_the_longest_name_has_room_for_its_word(tmp_path: Path, home: Path) -> None:
    for _ in range(2):
        assert throw_away(thrown(tmp_path / ("ü" * 121 + ".tar.gz")))
    assert len(origins(home)) == 2


def test_another_disk_has_a_trash_of_its_own(elsewhere: Path) -> None:
    file = thrown(elsewhere / "folder" / "a.txt")
    assert throw_away(file)
    own = elsewhere / f".Trash-{os.getuid()}"
    assert (own / "files" / "a.txt").read_text() == "old"
    assert origins(own) == ["folder/a.txt"]  # the disk may be plugged in somewhere else
    assert stat.S_IMODE(own.stat().st_mode) == 0o700


def test_a_trash_for_all_users_is_used_if_it_can_be_trusted(elsewhere: Path) -> None:
    shared = elsewhere / ".Trash"
    shared.mkdir()
    shared.chmod(0o1777)
    assert throw_away(thrown(elsewhere / "a.txt"))
    assert (shared / str(os.getuid()) / "files" / "a.txt").exists()


@pytest.mark.parametrize("flaw", ["not sticky", "link", "file"])
def test_else_it_is_not(elsewhere: Path, flaw: str) -> None:
    shared = elsewhere / ".Trash"
    if flaw == "file":
        shared.touch()
    elif flaw == "link":
        (elsewhere / "theirs").mkdir()
        (elsewhere / "theirs").chmod(0o1777)
        shared.symlink_to("theirs")
    else:
        shared.mkdir()
    assert throw_away(thrown(elsewhere / "a.txt"))
    assert (elsewhere / f".Trash-{os.getuid()}" / "files" / "a.txt").exists()


def test_a_link_in_place_of_our_own_is_not_followed(elsewhere: Path) -> None:
    (elsewhere / "theirs").mkdir()
    (elsewhere / f".Trash-{os.getuid()}").symlink_to("theirs")
    file = thrown(elsewhere / "a.txt")
    assert not throw_away(file)
    assert file.read_text() == "old"
    assert not list((elsewhere / "theirs").iterdir())


def test_a_disk_that_takes_no_trash_keeps_the_file(elsewhere: Path) -> None:
    (elsewhere / f".Trash-{os.getuid()}").touch()
    file = thrown(elsewhere / "a.txt")
    assert not throw_away(file)
    assert file.read_text() == "old"


def test_a_file_that_cannot_be_moved_leaves_no_word_behind(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(trash, "rename_exclusively", refuse)
    file = thrown(tmp_path / "a.txt")
    assert not throw_away(file)
    assert file.read_text() == "old"
    assert not list((home / "info").iterdir())


def test_a_full_trash_takes_no_more(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "MAX_NUMBER", 2)
    assert throw_away(thrown(tmp_path / "a.txt"))
    assert not throw_away(thrown(tmp_path / "a.txt"))
    assert len(origins(home)) == 1


@pytest.mark.parametrize("data", ["", "relative"])
def test_without_a_word_from_the_desktop_the_trash_is_where_it_always_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", data)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert throw_away(thrown(tmp_path / "a.txt"))
    assert (tmp_path / ".local/share/Trash/files/a.txt").exists()


def test_the_top_of_a_disk_is_where_it_is_mounted(tmp_path: Path) -> None:
    top = trash._top_of(tmp_path)
    assert top.is_mount()
    assert top in (tmp_path, *tmp_path.parents)


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_keep_theirs_in_another_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert not throw_away(thrown(tmp_path / "a.txt"))


def test_a_file_that_is_gone_is_not_thrown_away(tmp_path: Path, home: Path) -> None:
    assert not throw_away(tmp_path / "a.txt")
    assert not home.exists()

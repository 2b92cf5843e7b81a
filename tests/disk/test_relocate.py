"""An unfinished file goes elsewhere whole, with its marks, or stays where it is."""

import errno
import os
from pathlib import Path

import pytest

from core.disk import relocate as room
from core.disk.relocate import refile, relocate
from core.model.errors import DiskFullError, FolderNotWritableError, NameTakenError

DATA = b"half of it"


@pytest.fixture(params=["same disk", "other disk"])
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if request.param == "other disk":
        real = room.rename_exclusively

        def crosses(part: Path, final: Path) -> None:
            if not part.exists():
                real(part, final)
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

        monkeypatch.setattr(room, "rename_exclusively", crosses)
    made = tmp_path / "a.part"
    made.write_bytes(DATA)
    os.setxattr(made, "user.headgate.download", b"mark")
    return made


def test_it_takes_its_marks_along(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "deep" / "below" / "b.part"
    relocate(old, new)
    assert new.read_bytes() == DATA
    assert os.getxattr(new, "user.headgate.download") == b"mark"
    assert not old.exists()


def test_another_file_stays(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "b.part"
    new.write_bytes(b"of somebody else")
    with pytest.raises(NameTakenError):
        relocate(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, b"of somebody else")


def test_what_is_gone_is_no_fault(tmp_path: Path) -> None:
    relocate(tmp_path / "gone.part", tmp_path / "b.part")
    assert not (tmp_path / "b.part").exists()


def test_a_disk_that_is_full_has_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def crosses(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(room, "rename_exclusively", crosses)
    monkeypatch.setattr(room.shutil, "copyfileobj", full)
    old, new = tmp_path / "a.part", tmp_path / "b.part"
    old.write_bytes(DATA)
    with pytest.raises(DiskFullError):
        relocate(old, new)
    assert old.exists()
    assert not new.exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(room, "rename_exclusively", refuses)
    with pytest.raises(FolderNotWritableError):
        relocate(tmp_path / "a.part", tmp_path / "b.part")


# --- what is finished ----------------------------------------------------------------------


def test_a_finished_file_moves_with_all_it_has(old: Path, tmp_path: Path) -> None:
    old.chmod(0o640)
    new = tmp_path / "deep" / "below" / "b.bin"
    assert refile(old, new)
    assert new.read_bytes() == DATA
    assert os.getxattr(new, "user.headgate.download") == b"mark"
    assert new.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in new.parent.iterdir()] == ["b.bin"]
    assert not old.exists()


def test_what_has_the_name_already_stays(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "b.bin"
    new.write_bytes(b"of somebody else")
    with pytest.raises(NameTakenError):
        refile(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, b"of somebody else")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.part", "b.bin"]


def test_who_takes_the_name_while_it_is_copied_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "a.bin", tmp_path / "b.bin"
    old.write_bytes(DATA)
    copy = room._copy

    def slowly(source: Path, halfway: Path) -> None:
        copy(source, halfway)
        new.write_bytes(b"of somebody else")

    def crosses(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(room, "rename_exclusively", crosses)
    monkeypatch.setattr(room, "_copy", slowly)
    with pytest.raises(NameTakenError):
        refile(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, b"of somebody else")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bin", "b.bin"]


def test_a_finished_file_that_is_gone_goes_nowhere(tmp_path: Path) -> None:
    assert not refile(tmp_path / "gone.bin", tmp_path / "b.bin")
    assert not (tmp_path / "b.bin").exists()

"""An unfinished file goes elsewhere whole, with its marks, or stays where it is."""

import errno
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.disk import copying
from core.disk import relocate as room
from core.disk.copying import Copies
from core.disk.partfile import PartFile
from core.model.errors import DiskFullError, FolderNotWritableError, NameTakenError
from core.stop import StopSignal

DATA = b"half of it"


class Mover:
    """Both ways to move, for a download with the mark `mark`."""

    def __init__(self, copies: Copies, stop: StopSignal) -> None:
        self._rest = (copies, "mark", stop)

    def relocate(self, old: Path, new: Path) -> None:
        room.relocate(old, new, *self._rest)

    def refile(self, old: Path, new: Path) -> bool:
        return room.refile(old, new, *self._rest)


@pytest.fixture
def mover(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mover]:
    with closing(StopSignal()) as stop:
        yield Mover(Copies(tmp_path_factory.mktemp("state")), stop)


@pytest.fixture
def _crossing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything lies on another disk."""

    def crosses(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(room, "rename_exclusively", crosses)


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


def test_it_takes_its_marks_along(mover: Mover, old: Path, tmp_path: Path) -> None:
    new = tmp_path / "deep" / "below" / "b.part"
    mover.relocate(old, new)
    assert new.read_bytes() == DATA
    assert os.getxattr(new, "user.headgate.download") == b"mark"
    assert not old.exists()


def test_another_file_stays(mover: Mover, old: Path, tmp_path: Path) -> None:
    new = tmp_path / "b.part"
    new.write_bytes(b"of somebody else")
    with pytest.raises(NameTakenError):
        mover.relocate(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, b"of somebody else")


def test_what_is_gone_is_no_fault(mover: Mover, tmp_path: Path) -> None:
    mover.relocate(tmp_path / "gone.part", tmp_path / "b.part")
    assert not (tmp_path / "b.part").exists()


@pytest.mark.usefixtures("_crossing")
def test_a_disk_that_is_full_has_nothing_of_it(
    mover: Mover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFullError(folder="/full")

    monkeypatch.setattr(copying.PartFile, "write", full)
    old, new = tmp_path / "a.part", tmp_path / "b.part"
    old.write_bytes(DATA)
    with pytest.raises(DiskFullError):
        mover.relocate(old, new)
    assert old.exists()
    assert not new.exists()


def test_a_folder_that_cannot_be_written(
    mover: Mover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(room, "rename_exclusively", refuses)
    with pytest.raises(FolderNotWritableError):
        mover.relocate(tmp_path / "a.part", tmp_path / "b.part")


# --- what is finished ----------------------------------------------------------------------


def test_a_finished_file_moves_with_all_it_has(mover: Mover, old: Path, tmp_path: Path) -> None:
    old.chmod(0o640)
    new = tmp_path / "deep" / "below" / "b.bin"
    assert mover.refile(old, new)
    assert new.read_bytes() == DATA
    assert os.getxattr(new, "user.headgate.download") == b"mark"
    assert new.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in new.parent.iterdir()] == ["b.bin"]
    assert not old.exists()


def test_what_has_the_name_already_stays(mover: Mover, old: Path, tmp_path: Path) -> None:
    new = tmp_path / "b.bin"
    new.write_bytes(b"of somebody else")
    with pytest.raises(NameTakenError):
        mover.refile(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, b"of somebody else")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.part", "b.bin"]


@pytest.mark.usefixtures("_crossing")
def test_who_takes_the_name_while_it_is_copied_keeps_it(
    mover: Mover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "a.bin", tmp_path / "b.bin"
    old.write_bytes(DATA)
    fill = copying._fill

    def slowly(part: PartFile, source: Path, stop: StopSignal) -> None:
        fill(part, source, stop)
        new.write_bytes(b"of somebody else")

    monkeypatch.setattr(copying, "_fill", slowly)
    with pytest.raises(NameTakenError):
        mover.refile(old, new)
    assert (old.read_bytes(), new.read_bytes()) == (DATA, b"of somebody else")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bin", "b.bin"]


def test_a_finished_file_that_is_gone_goes_nowhere(mover: Mover, tmp_path: Path) -> None:
    assert not mover.refile(tmp_path / "gone.bin", tmp_path / "b.bin")
    assert not (tmp_path / "b.bin").exists()

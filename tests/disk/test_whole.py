"""Whole files: nothing is there under any name until all of it is."""

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.disk import unnamed
from core.disk.mark import has_mark
from core.disk.whole import CannotName, WholeFile
from core.model.errors import (
    DiskError,
    DiskFaultError,
    DiskFullError,
    FolderMissingError,
    FolderNotWritableError,
    NameTooLongError,
)
from tests.disk.conftest import has_attributes

DATA = bytes(range(256)) * 20
TOKEN = "list:1"
URL = "https://name:secret@example.org/a.bin?token=secret#part"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[WholeFile]:
    made = WholeFile.create(str(tmp_path))
    assert made is not None, "the tests need a disk with unnamed files"
    yield made
    made.close()


def write(file: WholeFile, data: bytes = DATA) -> None:
    file.write(memoryview(data), URL, TOKEN)


def test_it_has_no_name_until_it_is_given_one(file: WholeFile, tmp_path: Path) -> None:
    write(file)
    assert list(tmp_path.iterdir()) == []
    assert file.name_it("a.bin")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]
    assert (tmp_path / "a.bin").read_bytes() == DATA


@pytest.mark.parametrize("data", [b"", b"x", DATA * 300])
def test_every_size_arrives(file: WholeFile, tmp_path: Path, data: bytes) -> None:
    write(file, data)
    file.name_it("a.bin")
    assert (tmp_path / "a.bin").read_bytes() == data


def test_without_a_name_nothing_stays(tmp_path: Path) -> None:
    made = WholeFile.create(str(tmp_path))
    assert made is not None
    write(made)
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_it_gets_the_usual_mode_and_no_execute_bit(file: WholeFile, tmp_path: Path) -> None:
    write(file)
    file.name_it("run.sh")
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "run.sh").stat().st_mode & 0o777 == 0o666 & ~mask


def test_its_origin_is_kept_without_secrets(file: WholeFile, tmp_path: Path) -> None:
    write(file)
    file.name_it("a.bin")
    if has_attributes(tmp_path):
        origin = os.getxattr(tmp_path / "a.bin", "user.xdg.origin.url")
        assert origin == b"https://example.org/a.bin"


def test_it_is_marked_as_ours_before_it_has_a_name(file: WholeFile, tmp_path: Path) -> None:
    write(file)
    file.name_it("a.bin")
    assert has_mark(tmp_path / "a.bin", TOKEN) is has_attributes(tmp_path)
    assert not has_mark(tmp_path / "a.bin", "list:2")


def _file(path: Path) -> None:
    path.write_bytes(b"precious")


def _link(path: Path) -> None:
    target = path.with_name("target")
    target.write_bytes(b"precious")
    path.symlink_to(target)


def _dangling_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("obstacle", [_file, Path.mkdir, _link, _dangling_link, _pipe])
def test_what_has_the_name_stays_and_another_name_works(
    file: WholeFile, tmp_path: Path, obstacle: Callable[[Path], None]
) -> None:
    obstacle(tmp_path / "a.bin")
    before = {path.name: path.lstat().st_ino for path in tmp_path.iterdir()}
    write(file)
    assert not file.name_it("a.bin")
    assert {path.name: path.lstat().st_ino for path in tmp_path.iterdir()} == before
    if (tmp_path / "a.bin").is_file():
        assert (tmp_path / "a.bin").read_bytes() == b"precious"
    assert file.name_it("a (2).bin")
    assert (tmp_path / "a (2).bin").read_bytes() == DATA
    assert not (tmp_path / "nowhere").exists()


def test_of_two_files_one_gets_the_name(tmp_path: Path) -> None:
    files = [WholeFile.create(str(tmp_path)) for _ in range(2)]
    got = []
    for number, made in enumerate(files):
        assert made is not None
        write(made, b"%d" % number)
        got.append(made.name_it("a.bin"))
        made.close()
    assert got == [True, False]
    assert (tmp_path / "a.bin").read_bytes() == b"0"


# --- disks and systems that do not play along ----------------------------------------------


def fail(number: int) -> Callable[..., object]:
    def call(*_: object, **__: object) -> object:
        raise OSError(number, os.strerror(number))

    return call


@pytest.mark.parametrize(
    "number",
    [errno.EOPNOTSUPP, errno.ENOSYS, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EPERM],
)
def test_a_disk_without_unnamed_files_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(os, "open", fail(number))
    assert WholeFile.create(str(tmp_path)) is None


def test_a_system_without_unnamed_files_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unnamed, "_UNNAMED", 0)
    monkeypatch.setattr(os, "open", fail(errno.EIO))
    assert WholeFile.create(str(tmp_path)) is None


def test_a_folder_that_is_missing_is_left_to_the_longer_way(tmp_path: Path) -> None:
    assert WholeFile.create(str(tmp_path / "missing")) is None


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.EACCES, FolderNotWritableError),
        (errno.EROFS, FolderNotWritableError),
        (errno.ENOTDIR, FolderMissingError),
        (errno.ENOSPC, DiskFullError),
        (errno.EMFILE, DiskFaultError),
    ],
)
def test_why_none_can_be_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[DiskError]
) -> None:
    monkeypatch.setattr(os, "open", fail(number))
    with pytest.raises(error):
        WholeFile.create(str(tmp_path))


@pytest.mark.parametrize(
    ("call", "number", "error"),
    [
        ("write", errno.ENOSPC, DiskFullError),
        ("write", errno.EIO, DiskFaultError),
        ("fsync", errno.EIO, DiskFaultError),
        ("fsync", errno.ENOSPC, DiskFullError),
    ],
)
def test_a_fault_while_writing_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, error: type[DiskError]
) -> None:
    made = WholeFile.create(str(tmp_path))
    assert made is not None
    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail(number))
        with pytest.raises(error):
            write(made)
    made.close()
    assert list(tmp_path.iterdir()) == []


def test_short_writes_are_gone_on_with(
    file: WholeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:100]))
    write(file)
    file.name_it("a.bin")
    assert (tmp_path / "a.bin").read_bytes() == DATA


@pytest.mark.parametrize(
    "number",
    [errno.ENOENT, errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EINVAL],
)
def test_where_it_cannot_be_named_the_longer_way_is_asked_for(
    file: WholeFile, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    write(file)
    monkeypatch.setattr(os, "link", fail(number))
    with pytest.raises(CannotName):
        file.name_it("a.bin")


def test_a_name_that_is_too_long_is_told(file: WholeFile) -> None:
    write(file)
    with pytest.raises(NameTooLongError):
        file.name_it("a" * 300)


def test_a_folder_that_went_away_meanwhile_is_left_to_the_longer_way(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    made = WholeFile.create(str(folder))
    assert made is not None
    write(made)
    folder.rmdir()
    with pytest.raises(CannotName):
        made.name_it("a.bin")
    made.close()


def test_the_content_is_on_the_disk_before_the_name(
    file: WholeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("write", "fsync", "link"):
        real = getattr(os, name)

        def call(
            *words: object, name: str = name, real: Callable[..., object] = real, **more: object
        ) -> object:
            calls.append(name)
            return real(*words, **more)

        monkeypatch.setattr(os, name, call)
    write(file)
    file.name_it("a.bin")
    assert calls == ["write", "fsync", "link"]

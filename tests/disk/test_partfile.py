"""The part file: created exclusively, written at positions, held by one process."""

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from core.disk import partfile
from core.disk.partfile import PartFile, part_path
from core.model.errors import (
    DiskError,
    DiskFullError,
    FolderGoneError,
    FolderMissingError,
    InUseError,
    NameTooLongError,
    PartLostError,
)
from tests.disk.conftest import Children

HOLD = """
import sys
from pathlib import Path
from core.disk.partfile import PartFile
part = PartFile.create(Path(sys.argv[1]))
part.write(memoryview(b"theirs"), 0)
print("held", flush=True)
sys.stdin.readline()
"""
REOPEN = """
import sys
from pathlib import Path
from core.disk.partfile import PartFile
try:
    PartFile.reopen(Path(sys.argv[1]))
except Exception as error:
    print(type(error).__name__)
else:
    print("opened")
"""


def current_umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.zip.part"


@pytest.fixture
def part(path: Path) -> Iterator[PartFile]:
    made = PartFile.create(path)
    yield made
    made.close()


def test_the_part_file_stands_beside_the_final_name(tmp_path: Path) -> None:
    assert part_path(tmp_path / "a.tar.gz") == tmp_path / "a.tar.gz.part"


def test_a_new_part_file_is_empty_and_private(part: PartFile, path: Path) -> None:
    assert part.size() == 0
    assert stat.S_IMODE(path.stat().st_mode) & 0o177 == 0


@pytest.mark.parametrize("mode", [0o600, 0o755])
def test_it_becomes_as_readable_as_any_file_and_never_runs(
    part: PartFile, path: Path, mode: int
) -> None:
    path.chmod(mode)
    part.make_public()
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~current_umask()


def test_a_name_that_is_taken_is_left_alone(path: Path) -> None:
    path.write_text("theirs")
    with pytest.raises(FileExistsError):
        PartFile.create(path)
    assert path.read_text() == "theirs"


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_never_followed_when_creating(path: Path, *, dangling: bool) -> None:
    target = path.with_name("target")
    if not dangling:
        target.write_text("theirs")
    path.symlink_to(target)
    with pytest.raises(FileExistsError):
        PartFile.create(path)
    assert target.exists() is not dangling
    assert dangling or target.read_text() == "theirs"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderMissingError, match="gone"):
        PartFile.create(tmp_path / "gone" / "a.part")


def test_a_name_too_long_is_told(tmp_path: Path) -> None:
    with pytest.raises(NameTooLongError):
        PartFile.create(tmp_path / ("a" * 300))


def test_bytes_go_where_they_belong(part: PartFile, path: Path) -> None:
    part.write(memoryview(b"world"), 6)
    part.write(memoryview(b"hello "), 0)
    assert path.read_bytes() == b"hello world"
    assert part.size() == 11
    assert part.read(6, 100) == b"world"
    assert part.read(11, 100) == b""


def test_threads_share_one_part_file(part: PartFile, path: Path) -> None:
    block = 50_000

    def write(number: int) -> None:
        part.write(memoryview(bytes([number]) * block), number * block)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == b"".join(bytes([number]) * block for number in range(8))


def test_a_write_goes_on_where_the_system_broke_it_off(
    part: PartFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda fd, data, at: whole(fd, data[:3], at))
    part.write(memoryview(b"hello world"), 0)
    assert path.read_bytes() == b"hello world"


def test_cutting_makes_it_exactly_so_long(part: PartFile, path: Path) -> None:
    part.write(memoryview(b"hello world"), 0)
    part.cut(5)
    assert path.read_bytes() == b"hello"
    part.cut(7)
    assert path.read_bytes() == b"hello\0\0"


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    full = PartFile(os.open("/dev/full", os.O_RDWR), tmp_path / "a.part")
    with pytest.raises(DiskFullError) as caught:
        full.write(memoryview(b"x"), 0)
    assert caught.value.details == {"folder": str(tmp_path)}
    full.close()


@pytest.mark.parametrize("call", ["pwrite", "pread", "ftruncate"])
def test_a_disk_that_fails_is_told(
    part: PartFile, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, call, fail)
    actions = {
        "pwrite": lambda: part.write(memoryview(b"x"), 0),
        "pread": lambda: part.read(0, 1),
        "ftruncate": lambda: part.cut(0),
    }
    with pytest.raises(DiskError, match="input/output error"):
        actions[call]()


def test_syncing_what_cannot_be_synced_is_told(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(writer)
    part = PartFile(reader, tmp_path / "a.part")
    with pytest.raises(DiskError):
        part.sync()
    part.close()


def test_syncing_keeps_what_was_written(part: PartFile, path: Path) -> None:
    part.write(memoryview(b"kept"), 0)
    part.sync()
    assert path.read_bytes() == b"kept"


def test_closing_twice_harms_nobody(part: PartFile, path: Path) -> None:
    part.close()
    other = PartFile.reopen(path)
    part.close()
    assert other.size() == 0
    other.close()


def test_what_an_earlier_batch_left_is_still_there(part: PartFile, path: Path) -> None:
    part.write(memoryview(b"kept"), 0)
    part.close()
    again = PartFile.reopen(path)
    assert again.read(0, 10) == b"kept"
    again.write(memoryview(b"!"), 4)
    again.close()
    assert path.read_bytes() == b"kept!"


def test_a_part_file_that_is_gone_is_told(path: Path) -> None:
    with pytest.raises(PartLostError) as caught:
        PartFile.reopen(path)
    assert caught.value.details == {"name": path.name}


def test_a_link_in_its_place_is_not_followed(path: Path) -> None:
    target = path.with_name("target")
    target.write_text("theirs")
    path.symlink_to(target)
    with pytest.raises(PartLostError):
        PartFile.reopen(path)
    assert target.read_text() == "theirs"


def test_a_folder_in_its_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(PartLostError):
        PartFile.reopen(path)


def test_a_pipe_in_its_place_is_told_and_blocks_nobody(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(PartLostError):
        PartFile.reopen(path)


def test_nobody_else_opens_it_meanwhile(part: PartFile, path: Path) -> None:
    with pytest.raises(InUseError) as caught:
        PartFile.reopen(path)
    assert caught.value.details == {"name": "a.zip"}
    part.close()
    PartFile.reopen(path).close()


def test_another_process_cannot_open_it(part: PartFile, path: Path, child: Children) -> None:
    assert child(REOPEN, path).end() == "InUseError"
    part.close()
    assert child(REOPEN, path).end() == "opened"


def test_the_lock_goes_with_the_process_that_held_it(path: Path, child: Children) -> None:
    holder = child(HOLD, path)
    assert holder.line() == "held"
    with pytest.raises(InUseError):
        PartFile.reopen(path)
    holder.kill()
    part = PartFile.reopen(path)
    assert part.read(0, 10) == b"theirs"
    part.close()


@pytest.mark.parametrize("look", [PartFile.check_in_place, lambda part: PartFile.reopen(part.file)])
def test_a_folder_that_comes_back_between_two_looks_was_only_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Callable[[PartFile], object]
) -> None:
    part = PartFile.create(tmp_path / "a.part")

    def gone(path: object, *_more: object) -> NoReturn:
        raise FileNotFoundError(errno.ENOENT, "it is not there", path)

    with monkeypatch.context() as patch, closing(part):
        patch.setattr(partfile, "os", SimpleNamespace(**{**vars(os), "lstat": gone, "open": gone}))
        with pytest.raises(FolderGoneError):
            look(part)

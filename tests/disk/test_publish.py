"""Publishing: the final name at last, and never over another file."""

import ctypes
import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.disk.publish import publish
from core.model.errors import DiskFaultError, PartLostError


def refusing(number: int) -> Callable[..., int]:
    """A renameat2 of a system or disk that does not have it."""

    def call(*_arguments: object) -> int:
        ctypes.set_errno(number)
        return -1

    return call


def no_links(*_arguments: object, **_options: object) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


WAYS = ("as it is", "no call", "ENOSYS", "EINVAL", "no links")


@pytest.fixture(params=WAYS)
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing with what different systems and disks offer."""
    if request.param == "no links":
        monkeypatch.setattr(os, "link", no_links)
    if request.param in ("no call", "no links"):
        monkeypatch.setattr("core.disk.publish._renameat2", None)
    elif request.param in ("ENOSYS", "EINVAL"):
        number = getattr(errno, request.param)
        monkeypatch.setattr("core.disk.publish._renameat2", refusing(number))


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip.part"
    path.write_text("ours")
    path.chmod(0o600)
    return path


@pytest.fixture
def final(tmp_path: Path) -> Path:
    return tmp_path / "a.zip"


@pytest.mark.usefixtures("any_way")
def test_the_part_file_becomes_the_file(part: Path, final: Path) -> None:
    publish(part, final)
    assert final.read_text() == "ours"
    assert not part.exists()
    assert final.stat().st_nlink == 1


@pytest.mark.usefixtures("any_way")
def test_another_file_is_never_replaced(part: Path, final: Path) -> None:
    final.write_text("theirs")
    with pytest.raises(FileExistsError):
        publish(part, final)
    assert final.read_text() == "theirs"
    assert part.read_text() == "ours"


@pytest.mark.usefixtures("any_way")
@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_never_replaced_nor_followed(part: Path, final: Path, *, dangling: bool) -> None:
    target = final.with_name("target")
    if not dangling:
        target.write_text("theirs")
    final.symlink_to(target)
    with pytest.raises(FileExistsError):
        publish(part, final)
    assert final.is_symlink()
    assert target.exists() is not dangling
    assert dangling or target.read_text() == "theirs"
    assert part.read_text() == "ours"


@pytest.mark.usefixtures("any_way")
def test_a_folder_is_never_replaced(part: Path, final: Path) -> None:
    final.mkdir()
    with pytest.raises(FileExistsError):
        publish(part, final)
    assert part.read_text() == "ours"


def test_on_request_the_old_file_is_replaced(part: Path, final: Path) -> None:
    final.write_text("old")
    publish(part, final, overwrite=True)
    assert final.read_text() == "ours"
    assert not part.exists()


def test_replacing_a_link_leaves_its_target_alone(part: Path, final: Path) -> None:
    target = final.with_name("target")
    target.write_text("theirs")
    final.symlink_to(target)
    publish(part, final, overwrite=True)
    assert target.read_text() == "theirs"
    assert final.read_text() == "ours"
    assert not final.is_symlink()


def test_a_folder_cannot_be_replaced_even_on_request(part: Path, final: Path) -> None:
    final.mkdir()
    with pytest.raises((DiskFaultError, FileExistsError)):
        publish(part, final, overwrite=True)
    assert part.read_text() == "ours"


@pytest.mark.parametrize("way", ["as it is", "no call"])
def test_of_many_at_once_exactly_one_gets_the_name(
    tmp_path: Path, final: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "no call":
        monkeypatch.setattr("core.disk.publish._renameat2", None)
    parts = [tmp_path / f"{number}.part" for number in range(8)]
    for path in parts:
        path.write_text(path.name)
    barrier = threading.Barrier(len(parts))
    refused: list[Path] = []

    def run(path: Path) -> None:
        barrier.wait()
        try:
            publish(path, final)
        except FileExistsError:
            refused.append(path)

    threads = [threading.Thread(target=run, args=(path,)) for path in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert all(path.read_text() == path.name for path in refused)
    assert final.read_text() not in {path.name for path in refused}


def test_a_part_file_that_vanished_is_told(part: Path, final: Path) -> None:
    part.unlink()
    with pytest.raises(PartLostError):
        publish(part, final)
    assert not final.exists()


def test_a_disk_that_fails_is_told_and_nothing_is_lost(
    part: Path, final: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.disk.publish._renameat2", refusing(errno.EIO))
    with pytest.raises(DiskFaultError):
        publish(part, final)
    assert part.read_text() == "ours"
    assert not final.exists()

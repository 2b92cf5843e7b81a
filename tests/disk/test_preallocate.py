"""Reserving space: where it is quick, without touching the file's length or its bytes."""

import ctypes
import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.disk import preallocate as module
from core.disk.preallocate import FIRST_BYTES, STEP_BYTES, preallocate
from core.stop import Interrupted, StopSignal

MIB = 1024 * 1024


class Disk:
    """Stands in for the system call: counts, takes time, fails on request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[int, int, int]] = []
        self.now = 0.0
        self.takes = 0.0
        self.growing = 1
        self.fails: list[int] = []
        monkeypatch.setattr(module, "_fallocate", self._call)

    def _call(self, _descriptor: int, mode: int, start: int, length: int) -> int:
        self.now += self.takes
        self.takes *= self.growing
        if self.fails:
            ctypes.set_errno(self.fails.pop(0))
            return -1
        self.asked.append((mode, start, length))
        return 0

    def clock(self) -> float:
        return self.now


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    signal = StopSignal()
    yield signal
    signal.close()


@pytest.fixture
def descriptor(tmp_path: Path) -> Iterator[int]:
    opened = os.open(tmp_path / "a.part", os.O_RDWR | os.O_CREAT)
    yield opened
    os.close(opened)


def test_a_real_file_keeps_its_length_and_its_bytes(descriptor: int, stop: StopSignal) -> None:
    os.write(descriptor, b"there")
    preallocate(descriptor, 5 * MIB, stop)
    assert os.fstat(descriptor).st_size == 5
    assert os.pread(descriptor, 10, 0) == b"there"


def test_all_of_a_large_file_is_reserved(disk: Disk, stop: StopSignal) -> None:
    size = 2 * STEP_BYTES
    preallocate(0, size, stop, disk.clock)
    assert disk.asked == [
        (1, 0, FIRST_BYTES),
        (1, FIRST_BYTES, STEP_BYTES),
        (1, FIRST_BYTES + STEP_BYTES, STEP_BYTES - FIRST_BYTES),
    ]


def test_where_it_takes_time_the_rest_stays_sparse(disk: Disk, stop: StopSignal) -> None:
    disk.takes = 0.1
    preallocate(0, STEP_BYTES, stop, disk.clock)
    assert disk.asked == [(1, 0, FIRST_BYTES)]


def test_a_later_step_may_take_longer_than_the_first_bytes(disk: Disk, stop: StopSignal) -> None:
    disk.takes = module.QUICK_SECONDS
    disk.growing = 9
    preallocate(0, 4 * STEP_BYTES, stop, disk.clock)
    assert disk.takes > module.STEP_SECONDS
    assert len(disk.asked) == 4  # the last one of these took too long


@pytest.mark.parametrize("number", [errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL])
def test_a_disk_that_cannot_is_no_fault(disk: Disk, stop: StopSignal, number: int) -> None:
    disk.fails = [number]
    preallocate(0, MIB, stop, disk.clock)
    assert disk.asked == []


def test_a_call_that_was_interrupted_is_made_again(disk: Disk, stop: StopSignal) -> None:
    disk.fails = [errno.EINTR]
    preallocate(0, MIB, stop, disk.clock)
    assert disk.asked == [(1, 0, MIB)]


def test_too_little_room_is_told_and_what_was_taken_is_given_back(
    disk: Disk, stop: StopSignal, descriptor: int
) -> None:
    os.posix_fallocate(descriptor, 0, MIB)
    os.ftruncate(descriptor, MIB)
    disk.fails = [errno.ENOSPC]
    with pytest.raises(OSError, match="No space") as caught:
        preallocate(descriptor, 5 * MIB, stop, disk.clock)
    assert caught.value.errno == errno.ENOSPC
    assert os.fstat(descriptor).st_size == MIB


def test_a_stop_is_heard_between_the_steps(disk: Disk, stop: StopSignal) -> None:
    stop.set()
    with pytest.raises(Interrupted):
        preallocate(0, MIB, stop, disk.clock)
    assert disk.asked == []


def test_other_systems_do_without(monkeypatch: pytest.MonkeyPatch, stop: StopSignal) -> None:
    monkeypatch.setattr(module, "_fallocate", None)
    preallocate(-1, MIB, stop)

"""The ways to be held up on this side: the disk, the state database, the last steps."""

import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from core.disk import preallocate
from core.disk.partfile import PartFile
from core.disk.schema import FILE_NAME
from core.engine import opening
from core.model.checksum import parse_checksum
from core.model.states import State
from tests.faults.blockages import LARGE, NUMBERS, Case, Ground, large
from tests.faults.blocker import truth
from tests.faults.holding import hold_all
from tests.faults.rounds import WORKERS, Bench, Blockage, WrongError

HUGE = 10_000_000_000  # bytes to hash; a file of holes, so it needs no space
MANY = 3000  # files to finish one after the other
SMALL, MIDDLE = 4096, 40_000  # bytes: come with their header, or need a part file

# Holds a write lock on the database from one line of its input to the next.
_LOCKER = """
import sqlite3, sys
database = sqlite3.connect(sys.stdin.readline().strip(), isolation_level=None, timeout=30)
while sys.stdin.readline():
    database.execute("BEGIN IMMEDIATE")
    print("locked", flush=True)
    sys.stdin.readline()
    database.execute("ROLLBACK")
    print("free", flush=True)
"""


def _hashing(ground: Ground) -> AbstractContextManager[Blockage]:
    """Every byte is there, and there are many of them."""

    links = [ground.block.link("body-stall", number) for number in NUMBERS]
    checksum = parse_checksum(f"sha-256={'0' * 64}")
    options = {"checksum": checksum}
    return nullcontext(
        Blockage("hash", links, "verify", options=options, prepare=_all_there(HUGE), far=2)
    )


def _all_there(size: int) -> Callable[[Bench], None]:
    """Files of holes of which every byte is held."""

    def prepare(bench: Bench) -> None:
        for one in bench.downloads():
            hold_all(bench.engine, one, size)

    return prepare


@contextmanager
def _syncing(ground: Ground) -> Iterator[Blockage]:
    """A disk does not come to an end with the last bytes of files that are all there."""
    real = PartFile.sync
    warm = threading.Event()
    warm.set()

    def slow(part: PartFile, *, entirely: bool = False) -> None:
        warm.wait()
        real(part, entirely=entirely)

    @contextmanager
    def freezing(_bench: Bench) -> Iterator[None]:
        warm.clear()
        try:
            yield
        finally:
            warm.set()

    def blocked(bench: Bench) -> bool:
        stuck = {"unless_stopped", "_await"}  # a sync of its own, or the checkpoint's
        return sum(bool(stuck & set(names)) for names in bench.stacks()) >= WORKERS

    links = [ground.block.link("body-stall", number) for number in NUMBERS]
    with patch.object(PartFile, "sync", slow):
        yield Blockage(
            "sync",
            links,
            "finish",
            prepare=_all_there(LARGE),
            far=2,
            during=freezing,
            blocked=blocked,
        )


@contextmanager
def _preallocation(ground: Ground) -> Iterator[Blockage]:
    """A disk just quick enough that space is reserved on it, for files without an end."""
    longest = preallocate.STEP_SECONDS

    def reserves(_descriptor: int, _mode: int, start: int, _length: int) -> int:
        if start:
            time.sleep(longest)
        return 0

    links = [ground.block.link("huge", number) for number in NUMBERS]
    with (
        patch.object(preallocate, "_fallocate", reserves),
        # However slow a busy machine is:
        patch.multiple(preallocate, QUICK_SECONDS=math.inf, STEP_SECONDS=math.inf),
        patch.object(opening, "free_bytes", return_value=None),
    ):
        yield Blockage("preallocation", links, "preallocate")


@contextmanager
def _locked(ground: Ground) -> Iterator[Blockage]:
    """Another process writes the list of downloads, and takes its time."""
    locker = subprocess.Popen(
        [sys.executable, "-c", _LOCKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def prepare(bench: Bench) -> None:
        assert locker.stdin is not None
        locker.stdin.write(f"{bench.folder / 'state' / FILE_NAME}\n")

    @contextmanager
    def during(bench: Bench) -> Iterator[None]:
        assert bench.inside._journal.flush(10)
        _tell(locker, "locked")
        try:
            yield
        finally:
            _tell(locker, "free")

    def blocked(bench: Bench) -> bool:
        writing = any("write" in names for names in bench.stacks("journal"))
        return writing and sum("fetch" in names for names in bench.stacks()) >= WORKERS

    links = [ground.block.link("body-stall", number) for number in NUMBERS]
    try:
        yield Blockage(
            "locked",
            links,
            "fetch",
            truth=truth,
            prepare=prepare,
            during=during,
            blocked=blocked,
        )
    finally:
        locker.communicate()


def _tell(locker: subprocess.Popen[str], answer: str) -> None:
    assert locker.stdin is not None
    assert locker.stdout is not None
    locker.stdin.write("\n")
    locker.stdin.flush()
    assert locker.stdout.readline().strip() == answer


def _finishing(size: int) -> Case:
    """File after file gets its name; stopped, each is either the part or the whole."""

    def case(ground: Ground) -> AbstractContextManager[Blockage]:
        folder = ground.web.root / f"many-{size}"
        if not folder.exists():
            folder.mkdir()
            for number in range(MANY):
                (folder / f"{number}.bin").write_bytes(truth(number, size))
        links = [f"{ground.web.http}/many-{size}/{number}.bin" for number in range(MANY)]
        return nullcontext(
            Blockage("many", links, "take", blocked=_some_more(), check=_one_or_the_other(size))
        )

    return case


def _some_more() -> Callable[[Bench], bool]:
    """Whether some files were finished since this round began."""
    before: list[tuple[list[int], int]] = []

    def blocked(bench: Bench) -> bool:
        done = sum(one.state is State.COMPLETED for one in bench.downloads())
        if not before or before[0][0] is not bench.ids:
            before[:] = [(bench.ids, 0)]
        if done < before[0][1] + WORKERS:
            return False
        before[:] = [(bench.ids, done)]
        return True

    return blocked


def _one_or_the_other(size: int) -> Callable[[Bench], None]:
    def check(bench: Bench) -> None:
        names = {path.name for path in bench.files.iterdir()}
        for number, one in enumerate(bench.downloads()):
            name = f"{number}.bin"
            if (one.state is State.COMPLETED) != (name in names):
                raise WrongError(f"{name} is {one.state}; the folder has it: {name in names}")
            if name in names and f"{name}.part" in names:
                raise WrongError(f"{name} is there twice")
            if name in names and _read(bench.files / name) != truth(number, size):
                raise WrongError(f"{name} is wrong")

    return check


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _real_disk(ground: Ground) -> AbstractContextManager[Any]:
    """Full speed onto a disk that is slower than the server."""
    large(ground)
    links = [f"{ground.web.http}/large.bin?{number}" for number in NUMBERS]
    made = Blockage("disk", links, "_copy", truth=truth)
    return nullcontext(replace(made, folder=ground.disk))


DISK: dict[str, Case] = {
    "full speed onto a real disk": _real_disk,
    "preallocation": _preallocation,
    "hashing 10 GB": _hashing,
    "syncing a finished file": _syncing,
    "waiting for the journal": _locked,
    "publishing small files": _finishing(SMALL),
    "publishing part files": _finishing(MIDDLE),
}

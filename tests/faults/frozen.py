"""A disk that freezes in the middle of everything: what still answers, and what follows a thaw.

    python -m tests.faults.frozen [ROUNDS]

As root on Linux a real file system is frozen (a loop device, fsfreeze); elsewhere every write
and sync of a part file hangs. No program can stop a worker that the system does not let go:
here the window's calls must return, and the batch must end as soon as the disk is back.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from core.disk.partfile import PartFile
from core.model.download import Request
from core.policy.links import parse_link
from tests.faults.blockages import NETWORK, Ground
from tests.faults.rounds import WORKERS, Bench, WrongError
from tests.faults.stops import Line, ground

CALL_MS, AFTER_THAW_MS = 50.0, 300.0
STUCK = {"deliver", "create", "take_space", "finish"}  # where workers touch the disk


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder on it, and how it freezes and thaws."""

    folder: Path
    freeze: Callable[[], object]
    thaw: Callable[[], object]


@contextmanager
def real_disk() -> Iterator[Disk]:
    """An ext4 of its own on a loop device."""
    with tempfile.TemporaryDirectory(prefix="headgate-frozen-") as scratch:
        image, mount = Path(scratch) / "image", Path(scratch) / "mount"
        mount.mkdir()
        with image.open("wb") as file:
            file.truncate(4 * 1024**3)
        _run("mkfs.ext4", "-q", str(image))
        _run("mount", "-o", "loop", str(image), str(mount))
        try:
            yield Disk(mount, lambda: _run("fsfreeze", "-f", str(mount)), lambda: _thaw(mount))
        finally:
            _run("umount", str(mount))


@contextmanager
def pretended_disk() -> Iterator[Disk]:
    """Every write and sync waits for the thaw."""
    warm = threading.Event()
    warm.set()

    def hanging(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:
            warm.wait()
            return real(*words, **more)

        return call

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="headgate-frozen-"))
        for name in ("write", "drain", "sync"):
            real = getattr(PartFile, name)
            stack.enter_context(patch.object(PartFile, name, hanging(real)))
        stack.callback(warm.set)
        yield Disk(Path(folder), warm.clear, warm.set)


def _thaw(mount: Path) -> None:
    """A disk that is not frozen stays as it is."""
    subprocess.run(["fsfreeze", "-u", str(mount)], check=False, capture_output=True)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def can_freeze() -> bool:
    """Whether a real disk can be made and frozen here."""
    tools = ("mkfs.ext4", "mount", "fsfreeze")
    return hasattr(os, "geteuid") and os.geteuid() == 0 and all(map(shutil.which, tools))


def run(here: Ground, disk: Disk, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each call while it is frozen, and from each thaw to the batch's end."""
    calls: list[float] = []
    ends: list[float] = []
    with NETWORK["full speed"](here) as blockage:
        bench = Bench(blockage, disk.folder / "bench", here.web.ca_file)
        try:
            for _ in range(rounds):
                freeze_once(bench, disk, calls, ends)
            bench.settled()
        finally:
            disk.thaw()
            bench.close()
    return calls, ends


def freeze_once(bench: Bench, disk: Disk, calls: list[float], ends: list[float]) -> None:
    """A round: everything that can be called is, while the disk hangs; raises `WrongError`."""
    engine = bench.engine
    bench.fresh()
    engine.start()
    bench.until(lambda: engine.received() > 0, "nothing came")
    disk.freeze()
    try:
        bench.until(lambda: _stuck(bench) == WORKERS, "not all workers hang in the disk")
        link = parse_link("http://127.0.0.1:9/never.bin").url
        for call in (
            engine.changes, engine.running_rows, engine.received,
            lambda: engine.pause(bench.ids[:1]), lambda: engine.resume(bench.ids[:1]),
            lambda: engine.remove(engine.add([Request(link, bench.files)])),
            engine.stop, engine.stop, engine.start, engine.changes,
        ):  # fmt: skip
            began = time.perf_counter()
            call()
            calls.append((time.perf_counter() - began) * 1000)
        if not engine.running:
            raise WrongError("the batch has ended, and its workers hang")
    finally:
        began = time.perf_counter()
        disk.thaw()
    at, _ = bench.wait()
    ends.append((at - began) * 1000)
    bench.check_bytes()


def _stuck(bench: Bench) -> int:
    return sum(bool(STUCK & set(names)) for names in bench.stacks())


def main(words: list[str]) -> int:
    rounds = int(words[0]) if words else 10
    disk: AbstractContextManager[Disk] = real_disk() if can_freeze() else pretended_disk()
    with ground() as here, disk as made:
        calls, ends = run(here, made, rounds)
    missed = False
    print("a real ext4, frozen" if can_freeze() else "writes and syncs that hang")
    for name, times, target in (
        ("calls while it is frozen", calls, CALL_MS),
        ("from the thaw to the signal", ends, AFTER_THAW_MS),
    ):
        line = Line.of(name, times)
        missed |= line.most > target
        print(
            f"{name:30} p50 {line.p50:.1f} ms, p99 {line.p99:.1f} ms, max {line.most:.1f} ms "
            f"(target {target:.0f})"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

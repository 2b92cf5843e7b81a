"""Every disk call fails in its turn, in every way a disk can fail.

    python -m tests.faults.errnos [KIND …]

For each kind of call and each errno the first call fails, then the second, and so on until a
run gets through without meeting the fault; once with a fault that passes, once with one that
stays. A run ends, with an error that has its own code, what was downloaded is right, and the
run after it, without a fault, ends with every file.
"""

import errno
import logging
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from unittest.mock import patch

from core.assembly import build_engine
from core.disk import checkpoint
from core.model import events
from core.model.download import Request
from core.model.errors import HeadgateError
from core.model.events import Event
from core.model.settings import Settings
from core.model.states import State
from tests.faults.faulty import ERRORS, Fault, error_name, failing
from tests.faults.scene import Scene, WrongError
from tests.faults.source import Source, source
from tests.servers.scripted import content

RATE = 60e6
PATIENCE = 20.0
NUMBERS = (
    errno.EIO,
    errno.ENOSPC,
    errno.EACCES,
    errno.EROFS,
    errno.EMFILE,
    errno.EDQUOT,
    errno.EFBIG,
    errno.ENAMETOOLONG,
)
FOR_SQLITE = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EMFILE, errno.EACCES)
FILES = {  # one for each way through the engine
    "large.bin": content(1_500_000, "large"),
    "middle.bin": content(300_000, "middle"),
    "part.bin": content(60_000, "part"),
    "small.bin": content(500, "small"),
}
EXPECTED = {  # what each errno may be called, besides what a kind of call makes of it
    errno.EIO: {"disk_fault"},
    errno.ENOSPC: {"disk_full"},
    errno.EDQUOT: {"disk_full"},
    errno.EACCES: {"folder_not_writable"},
    errno.EROFS: {"folder_not_writable"},
    errno.EMFILE: {"disk_fault"},
    errno.EFBIG: {"file_too_large"},
    errno.ENAMETOOLONG: {"name_too_long"},
}
ALSO = {
    "lstat": {"part_lost", "state_lost"},
    "flock": {"state_lost"},
    "pread": {"part_lost"},
    "sqlite": {"state_lost"},
    "open": {"state_lost"},
    "mkdir": {"state_lost"},
    "fsync": {"state_lost"},
    "unlink": {"state_lost"},
}


@dataclass(slots=True)
class Tally:
    """How many runs met their fault, and what the errors were called."""

    runs: int = 0
    codes: Counter[str] = field(default_factory=Counter)


class Batch:
    """An engine over a scene, heard until its batch ends."""

    def __init__(self, scene: Scene) -> None:
        self._inbox: Queue[Event] = Queue()
        self.errors: list[HeadgateError] = []
        self.completed: set[str] = set()
        settings = Settings(concurrent=2, connections=2, timeout=5, retries=1)
        self._engine = build_engine(settings, scene.state, owner="test", pool_size=4)
        self._engine.listen(self._inbox.put)

    def run(self, scene: Scene, web: Source) -> None:
        """One batch of every link; raises `WrongError` if it hangs."""
        requests = [Request(url, scene.files) for url in web.urls]
        self._engine.enlist(requests)
        self._engine.start()
        while True:
            try:
                event = self._inbox.get(timeout=PATIENCE)
            except Empty:
                raise WrongError(f"it hangs; so far {self.errors}") from None
            match event:
                case events.BatchEnded(fault=fault):
                    if fault is not None:
                        self.errors.append(fault)
                    return
                case events.DownloadFailed(error=error) | events.StateFault(error=error):
                    self.errors.append(error)
                case events.Completed(path=path):
                    self.completed.add(path.name)
                case _:
                    continue

    def close(self) -> None:
        if not self._engine.close(PATIENCE):
            raise WrongError("it cannot be closed")


def attempt(scene: Scene, web: Source) -> tuple[list[HeadgateError], set[str]]:
    """One run: its errors, and the names that were told as completed."""
    try:
        batch = Batch(scene)
    except HeadgateError as error:  # refused at the start, politely
        return [error], set()
    try:
        batch.run(scene, web)
    except HeadgateError as error:
        batch.errors.append(error)
    finally:
        batch.close()
    return batch.errors, batch.completed


def half_done(scene: Scene, web: Source) -> None:
    """What a run leaves that was stopped in the middle of the large file."""
    with patch.object(web, "rate", RATE / 20):
        batch = Batch(scene)
        batch._engine.enlist([Request(url, scene.files) for url in web.urls])
        enough = web.after(web.size // 2)
        batch._engine.start()
        enough.wait(PATIENCE)
        batch.close()


def one(
    folder: Path, web: Source, kind: str, number: int, at: int, *, lasting: bool, resumed: bool
) -> tuple[bool, list[str]]:
    """A run with the fault and one without; whether it was met, and the codes it led to."""
    scene = Scene(folder)
    if resumed:
        half_done(scene, web)
    else:
        folder.mkdir()
    fault = Fault(folder, at, lasting=lasting)
    broken: list[object] = []
    with failing(kind, number, fault), patch.object(threading, "excepthook", broken.append):
        errors, completed = attempt(scene, web)
    if broken:
        raise WrongError(f"a thread ended with {broken}")
    if not fault.fired and errors:
        raise WrongError(f"errors without a fault: {errors}")
    allowed = EXPECTED[number] | ALSO.get(kind, set())
    codes = [error.code for error in errors]
    if not set(codes) <= allowed:
        raise WrongError(f"{errors} are none of {allowed}")
    scene.check_names(web.files)
    for name in completed:
        if not (scene.files / name).exists():
            raise WrongError(f"{name} was told as completed and is not there")
    errors, _ = attempt(scene, web)
    if errors:
        raise WrongError(f"without the fault: {errors}")
    check_end(scene, web)
    shutil.rmtree(folder)
    return fault.fired, codes


def check_end(scene: Scene, web: Source) -> None:
    """Every file is there; what had to be begun anew may be there twice, but whole."""
    scene.check_done(web.files, twice=True)
    for row in scene.rows():
        if row["state"] != State.COMPLETED:
            raise WrongError(f"{row['url']} is {row['state']}")


def cases() -> list[tuple[str, int]]:
    """Each kind of call with each errno it may meet."""
    return [
        (kind, number)
        for kind in ERRORS
        for number in (FOR_SQLITE if kind == "sqlite" else NUMBERS)
    ]


def sweep(folder: Path, web: Source, kind: str, number: int, tally: Tally) -> None:
    """All calls of a kind, one after the other; raises `WrongError` that tells which."""
    for lasting in (False, True):
        for resumed in (False, True):
            at = 0
            while True:
                at += 1
                place = folder / f"{kind}-{error_name(number)}-{at}"
                try:
                    met, codes = one(place, web, kind, number, at, lasting=lasting, resumed=resumed)
                except WrongError as error:
                    when = f"{lasting=} {resumed=}"
                    raise WrongError(f"{place}, {when}: {error}") from error
                if not met:
                    break
                tally.runs += 1
                tally.codes.update(set(codes))


def main(words: list[str]) -> None:
    """All kinds, or those that are named."""
    tally, began = Tally(), time.monotonic()
    logging.disable()  # every fault would be told
    folder = Path(tempfile.mkdtemp(prefix="headgate-errnos-"))
    with source(FILES, RATE) as web, patch.object(checkpoint, "INTERVAL_SECONDS", 0.01):
        for kind, number in cases():
            if words and kind not in words:
                continue
            sweep(folder, web, kind, number, tally)
            seconds = time.monotonic() - began
            print(f"{seconds:6.0f} s: {kind} {error_name(number)}, {tally.runs} runs", flush=True)
    shutil.rmtree(folder)
    for code, count in sorted(tally.codes.items()):
        print(f"{count:5} runs ended with {code}")
    print(f"{tally.runs} faults, each in a run of its own: nothing wrong")


if __name__ == "__main__":
    main(sys.argv[1:])

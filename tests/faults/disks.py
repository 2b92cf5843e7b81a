"""Drives that are full, fail, leave and come back while downloads go to them and to another disk.

    python -m tests.faults.disks [ROUNDS] [SEED]

Real ones: tmpfs, and ext4 in a file, which are mounted below /mnt (as root). What goes wrong has
a code of its own, downloads to the other disk end well, nothing gets a name without its bytes,
and once the drive is all right again every file comes.
"""

import logging
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from unittest.mock import patch

from core.assembly import build_engine
from core.disk import preallocate
from core.model import events
from core.model.download import Request
from core.model.events import Event
from core.model.settings import Settings
from tests.faults.drives import DiskDrive, Drive, MemoryDrive
from tests.faults.scene import Scene, WrongError, mixed_files
from tests.faults.source import Source, source

RATE = 8e6
PATIENCE = 30.0
SIZE = 64 * 1024**2  # of the drives
MOUNTS = Path("/mnt")
NO_RESERVING = ("_fallocate", None)
FOLDER = frozenset({"folder_gone", "folder_missing", "part_lost"})
BROKEN = FOLDER | {"disk_fault", "folder_not_writable"}


class Bench:
    """A drive with a folder for files, another disk, and an engine that downloads to both."""

    def __init__(self, folder: Path, drive: Drive, web: Source) -> None:
        self.drive = drive
        self.web = web
        self.here, self.there = Scene(drive.place / "scene"), Scene(folder / "there")
        self.state = folder / "state"
        self.elsewhere = folder / "elsewhere"
        names = list(web.files)
        self.to_drive = {name: web.files[name] for name in names[::2]}
        self.to_disk = {name: web.files[name] for name in names[1::2]}
        self.here.files.mkdir(parents=True)
        self.there.files.mkdir(parents=True)

    def batch(self, trouble: "Trouble | None") -> set[str]:
        """Download everything, with the trouble in the middle; the codes of what failed."""
        inbox: Queue[Event] = Queue()
        settings = Settings(concurrent=6, connections=2, timeout=5, retries=1)
        engine = build_engine(settings, self.state, owner="get", pool_size=8)
        engine.listen(inbox.put)
        try:
            half = self.web.after(self.web.size // 2)
            engine.enlist([Request(self.web.url(name), self.here.files) for name in self.to_drive])
            engine.enlist([Request(self.web.url(name), self.there.files) for name in self.to_disk])
            engine.start()
            if trouble is not None and trouble.amid is not None:
                half.wait(PATIENCE)
                trouble.amid(self)
            return self._heard(inbox, trouble)
        finally:
            if not engine.close(PATIENCE):
                raise WrongError("it cannot be closed")

    def _heard(self, inbox: "Queue[Event]", trouble: "Trouble | None") -> set[str]:
        codes, left = set[str](), set(self.to_disk)
        lost = False
        while True:
            try:
                event = inbox.get(timeout=PATIENCE)
            except Empty:
                raise WrongError(f"it hangs; so far {codes}, {left} are missing") from None
            match event:
                case events.Completed(path=path) if path.parent == self.there.files:
                    left.discard(path.name)
                case events.DownloadFailed(error=error) | events.StateFault(error=error):
                    codes.add(error.code)
                case events.ResourceLost(error=error):
                    codes.add(error.code)
                    lost = True
                case events.BatchEnded():
                    return codes
                case _:
                    pass
            if lost and not left and trouble is not None:
                self.check()
                trouble.after(self)  # it goes on by itself
                lost = False

    def check(self) -> None:
        """Whatever has a final name, wherever, is right."""
        for scene, files in ((self.here, self.to_drive), (self.there, self.to_disk)):
            scene.check_names(files, twice=True)
        if self.elsewhere.exists():
            Scene(self.elsewhere).check_names(self.to_drive, twice=True)

    def check_end(self) -> None:
        self.here.check_done(self.to_drive, twice=True)
        self.there.check_done(self.to_disk, twice=True)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What goes wrong, how it ends, and what errors may be called meanwhile."""

    name: str
    codes: frozenset[str]
    before: Callable[[Bench], None] = lambda _bench: None
    amid: Callable[[Bench], None] | None = None
    after: Callable[[Bench], None] = lambda _bench: None
    kinds: tuple[type[Drive], ...] = (MemoryDrive, DiskDrive)
    reserving: bool = True  # whether the disk can reserve space
    beside: bool = True  # whether the other disk is all right


def _delete_folder(bench: Bench) -> None:
    for _ in range(100):  # somebody writes into it
        shutil.rmtree(bench.here.files, ignore_errors=True)
        if not bench.here.files.exists():
            return


def _make_folder(bench: Bench) -> None:
    bench.here.files.mkdir(parents=True, exist_ok=True)


def _turn_into_link(bench: Bench) -> None:
    aside = bench.here.folder / "aside"
    bench.here.files.rename(aside)
    Scene(bench.elsewhere).files.mkdir(parents=True)
    bench.here.files.symlink_to(Scene(bench.elsewhere).files)


def _turn_into_file(bench: Bench) -> None:
    bench.here.files.rename(bench.here.folder / "aside")
    bench.here.files.touch()


def _turn_back(bench: Bench) -> None:
    if (bench.here.folder / "aside").exists():
        bench.here.files.unlink()
        (bench.here.folder / "aside").rename(bench.here.files)


def _move_folder(bench: Bench) -> None:
    bench.here.files.rename(bench.here.folder / "aside")


def _move_back(bench: Bench) -> None:
    aside = bench.here.folder / "aside"
    if not aside.exists():
        return
    if bench.here.files.exists():  # made again meanwhile
        shutil.rmtree(bench.here.files)
    aside.rename(bench.here.files)


def _limit_files(_bench: Bench) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))


def _unlimit_files(_bench: Bench) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _pull_out(bench: Bench) -> None:
    bench.drive.pull_out()


def _plug_in(bench: Bench) -> None:
    if not os.path.ismount(bench.drive.place):
        left = list(bench.drive.place.rglob("*"))
        if left:
            raise WrongError(f"{left} are in the place of the drive")
        bench.drive.plug_in()


ANYWHERE = (Drive, MemoryDrive, DiskDrive)
TROUBLES = (
    Trouble(
        "nearly full", frozenset({"disk_full"}),
        before=lambda bench: bench.drive.fill(1_500_000), after=lambda bench: bench.drive.free(),
    ),
    Trouble(
        "full", frozenset({"disk_full"}),
        before=lambda bench: bench.drive.fill(0), after=lambda bench: bench.drive.free(),
    ),
    Trouble(
        "fills up in the middle", frozenset({"disk_full"}),
        amid=lambda bench: bench.drive.fill(0), after=lambda bench: bench.drive.free(),
    ),
    Trouble(
        "fills up in the middle, unreserved", frozenset({"disk_full"}), reserving=False,
        amid=lambda bench: bench.drive.fill(0), after=lambda bench: bench.drive.free(),
    ),
    Trouble(
        "no place for another file", frozenset({"disk_full"}),
        before=lambda bench: bench.drive.use_up_inodes(), after=lambda bench: bench.drive.free(),
    ),
    Trouble(
        "read-only", frozenset({"folder_not_writable"}),
        before=lambda bench: bench.drive.protect(), after=lambda bench: bench.drive.unprotect(),
    ),
    Trouble(
        "breaks down", BROKEN, amid=lambda bench: bench.drive.break_down(),
        after=lambda bench: bench.drive.mend(), kinds=(DiskDrive,),
    ),
    Trouble("pulled out", FOLDER, amid=_pull_out, after=_plug_in),
    Trouble("not plugged in", FOLDER, before=_pull_out, after=_plug_in),
    Trouble("folder deleted", FOLDER, amid=_delete_folder, after=_make_folder, kinds=ANYWHERE),
    Trouble("folder turned into a link", FOLDER, amid=_turn_into_link, kinds=ANYWHERE),
    Trouble(
        "folder turned into a file", FOLDER, amid=_turn_into_file, after=_turn_back, kinds=ANYWHERE
    ),
    Trouble("folder moved", FOLDER, amid=_move_folder, after=_move_back, kinds=ANYWHERE),
    Trouble(
        "files may not be so large", frozenset({"file_too_large"}), beside=False,
        before=_limit_files, after=_unlimit_files, kinds=ANYWHERE,
    ),
)  # fmt: skip


@contextmanager
def drive(kind: type[Drive], folder: Path) -> Iterator[Drive]:
    """A drive that is plugged in."""
    place = folder / "drive" if kind is Drive else MOUNTS / folder.name
    made = kind(folder, place, SIZE)
    made.plug_in()
    try:
        yield made
    finally:
        made.remove()
        if kind is not Drive:
            place.rmdir()


def one(folder: Path, kind: type[Drive], trouble: Trouble, seed: int) -> set[str]:
    """A run with the trouble and one without; the codes of the first. Raises `WrongError`."""
    files = mixed_files(seed, large=3, small=5)
    with drive(kind, folder) as plugged, source(files, RATE) as web:
        bench = Bench(folder, plugged, web)
        trouble.before(bench)
        reserving = nullcontext() if trouble.reserving else patch.object(preallocate, *NO_RESERVING)
        with reserving:
            codes = bench.batch(trouble)
        if not codes <= trouble.codes:
            raise WrongError(f"{codes} are none of {set(trouble.codes)}")
        trouble.after(bench)
        bench.check()
        if trouble.beside:
            bench.there.check_done(bench.to_disk, twice=True)
        later = bench.batch(None)
        if later:
            raise WrongError(f"without the trouble: {later}")
        bench.check_end()
    return codes


def main(words: list[str]) -> None:
    rounds = int(words[0]) if words else 1
    seed = int(words[1]) if len(words) > 1 else 1
    logging.disable()  # every trouble would be told
    runs, seen, began, chance = 0, Counter[str](), time.monotonic(), random.Random(seed)
    for _ in range(rounds):
        for trouble in TROUBLES:
            for kind in trouble.kinds:
                folder = Path(tempfile.mkdtemp(prefix="headgate-disks-"))
                number = chance.randrange(10**6)
                try:
                    codes = one(folder, kind, trouble, number)
                except WrongError as error:
                    where = f"{trouble.name}, {kind.__name__}, seed {number}, {folder}"
                    raise WrongError(f"{where}: {error}") from error
                shutil.rmtree(folder)
                runs += 1
                seen.update(codes or {"no error"})
                took = time.monotonic() - began
                print(f"{took:6.0f} s: {trouble.name}, {kind.__name__}: {codes}", flush=True)
    for code, count in sorted(seen.items()):
        print(f"{count:5} runs told {code}")
    print(f"{runs} troubles: nothing wrong")


if __name__ == "__main__":
    main(sys.argv[1:])

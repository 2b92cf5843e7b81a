"""The power goes at any moment of a `headgate get`; what may then be on the disk is looked at.

    python -m tests.faults.power [STATES] [SEED]

Needs a C compiler, for a recorder that sees everything the process does, SQLite included.
Each state is opened with our own code: the list is whole, what it says is held is held, what
it says is completed is right, and running `get` again ends with every file.
"""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from core.disk.journal import Journal
from core.disk.note import read_note
from core.disk.partfile import part_path
from core.model.download import Download
from core.model.errors import HeadgateError
from core.model.evidence import from_text
from core.model.segment import Span
from core.model.states import State
from tests.faults.replay import Disk, Recording
from tests.faults.scene import Scene, WrongError, finish, mixed_files
from tests.faults.source import Source, source

RATE = 12e6  # bytes a second while recording, so that there are some checkpoints
FAST = 1e9
WORDS = ("-j", "3", "-x", "3")
PER_RECORDING = 50  # states of one recording

Begin = Callable[[Scene, Path, int, list[str]], subprocess.Popen[str]]


def compiled(folder: Path) -> Path:
    """The recorder, built from its source."""
    library = folder / "recorder.so"
    made_from = Path(__file__).with_name("recorder.c")
    words = ["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(made_from), "-ldl"]
    subprocess.run([*words, "-lpthread"], check=True)
    return library


def with_library(library: Path) -> Begin:
    """Record with the library below the process."""

    def begin(scene: Scene, log: Path, first: int, words: list[str]) -> subprocess.Popen[str]:
        return scene.begin(
            *words,
            LD_PRELOAD=str(library),
            HEADGATE_RECORD=str(log),
            HEADGATE_RECORDS=str(first),
        )

    return begin


def with_observer(scene: Scene, log: Path, first: int, words: list[str]) -> subprocess.Popen[str]:
    """Record from inside the process, where there is no compiler."""
    return scene.begin(*words, through=("-m", "tests.faults.observer", str(log), str(first)))


def record(begin: Begin, scene: Scene, web: Source) -> Recording:
    """What two runs do to the disk, the first of which is stopped in the middle."""
    recording = Recording(str(scene.folder), scene.folder.stat().st_ino)
    log = scene.folder.with_suffix(".log")
    for share in (0.5, 2.0):
        enough = web.after(int(web.size * share))
        process = begin(scene, log, recording.records, [*WORDS, *web.urls])
        if share < 1 and enough.wait(30):
            process.send_signal(signal.SIGINT)
        finish(process)
        recording.read(log)
    scene.check_done(web.files)
    return recording


class Look:
    """One state of the disk, looked at and then gone on with."""

    def __init__(self, folder: Path, files: dict[str, bytes], *, twice: bool) -> None:
        self._scene = Scene(folder)
        self._files = files
        self._twice = twice  # a file whose mark was lost may come a second time

    def at_the_list(self) -> None:
        """It opens, and everything it claims is true."""
        self._scene.check_names(self._files, twice=self._twice)
        surprises: list[HeadgateError] = []
        journal = Journal(self._scene.state, "get", surprises.append)
        try:
            if journal.rescue is not None:
                raise WrongError(f"the list is damaged: {journal.rescue}")
            for one in journal.load():
                self._at(one)
        finally:
            journal.close()
        if surprises:
            raise WrongError(f"the list cannot be written: {surprises}")
        for path in self._scene.files.glob("*.part") if self._scene.files.exists() else ():
            note = read_note(path)
            if note is not None:
                self._holds(path, from_text(note.held).spans)

    def _at(self, one: Download) -> None:
        path = one.path
        if path is None:
            return
        if one.state is State.COMPLETED:
            if not path.exists():
                raise WrongError(f"{path.name} is said to be completed and is not there")
        elif one.evidence.proofs:
            part = part_path(path)
            self._holds(part if part.exists() else path, one.evidence.spans)

    def _holds(self, path: Path, spans: list[Span]) -> None:
        if not path.exists():
            raise WrongError(f"{path.name} is said to hold {spans} and is not there")
        right, there = self._files[path.name.removesuffix(".part")], path.read_bytes()
        for span in spans:
            if there[span.start : span.end] != right[span.start : span.end]:
                raise WrongError(f"{path.name} does not hold {span}")

    def at_the_end(self, web: Source) -> None:
        """Run again what is not recorded as completed, and see that everything is there."""
        done = {row["name"] for row in self._scene.rows() if row["state"] == "completed"}
        missing = [web.url(name) for name in web.files if name not in done]
        if missing:
            status, told, err = self._scene.run_here(*WORDS, *missing)
            if status != 0:
                raise WrongError(f"it ended with {status}: {told[-3:]} {err}")
        self._scene.check_done(self._files, twice=self._twice)


def one_recording(
    folder: Path, files: dict[str, bytes], begin: Begin, states: int, seed: int
) -> Counter[str]:
    """Record once and cut the power many times; raises `WrongError` that tells when it was."""
    place, seen, chance = folder / "place", Counter[str](), random.Random(seed)
    place.mkdir()
    with source(files, RATE) as web:
        recording = record(begin, Scene(place), web)
        web.rate = FAST
        for moment in recording.moments(states, chance):
            disk = Disk(recording, moment, random.Random(chance.random()))
            shutil.rmtree(place)
            place.mkdir()
            disk.build(place)
            shutil.copytree(place, folder / "before", dirs_exist_ok=False)
            what = f"lost of the data: {disk.data_lost}, of the names: {disk.names_lost}"
            try:
                look = Look(place, files, twice=not disk.keeps_order)
                look.at_the_list()
                look.at_the_end(web)
            except WrongError as error:
                raise WrongError(f"record {moment}, {what}, {folder}: {error}") from error
            shutil.rmtree(folder / "before")
            seen[what] += 1
    return seen


def main(words: list[str]) -> None:
    states = int(words[0]) if words else PER_RECORDING
    seed = int(words[1]) if len(words) > 1 else 1
    seen, began, chance = Counter[str](), time.monotonic(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="headgate-recorder-") as scratch:
        begin = with_library(compiled(Path(scratch)))
        while (left := states - seen.total()) > 0:
            number = seed * 1000 + seen.total()
            folder = Path(tempfile.mkdtemp(prefix="headgate-power-"))
            files = mixed_files(number, small=chance.choice((0, 4, 12)))
            seen += one_recording(folder, files, begin, min(left, PER_RECORDING), number)
            shutil.rmtree(folder)
            print(f"{time.monotonic() - began:6.0f} s: {seen.total()} states", flush=True)
    for what, count in sorted(seen.items()):
        print(f"{count:5} {what}")
    print(f"{seen.total()} states: nothing wrong")


if __name__ == "__main__":
    main(sys.argv[1:])

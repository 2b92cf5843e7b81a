"""Two of anything: two programs that want the same at the same time.

    python -m tests.faults.pairs [ROUNDS] [SEED]

Never do two write to one part file, and never is a row lost: every file is right, has a name of
its own and a row in the list of whoever asked for it.
"""

import logging
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from core.assembly import build_engine
from core.model import events
from core.model.download import Request
from core.model.events import Event
from core.model.settings import Settings
from core.model.states import State
from tests.faults.scene import PATIENCE, Scene, WrongError, failures, finish
from tests.faults.source import Source, source
from tests.servers.scripted import content

RATE = 12e6
WORDS = ("-j", "4", "-x", "3")
SIZES = (3_000_000, 700_000, 60_000, 300, 1)
FILES = {
    f"{place}/file-{number}.bin": content(size, f"{place}/{number}")
    for place in ("one", "two")
    for number, size in enumerate(SIZES)
}
ONE = [name for name in FILES if name.startswith("one")]
TWO = [name for name in FILES if name.startswith("two")]
MOST_BEFORE = 3_000_000  # bytes that the first may have when the second begins
LONGEST_SECONDS = 3.0  # for as long it waits for them


@dataclass(frozen=True, slots=True)
class Pair:
    """Two programs: what each asks for, and whose list it has."""

    name: str
    first: list[str]
    second: list[str]
    window: bool = False  # the first is a window
    users: bool = False  # each has a list of its own
    crash: bool = False  # an earlier `get` for the same was killed in the middle


PAIRS = (
    Pair("one link", ONE, ONE),
    Pair("one link twice in one command", [*ONE, *ONE], ONE),
    Pair("one name, two links", ONE, TWO),
    Pair("two go on after a crash", ONE, ONE, crash=True),
    Pair("a window and get, one link", ONE, ONE, window=True),
    Pair("a window and get, one name", ONE, TWO, window=True),
    Pair("two users, one link", ONE, ONE, users=True),
    Pair("two users, one name", ONE, TWO, users=True),
)


class Round:
    """One pair, side by side."""

    def __init__(self, folder: Path, web: Source, pair: Pair, chance: random.Random) -> None:
        self._scene = Scene(folder)
        self._other = folder / "other-state" if pair.users else self._scene.state
        self._web = web
        self._pair = pair
        self._chance = chance
        self._codes: list[str] = []

    def run(self) -> None:
        """Both to their ends; raises `WrongError`."""
        pair = self._pair
        if pair.crash:
            self._crash()
        first = self._window if pair.window else self._get
        programs = [
            threading.Thread(target=self._noted, args=(first, self._scene.state, pair.first)),
            threading.Thread(target=self._noted, args=(self._get, self._other, pair.second)),
        ]
        begun = self._web.after(self._chance.choice((0, 1, MOST_BEFORE // 4, MOST_BEFORE)))
        programs[0].start()
        if self._chance.random() < 0.7:  # else both at once
            begun.wait(LONGEST_SECONDS)
        programs[1].start()
        for program in programs:
            program.join(PATIENCE * 2)
        if self._codes:
            raise WrongError(f"they ended with {self._codes}")
        self._check()

    def _crash(self) -> None:
        enough = self._web.after(sum(len(FILES[name]) for name in ONE) // 2)
        process = self._scene.begin(*WORDS, *map(self._web.url, self._pair.first))
        enough.wait(PATIENCE)
        process.kill()
        finish(process)

    def _noted(
        self, program: Callable[[Path, list[str]], list[str]], state: Path, names: list[str]
    ) -> None:
        try:
            self._codes += program(state, names)
        except WrongError as error:
            self._codes.append(str(error))

    def _get(self, state: Path, names: list[str]) -> list[str]:
        """What failed in a `get` of these files."""
        words = (*WORDS, "--state-dir", str(state), *map(self._web.url, names))
        status, told, err = finish(self._scene.begin(*words))
        codes = failures(told)
        return codes if codes or status == 0 else [f"status {status}: {err}"]

    def _window(self, state: Path, names: list[str]) -> list[str]:
        """What failed in an engine as a window has it."""
        inbox: Queue[Event] = Queue()
        settings = Settings(concurrent=4, connections=3)
        engine = build_engine(settings, state, owner="window", pool_size=8)
        try:
            engine.restore([self._scene.files])
            engine.listen(inbox.put)
            engine.add(Request(self._web.url(name), self._scene.files) for name in names)
            engine.start()
            codes = []
            while not isinstance(event := inbox.get(timeout=PATIENCE), events.BatchEnded):
                if isinstance(event, events.DownloadFailed | events.StateFault):
                    codes.append(event.error.code)
            return codes
        finally:
            engine.close()

    def _check(self) -> None:
        asked = Counter(FILES[name] for name in [*self._pair.first, *self._pair.second])
        there = {path.name: path.read_bytes() for path in self._scene.files.iterdir()}
        unfinished = [name for name in there if name.endswith(".part")]
        if unfinished:
            raise WrongError(f"{unfinished} are left over")
        found = Counter(there.values())
        if found.keys() != asked.keys():
            raise WrongError(f"something is wrong or missing among {sorted(there)}")
        fewest = 1 if self._pair.crash else None  # what the killed one had finished counts
        for data, count in asked.items():
            if not (fewest or count) <= found[data] <= count:
                raise WrongError(f"{found[data]} files instead of {count}")
        lists = {self._scene.state, self._other}
        rows = [row for state in lists for row in self._scene.rows(state)]
        wrong = [row for row in rows if row["state"] != State.COMPLETED]
        if wrong or {row["name"] for row in rows} != set(there):
            raise WrongError(f"the rows are {[(row['name'], row['state']) for row in rows]}")
        if len(rows) != len(there) and not self._pair.crash:
            raise WrongError(f"{len(rows)} rows for {len(there)} files")


def one(folder: Path, pair: Pair, seed: int) -> None:
    """One round of a pair; raises `WrongError`."""
    with source(FILES, RATE) as web:
        Round(folder, web, pair, random.Random(seed)).run()


def main(words: list[str]) -> None:
    rounds = int(words[0]) if words else 5
    seed = int(words[1]) if len(words) > 1 else 1
    logging.disable()
    began, chance = time.monotonic(), random.Random(seed)
    for number in range(rounds):
        for pair in PAIRS:
            folder = Path(tempfile.mkdtemp(prefix="headgate-pairs-"))
            own = chance.randrange(10**6)
            try:
                one(folder, pair, own)
            except WrongError as error:
                raise WrongError(f"{pair.name}, seed {own}, {folder}: {error}") from error
            shutil.rmtree(folder)
        print(f"{time.monotonic() - began:6.0f} s: {number + 1} rounds", flush=True)
    print(f"{rounds * len(PAIRS)} pairs: nothing wrong")


if __name__ == "__main__":
    main(sys.argv[1:])

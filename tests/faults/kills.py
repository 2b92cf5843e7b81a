"""`headgate get` killed again and again, at any moment and at named points, then run to its end.

    python -m tests.faults.kills [KILLS] [SEED]

Afterwards every file is right, each has one row and one name, and what had to be fetched again
is what two seconds bring, or 8 MiB a connection.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.dying import POINTS, RESTART_POINTS
from tests.faults.scene import PATIENCE, Scene, WrongError, finish, mixed_files
from tests.faults.source import Source, source

RATE = 16e6  # bytes a second, of all connections together
CONNECTIONS = 4
CHAIN = 5  # kills of one set of files before it may be finished
PER_POINT = 20
ANYWHERE = ("anywhere", 0)
FEW = (1, 1, 2, 3, 5, 8)  # how often a point is reached before it kills
SLACK_SECONDS = 2.0
SLACK_BYTES = 8 * 1024**2


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    kills: int = 0
    survived: int = 0  # runs that were over before they could be killed
    sets: int = 0
    by_point: Counter[str] = field(default_factory=Counter)
    refetched: list[float] = field(default_factory=list)  # for each kill, in seconds of the rate

    def __str__(self) -> str:
        worst = max(self.refetched, default=0.0)
        mean = sum(self.refetched) / max(1, len(self.refetched))
        return (
            f"{self.kills} kills of {self.sets} sets of files, {self.survived} runs too quick; "
            f"fetched again a kill: {mean:.2f} s on average, {worst:.2f} s at worst"
        )


class Round:
    """One set of files, until all of them are there."""

    def __init__(self, folder: Path, web: Source, seed: int, tally: Tally) -> None:
        self._scene = Scene(folder)
        self._web = web
        self._chance = random.Random(seed)
        self._tally = tally
        self._words = ["-j", "4", "-x", str(CONNECTIONS), *web.urls]

    def kill_somewhere(self) -> bool:
        """After some time, or after some bytes; False if it was over before."""
        process = self._scene.begin(*self._words)
        if self._chance.random() < 0.3:
            with suppress(subprocess.TimeoutExpired):
                process.wait(self._chance.uniform(0.1, 1.5))
        else:
            self._web.after(self._chance.randint(1, self._web.size // 2)).wait(PATIENCE / 20)
        process.kill()
        status, told, _ = finish(process)
        over = any(one["event"] == "summary" for one in told)
        return self._ended(0 if over else status, "anywhere")

    def kill_at(self, point: str, count: int) -> bool:
        """When a point is reached; False if it never was."""
        through = ("-m", "tests.faults.dying", point, str(count))
        status, _, _ = finish(self._scene.begin(*self._words, through=through))
        return self._ended(status, point)

    def finish(self) -> None:
        """Run it to the end."""
        status, told, err = self._scene.run(*self._words)
        if status != 0:
            raise WrongError(f"it ended with {status}: {told[-3:]} {err}")
        if told[-1]["completed"] != len(self._web.files):
            raise WrongError(f"not everything is completed: {told[-1]}")

    def look(self) -> None:
        """See that everything is there, and nothing else."""
        self._scene.check_done(self._web.files)

    def _ended(self, status: int, point: str) -> bool:
        if status == 0:
            self._tally.survived += 1
        elif status == -9:
            self._tally.kills += 1
            self._tally.by_point[point] += 1
        else:
            raise WrongError(f"it ended with {status}")
        self._scene.check_names(self._web.files)
        return status != 0


def one_set(
    folder: Path,
    seed: int,
    tally: Tally,
    points: list[tuple[str, int]],
    files: dict[str, bytes],
) -> None:
    """Kill at each of `points` in turn (`ANYWHERE` is one too), then finish."""
    with source(files, RATE) as web:
        one, before = Round(folder, web, seed, tally), tally.kills
        for plan in points:
            if not (one.kill_somewhere() if plan == ANYWHERE else one.kill_at(*plan)):
                break
        else:
            one.finish()
        one.look()
        again = web.total() - web.size
        kills = max(1, tally.kills - before)
        tally.sets += 1
        tally.refetched.append(again / kills / RATE)
        if again > kills * max(SLACK_SECONDS * RATE, SLACK_BYTES * CONNECTIONS * 4):
            raise WrongError(f"{again} bytes were fetched again after {kills} kills")


def plans(kills: int, seed: int) -> list[list[tuple[str, int]]]:
    """Which points to kill at, set by set: the named ones first, then anywhere."""
    chance = random.Random(seed)
    found: list[list[tuple[str, int]]] = []
    for number in range(min(PER_POINT, max(1, kills // 50))):
        found += [[(point, chance.choice(FEW) if number else 1)] for point in POINTS]
        found += [[ANYWHERE, (point, 1 + number % 3), (point, 1)] for point in RESTART_POINTS]
    found += [[ANYWHERE] * CHAIN for _ in range(kills // CHAIN)]
    return found


def run(kills: int, seed: int, folder: Path) -> Tally:
    """The whole rig; raises `WrongError` with the seed of the set that showed something."""
    tally, began = Tally(), time.monotonic()
    for number, points in enumerate(plans(kills, seed)):
        scratch = Path(tempfile.mkdtemp(prefix="headgate-kills-", dir=folder))
        try:
            own = seed * 100_000 + number
            one_set(scratch, own, tally, points, mixed_files(own))
        except WrongError as error:
            where = f"set {number} of seed {seed}, {points}, {scratch}"
            raise WrongError(f"{where}: {error}") from error
        shutil.rmtree(scratch)
        if number % 20 == 0:
            print(f"{time.monotonic() - began:6.0f} s: {tally}", flush=True)
    return tally


def main(words: list[str]) -> None:
    kills = int(words[0]) if words else 100
    seed = int(words[1]) if len(words) > 1 else 1
    tally = run(kills, seed, Path(tempfile.gettempdir()))
    for point, count in sorted(tally.by_point.items()):
        print(f"{count:5} {point}")
    print(tally)


if __name__ == "__main__":
    main(sys.argv[1:])

"""`headgate get` killed again and again, at any moment and at named points, then run to its end.

    python -m tests.faults.kills [KILLS] [SEED] [PER_POINT]

So many kills at random times, and 20 (or PER_POINT) at each named point. Afterwards
every file is right, each has one row and one name, and a kill cost no more than two seconds.
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
from functools import partial
from multiprocessing.pool import ThreadPool
from pathlib import Path

from tests.faults.dying import POINTS, RESTART_POINTS
from tests.faults.scene import PATIENCE, Scene, WrongError, finish, mixed_files
from tests.faults.source import Source, source

RATE = 8e6  # bytes a second, of all connections together
CHAIN = 5  # kills of one set of files, at most, before it is finished
PER_POINT = 20
SMALL = 24  # files, besides the large ones that restarts are about
LARGE = 3
PASSES = 6  # how often a point that was not reached is tried again
SIDE_BY_SIDE = 4
ANYWHERE = ("anywhere", 0)
FEW = (1, 1, 2, 3, 5, 8)  # how often a point is reached before it kills
SLACK_SECONDS = 2.0

Plan = list[tuple[str, int]]


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    kills: int = 0
    survived: int = 0  # runs that were over before they could be killed
    sets: int = 0
    by_point: Counter[str] = field(default_factory=Counter)
    refetched: list[float] = field(default_factory=list)  # for each kill, in seconds of the rate

    def add(self, other: "Tally") -> None:
        self.kills += other.kills
        self.survived += other.survived
        self.sets += other.sets
        self.by_point += other.by_point
        self.refetched += other.refetched

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
        self._words = ["-j", "4", "-x", "4", *web.urls]

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


def one_set(folder: Path, seed: int, plan: Plan, files: dict[str, bytes]) -> Tally:
    """Kill at each point of the plan in turn (`ANYWHERE` is one too), then finish."""
    tally = Tally(sets=1)
    with source(files, RATE) as web:
        one = Round(folder, web, seed, tally)
        for point in plan:
            if not (one.kill_somewhere() if point == ANYWHERE else one.kill_at(*point)):
                break
        else:
            one.finish()
        one.look()
        again = (web.total() - web.size) / RATE / max(1, tally.kills)
    tally.refetched.append(again)
    if again > SLACK_SECONDS:
        raise WrongError(f"{again:.1f} s of work were lost by each of {tally.kills} kills")
    return tally


def plans(kills: int, chance: random.Random) -> list[Plan]:
    """Kills anywhere, some after each other."""
    found: list[Plan] = []
    while kills > 0:
        found.append([ANYWHERE] * min(kills, chance.randint(1, CHAIN)))
        kills -= len(found[-1])
    return found


def point_plans(missing: Counter[str], few: tuple[int, ...], chance: random.Random) -> list[Plan]:
    """Kills at the points, as often as each is missing, when it was reached one of `few` times."""
    found: list[Plan] = []
    for point, count in missing.items():
        before = RESTART_POINTS[point][2:] if point in RESTART_POINTS else ()
        for number in range(count):
            times = chance.choice(few) if number and not before else 1
            found.append([*((one, 1) for one in before), (point, times)])
    return found


def in_a_folder(folder: Path, numbered: tuple[int, Plan]) -> Tally:
    """One set in a folder of its own, which stays if something was wrong."""
    seed, plan = numbered
    scratch = Path(tempfile.mkdtemp(prefix="headgate-kills-", dir=folder))
    try:
        large = LARGE if plan[0] == ANYWHERE else 2  # enough for a checkpoint in between
        small = 0 if plan[-1][0] in RESTART_POINTS else SMALL
        tally = one_set(scratch, seed, plan, mixed_files(seed, large, small))
    except WrongError as error:
        raise WrongError(f"seed {seed}, {plan}, {scratch}: {error}") from error
    shutil.rmtree(scratch)
    return tally


def run(kills: int, seed: int, per_point: int, folder: Path) -> Tally:
    """The whole rig; raises `WrongError` with the seed of the set that showed something."""
    tally, began, chance = Tally(), time.monotonic(), random.Random(seed)
    wanted = Counter(dict.fromkeys([*POINTS, *RESTART_POINTS], per_point))
    todo, number = plans(kills, chance) + point_plans(wanted, FEW, chance), seed * 100_000
    for _ in range(PASSES):
        with ThreadPool(SIDE_BY_SIDE) as pool:
            for done in pool.imap_unordered(partial(in_a_folder, folder), enumerate(todo, number)):
                tally.add(done)
                if tally.sets % 20 == 0:
                    print(f"{time.monotonic() - began:6.0f} s: {tally}", flush=True)
        number += len(todo)
        todo = point_plans(wanted - tally.by_point, (1,), chance)
    if todo:
        raise WrongError(f"never reached often enough: {wanted - tally.by_point}")
    return tally


def main(words: list[str]) -> None:
    kills = int(words[0]) if words else 100
    seed = int(words[1]) if len(words) > 1 else 1
    per_point = int(words[2]) if len(words) > 2 else PER_POINT
    tally = run(kills, seed, per_point, Path(tempfile.gettempdir()))
    for point, count in sorted(tally.by_point.items()):
        print(f"{count:5} {point}")
    print(tally)


if __name__ == "__main__":
    main(sys.argv[1:])

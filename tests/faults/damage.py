"""The list of downloads damaged in every way, while files lie half done beside it.

    python -m tests.faults.damage [DAMAGES] [SEED]

It starts within three seconds, tells of the damage once, finds every part file again and touches
none; `get` then goes on with those very files and ends with every one.
"""

import logging
import random
import shutil
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.assembly import build_engine
from core.disk.note import read_note
from core.engine.engine import Engine
from core.model.errors import HeadgateError, StateNewerError
from core.model.evidence import from_text
from core.model.segment import total
from core.model.settings import Settings
from tests.faults.harms import HARMS, Harm, break_header, flip_bits, say_it_is_newer, scatter_pages
from tests.faults.scene import PATIENCE, Scene, WrongError, finish, mixed_files
from tests.faults.source import Source, source

RATE = 10e6  # bytes a second, until enough is half done
FAST = 1e9
MOST_SECONDS = 3.0
WORDS = ("-j", "3", "-x", "3")
SINGLY = ("-j", "3", "-x", "1")  # several connections would race each other for the last bytes
MAY_LOOK_NEWER = (say_it_is_newer, break_header, flip_bits, scatter_pages)
PER_SCENE = 30  # damages of one list


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    damages: int = 0
    seconds: list[float] = field(default_factory=list)  # of each start
    by_harm: Counter[str] = field(default_factory=Counter)
    told: int = 0  # how often there was something to tell
    refused: int = 0
    held: int = 0  # bytes of part files
    again: int = 0  # bytes of those that were fetched again

    def __str__(self) -> str:
        return (
            f"{self.damages} damages, {self.told} told, {self.refused} refused politely; a start "
            f"took {sum(self.seconds) / len(self.seconds):.2f} s on average, "
            f"{max(self.seconds):.2f} s at worst; of {self.held / 1e6:.0f} MB in part files "
            f"{self.again / 1e6:.0f} MB were fetched again"
        )


def half_done(scene: Scene, web: Source) -> None:
    """What a `get` leaves that was killed when half of everything was there."""
    web.rate = RATE
    enough = web.after(web.size // 2)
    process = scene.begin(*WORDS, *web.urls)
    enough.wait(PATIENCE)
    process.kill()
    finish(process)
    web.rate = FAST


@contextmanager
def started(scene: Scene) -> Iterator[Engine]:
    """An engine over the list, as the window starts it."""
    engine = build_engine(Settings(), scene.state, owner="get", pool_size=1)
    try:
        engine.restore([scene.files])
        yield engine
    finally:
        engine.close()


def prints(folder: Path) -> dict[str, tuple[int, int, int]]:
    """What tells whether a file was touched: inode, time, content."""
    return {
        path.name: (path.stat().st_ino, path.stat().st_mtime_ns, zlib.crc32(path.read_bytes()))
        for path in folder.iterdir()
    }


def held(folder: Path) -> dict[str, int]:
    """How many bytes each part file says it holds."""
    notes = {path.stem: read_note(path) for path in folder.glob("*.part")}
    return {
        name: total(from_text(note.held).spans) for name, note in notes.items() if note is not None
    }


def start(scene: Scene, tally: Tally) -> None:
    """One start over a damaged list; raises `WrongError`, or `StateNewerError`."""
    before, began = prints(scene.files), time.monotonic()
    with started(scene) as engine:
        tally.seconds.append(time.monotonic() - began)
        rows = engine.changes(100_000).rows
        tally.told += engine.repaired is not None
    with started(scene) as engine:
        if engine.repaired is not None:
            raise WrongError(f"it is told a second time: {engine.repaired}")
    if prints(scene.files) != before:
        raise WrongError("a part file was touched")
    lost = set(held(scene.files)) - {row.name for row in rows}
    if lost:
        raise WrongError(f"there is no row of {lost}")
    if tally.seconds[-1] > MOST_SECONDS:
        raise WrongError(f"it took {tally.seconds[-1]:.1f} s to start")


def one(scene: Scene, web: Source, harm: Harm, seed: int, tally: Tally) -> None:
    """Damage a list that is half done, look at the start, and run `get` to the end."""
    harm(scene.state, random.Random(seed))
    tally.damages += 1
    tally.by_harm[harm.__name__] += 1
    there, given = held(scene.files), web.given.copy()
    try:
        start(scene, tally)
    except StateNewerError:
        if harm not in MAY_LOOK_NEWER:
            raise
        tally.refused += 1
        return
    except HeadgateError as error:
        raise WrongError(f"it does not start: {error}") from error
    status, told, err = scene.run_here(*SINGLY, *web.urls)
    if status != 0:
        raise WrongError(f"it ended with {status}: {told[-3:]} {err}")
    scene.check_done(web.files, twice=True)
    for name, count in there.items():
        if not (scene.files / name).exists() or (scene.files / f"{name}.part").exists():
            raise WrongError(f"{name} was begun anew")
        tally.held += count
        tally.again += max(0, web.given[name] - given[name] - (len(web.files[name]) - count))


def run(harms: list[Harm], seed: int, folder: Path, tally: Tally) -> None:
    """The whole rig; raises `WrongError` with the place of what showed something."""
    for first in range(0, len(harms), PER_SCENE):
        with source(mixed_files(seed * 1000 + first, large=2, small=8), RATE) as web:
            place = folder / f"{seed}-{first}"
            half_done(Scene(place / "left"), web)
            for number, harm in enumerate(harms[first : first + PER_SCENE], first):
                # The files bear the name of their list's place, so it must be the same one.
                (place / "left").rename(place / "kept")
                shutil.copytree(place / "kept", place / "left")
                try:
                    one(Scene(place / "left"), web, harm, seed * 1000 + number, tally)
                except WrongError as error:
                    raise WrongError(f"{harm.__name__}, {number}, {place}: {error}") from error
                shutil.rmtree(place / "left")
                (place / "kept").rename(place / "left")
        shutil.rmtree(place)


def main(words: list[str]) -> None:
    damages = int(words[0]) if words else 60
    seed = int(words[1]) if len(words) > 1 else 1
    logging.disable()  # every damage would be told
    tally, folder = Tally(), Path(tempfile.mkdtemp(prefix="headgate-damage-"))
    harms = [HARMS[number % len(HARMS)] for number in range(damages)]
    random.Random(seed).shuffle(harms)
    run(harms, seed, folder, tally)
    folder.rmdir()
    for harm, count in sorted(tally.by_harm.items()):
        print(f"{count:5} {harm}")
    print(f"{tally}: nothing wrong")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What a download costs while 1 000 to 1 000 000 of them are queued: time and memory.

    python -m tests.benchmarks.growth [ROUNDS] [SIZE …]

Nothing is fetched: it is the list itself that is measured, with its database on a disk and used
as the window uses it, 100 links at a time. Every size has processes of its own, which take
turns. Times are processor time of the calling thread, the least of all rounds; only `record` is
that of the thread which writes to the database.
"""

import gc
import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.assembly import build_engine, calm_the_collector
from core.engine.engine import Engine
from core.model.download import Request
from core.model.outcome import Done
from core.model.resource import Resource, Validator
from core.model.settings import Settings
from core.stop import StopSignal

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 3
CHUNK = 100  # requests added at a time, as by the window
SERVERS = 50
SAMPLE = 900  # downloads taken and settled while the others wait
RUNNING = 16
LOOKS = 500
PATIENCE = 600.0  # seconds for the database to take a million rows
Figures = dict[str, float]


@contextmanager
def engine(folder: Path) -> Iterator[Engine]:
    """An engine whose pool stays idle: this command is its only worker."""
    settings = Settings(concurrent=64, connections=1)
    made = build_engine(settings, folder / "state", owner="growth", pool_size=1)
    calm_the_collector()
    try:
        yield made
    finally:
        made.close(PATIENCE)


def requests(first: int, last: int, folder: Path) -> list[Request]:
    return [
        Request(f"https://server{n % SERVERS}.example.org/files/archive-{n:07}.zip", folder)
        for n in range(first, last)
    ]


def fill(made: Engine, size: int, folder: Path) -> float:
    """Queue so many; the seconds that took, the making of the requests left out."""
    seconds = 0.0
    for first in range(0, size, CHUNK):
        some = requests(first, min(first + CHUNK, size), folder)
        seconds += timed(lambda some=some: made.add(some))  # type: ignore[misc]
    return seconds


def drain(made: Engine) -> None:
    """Look at every row that changed, as the window does."""
    while made.changes().more:
        continue


def flush(made: Engine) -> None:
    if not made._journal.flush(PATIENCE):
        raise SystemExit("the list could not be recorded")


def timed(action: Callable[[], object], clock: Callable[[], float] = time.thread_time) -> float:
    began = clock()
    action()
    return clock() - began


def run_some(made: Engine) -> tuple[float, float]:
    """Take and settle some, one after the other; the seconds for each of the two."""
    work, stop, taking, settling = made._work, StopSignal(), 0.0, 0.0
    for number in range(SAMPLE):
        began = time.thread_time()
        piece = work.take(stop)
        taking += time.thread_time() - began
        assert piece is not None
        resource = Resource(piece.download.request.url, 4096, Validator(), ranges=False)
        work.delivered(piece, resource, f"archive-{number}.zip", 4096)
        settling += timed(lambda piece=piece: work.settle(piece, Done()))  # type: ignore[misc]
    stop.close()
    return taking, settling


def look_at_some(made: Engine) -> float:
    """The seconds for some looks at what runs."""
    signals = [StopSignal() for _ in range(RUNNING)]
    pieces = [made._work.take(one) for one in signals]
    assert all(pieces)
    made.changes()
    looking = timed(lambda: [made.changes() for _ in range(LOOKS)])
    for one in signals:
        one.close()
    return looking


def times(size: int, folder: Path) -> Figures:
    """Microseconds per download; of `look`, per look at what runs."""
    with engine(folder) as made:
        used = time.process_time() - time.thread_time()
        adding = fill(made, size, folder)
        flush(made)
        recording = time.process_time() - time.thread_time() - used
        showing = timed(lambda: drain(made))
        made._work.open_batch(None)
        taking, settling = run_some(made)
        flush(made)
        looking = look_at_some(made)
    return {
        "add": adding / size * 1e6,
        "record": recording / size * 1e6,
        "show": showing / size * 1e6,
        "take": taking / SAMPLE * 1e6,
        "settle": settling / SAMPLE * 1e6,
        "look": looking / LOOKS * 1e6,
    }


def traced(size: int, folder: Path) -> Figures:
    """Bytes of Python objects per queued download, exactly."""
    with engine(folder) as made:
        gc.collect()
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        fill(made, size, folder)
        flush(made)
        drain(made)
        gc.collect()
        now, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return {"objects": (now - before) / size}


def resident(size: int, folder: Path) -> Figures:
    """Bytes of the process per queued download: now, and at most on the way."""
    with engine(folder) as made:
        before = _status("VmRSS")
        fill(made, size, folder)
        flush(made)
        drain(made)
        return {
            "resident": (_status("VmRSS") - before) / size,
            "peak": (_status("VmHWM") - before) / size,
        }


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise SystemExit("the system does not tell how much memory is used")


KINDS: dict[str, Callable[[int, Path], Figures]] = {
    "times": times,
    "traced": traced,
    "resident": resident,
}


def one(kind: str, size: int) -> None:
    """In a process of its own: print the figures of one kind."""
    with tempfile.TemporaryDirectory(prefix="headgate-growth-") as scratch:
        print(json.dumps(KINDS[kind](size, Path(scratch))))


def measure(kind: str, size: int) -> Figures:
    words = [sys.executable, "-m", "tests.benchmarks.growth", "--one", kind, str(size)]
    found: Figures = json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout)
    return found


def main(rounds: int, sizes: list[int]) -> None:
    figures: dict[int, Figures] = {size: {} for size in sizes}
    for _ in range(rounds):
        for size in sizes:
            for name, figure in measure("times", size).items():
                figures[size][name] = min(figure, figures[size].get(name, figure))
    for size in sizes:
        figures[size] |= measure("traced", size) | measure("resident", size)
    names = list(figures[sizes[0]])
    print(f"| queued | {' | '.join(names)} |\n|{'---:|' * (len(names) + 1)}")
    for size in sizes:
        print(f"| {size:,} | {' | '.join(f'{figures[size][name]:.1f}' for name in names)} |")
    first, last = figures[sizes[0]], figures[sizes[-1]]
    print(f"| last / first | {' | '.join(f'{last[name] / first[name]:.2f}' for name in names)} |")
    print("\nadd … settle: µs per download; look: µs for one look; objects …: bytes per download.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        given = [int(word) for word in sys.argv[1:]]
        main(given[0] if given else ROUNDS, given[1:] or list(SIZES))

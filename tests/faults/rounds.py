"""One blockage, many rounds: Start, wait until every worker hangs in it, stop, look closely."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from core.assembly import build_engine
from core.engine.clocks import Clocks
from core.model import events
from core.model.download import Request
from core.model.segment import Span
from core.model.settings import Settings
from core.model.states import RUNNING, State
from core.policy.links import parse_link
from tests.faults.watched import functions

WORKERS = 8
PATIENCE = 30.0  # seconds until something that should happen is given up
SAMPLE = 64 * 1024  # bytes compared at each end of what is held
LOOK_SECONDS = 0.001
MAX_CHUNK = 1024 * 1024  # what a worker may have in hand when the signal comes


class WrongError(AssertionError):
    """Something that must hold did not."""


@dataclass(frozen=True, slots=True)
class Blockage:
    """One way to be held up.

    `within` names the function that all workers are in when they are; `truth` what must stand
    at a position of a download's file.
    """

    name: str
    links: list[str]
    within: str
    settings: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)  # of each request
    truth: Callable[[int, int], bytes] | None = None
    workers: int = WORKERS
    far: float = 0.5  # how much of a file may be held before the download is replaced
    clocks: Clocks = field(default_factory=Clocks)
    prepare: Callable[["Bench"], None] = lambda _bench: None
    blocked: Callable[["Bench"], bool] | None = None
    during: Callable[["Bench"], AbstractContextManager[object]] = lambda _bench: nullcontext()
    check: Callable[["Bench"], None] = lambda bench: bench.check_bytes()
    left_behind: int = 0  # threads the blockage may leave, however many rounds there are
    folder: Path | None = None  # where to save, if not just anywhere


@dataclass(slots=True)
class Figures:
    """Milliseconds from `stop` to the batch's end, and bytes written after the signal."""

    milliseconds: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)  # how long `stop` itself took
    late: int = 0


class Bench:
    """An engine in `folder`, and what is seen of it."""

    look_seconds = LOOK_SECONDS  # how often it looks whether the workers are where they should

    def __init__(self, blockage: Blockage, folder: Path, ca_file: Path, seed: int = 0) -> None:
        self.blockage = blockage
        self.folder = folder
        self.files = folder / "files"
        self.files.mkdir(parents=True)
        self.chance = random.Random(seed)
        values = {
            "concurrent": blockage.workers,
            "connections": 1,
            "timeout": 3600,
            "retries": 1000,
        }
        settings = Settings(ca_file=str(ca_file), **{**values, **blockage.settings})
        self.engine = build_engine(
            settings,
            folder / "state",
            owner="stops",
            pool_size=blockage.workers,
            clocks=blockage.clocks,
        )
        self.inside: Any = self.engine  # the rig looks where a program may not
        self._ended: SimpleQueue[tuple[float, events.BatchEnded]] = SimpleQueue()
        self.engine.listen(self._hear)
        self.engine.get_ready()  # its pool stays, and is not what a stop leaves behind
        self.threads = threading.active_count()
        self.descriptors = _descriptors()
        self.ids: list[int] = []
        self._untouched: dict[Path, tuple[int, int]] = {}
        self.fill()

    def _hear(self, event: events.Event) -> None:
        if isinstance(event, events.BatchEnded):
            self._ended.put((time.perf_counter(), event))

    def fill(self) -> None:
        """Put the blockage's links in the list."""
        self.ids = self.engine.add(
            Request(parse_link(link).url, self.files, **self.blockage.options)
            for link in self.blockage.links
        )
        self.blockage.prepare(self)
        self._untouched = self._written()

    # --- a round ---------------------------------------------------------------------------

    def round(self, figures: Figures) -> None:
        """Start, and stop in the middle of the blockage; raises `WrongError`."""
        if self._written() != self._untouched:
            raise WrongError("something was written after the batch had ended")
        self.fresh()
        with self.blockage.during(self):
            self.engine.start()
            self.until(self._blocked, "not all workers got stuck")
            # Not a wait for anything: the stop is to come at any moment of what goes on.
            threading.Event().wait(self.chance.uniform(0.0, 0.02))
            began = time.perf_counter()
            self.engine.stop()
            figures.calls.append((time.perf_counter() - began) * 1000)
            held = self.engine.received()
            at, ended = self.wait()
        figures.milliseconds.append((at - began) * 1000)
        if ended.cause is not events.Cause.USER:
            raise WrongError(f"the batch ended by itself: {ended}")
        late = self.engine.received() - held
        if late > self.blockage.workers * MAX_CHUNK:
            raise WrongError(f"{late} bytes were written after the signal")
        figures.late = max(figures.late, late)
        self.blockage.check(self)
        self._untouched = self._written()

    def flurry(self, count: int) -> None:
        """Start and stop right after each other: no batch may get lost."""
        for _ in range(count):
            self.engine.start()
            self.engine.stop()
            self.wait()

    def close(self) -> None:
        if not self.engine.close(PATIENCE):
            raise WrongError("the engine did not close")

    def wait(self) -> tuple[float, events.BatchEnded]:
        """When and how the batch ended."""
        try:
            return self._ended.get(timeout=PATIENCE)
        except Empty:
            raise WrongError(f"the batch never ended; workers are in {self.stacks()}") from None

    def until(self, fits: Callable[[], bool], otherwise: str) -> None:
        never = threading.Event()
        deadline = time.monotonic() + PATIENCE
        while not fits():
            if time.monotonic() > deadline:
                rows = [(row.state, row.error) for row in self.engine.changes().rows]
                raise WrongError(f"{otherwise}; {rows}; workers are in {self.stacks()}")
            never.wait(self.look_seconds)

    # --- looking ---------------------------------------------------------------------------

    def stacks(self, thread: str | None = None) -> list[list[str]]:
        """The names of the functions each worker is in, or each `thread` of that name."""
        if thread is None:
            threads = self.inside._batch.pool._pool
        else:
            threads = [one for one in threading.enumerate() if one.name == thread]
        found = functions()
        return [found.get(one.ident, []) for one in threads]

    def downloads(self) -> list[Any]:
        with self.inside._work.lock:
            return [self.inside._work.roster.get(number) for number in self.ids]

    def _blocked(self) -> bool:
        if self.blockage.blocked is not None:
            return self.blockage.blocked(self)
        stuck = sum(self.blockage.within in names for names in self.stacks())
        return stuck >= self.blockage.workers

    def fresh(self) -> None:
        """New downloads before the old ones come to their end."""
        downloads = self.downloads()
        self.engine.retry(one.id for one in downloads if one.state is State.FAILED)
        left = [one for one in downloads if one.state is not State.COMPLETED]
        far = any(one.size and _held(one) > one.size * self.blockage.far for one in left)
        if far or len(left) < max(min(self.blockage.workers, len(downloads)), len(downloads) / 4):
            self.engine.remove(self.ids)
            self.settled()
            self.until(lambda: not self._unfinished(), "part files are left")
            for path in self.files.iterdir():
                path.unlink()
            self.fill()

    def _unfinished(self) -> list[Path]:
        return [path for path in self.files.iterdir() if path.suffix == ".part"]

    def settled(self) -> None:
        """Wait until nothing is left of the batch: no thread, no descriptor."""
        most = self.threads + self.blockage.left_behind
        self.until(lambda: threading.active_count() <= most, "threads are left")
        # An abandoned look-up holds both ends of a socket pair.
        most = self.descriptors + 2 * self.blockage.left_behind
        self.until(lambda: _descriptors() <= most, "descriptors are left")

    def check_bytes(self, *, entirely: bool = False) -> None:
        """Every byte that is held must be right; `entirely` looks at more than the ends."""
        for one in self.downloads():
            if one.state in RUNNING:
                raise WrongError(f"{one.id} is still {one.state}")
            if self.blockage.truth is None or not one.held:
                continue
            for span in one.held:
                part = one.path.with_name(one.name + ".part")
                _compare(part, span, self.blockage.truth, entirely=entirely)

    def _written(self) -> dict[Path, tuple[int, int]]:
        """Size and time of the last write of every file."""
        found = {}
        for path in self.files.iterdir():
            status = path.stat()
            found[path] = (status.st_size, status.st_mtime_ns)
        return found


def _held(one: Any) -> int:
    return sum(span.length for span in one.held)


def _compare(part: Path, span: Span, truth: Callable[[int, int], bytes], *, entirely: bool) -> None:
    """The first and the last bytes of what is held, or all of them."""
    last = max(span.start, span.end - SAMPLE)
    with part.open("rb") as file:
        for position in (*range(span.start, last, SAMPLE if entirely else span.length), last):
            count = min(SAMPLE, span.end - position)
            file.seek(position)
            if file.read(count) != truth(position, count):
                raise WrongError(f"wrong bytes in {part.name} within {SAMPLE} of {position}")


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())

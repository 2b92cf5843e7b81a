"""Random steps of a user against flaky servers, with every rule of the queue checked at each.

    python -m tests.faults.random_steps [STEPS] [SEED]

Start, Stop all, pause, resume, add, move, remove, undo that, retry and close, in any order and at
any time. The same seed takes the same steps; what the threads make of them differs. Fails on an
illegal move, a batch that never ends, anything that hangs, and a file that is wrong at the end.
"""

import errno
import faulthandler
import logging
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from core.assembly import build_engine
from core.engine import outages
from core.engine.roster import Roster
from core.model import events
from core.model.download import Download, Request
from core.model.settings import Settings
from core.model.states import MOVES, RUNNING, State
from core.net import network
from core.net.dial import dial
from core.policy.links import parse_link
from tests.faults.flaky import Flaky
from tests.servers.scripted import scripted

PATIENCE = 60.0  # seconds until something that should happen is given up
MOST = 40  # downloads in the list
PAUSE_SECONDS = (0.004, 0.1)  # the longest a user mostly, and now and then, waits between steps
RARELY = 0.02


class BrokenRuleError(AssertionError):
    """Something that must always hold did not."""


class _Complaints(logging.Handler):
    """What the program logs as an error is one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(f"{record.getMessage()} {record.exc_info}")


class Walk:
    """A user with one list of downloads, and an eye that sees into the engine."""

    def __init__(self, folder: Path, flaky: Flaky, seed: int) -> None:
        self._folder = folder
        self.files = folder / "files"
        self._flaky = flaky
        self._chance = random.Random(seed)
        self.taken: Counter[str] = Counter()
        self.heard: Counter[str] = Counter()
        self._started = self._ended = 0
        self._changed = threading.Condition()
        self.plugged = True
        self._withdrawn: list[int] = []
        self._open()

    def _open(self) -> None:
        settings = Settings(concurrent=4, connections=3, timeout=1, retries=3)
        self.engine = build_engine(
            settings,
            self._folder / "state",
            owner="walk",
            pool_size=8,
            online=lambda: self.plugged,
        )
        self.inside: Any = self.engine
        self.engine.listen(self._hear)
        self.engine.restore()

    def _hear(self, event: events.Event) -> None:
        with self._changed:
            self.heard[type(event).__name__] += 1
            self._started += isinstance(event, events.BatchStarted)
            self._ended += isinstance(event, events.BatchEnded)
            self._changed.notify_all()

    # --- steps -----------------------------------------------------------------------------

    def step(self) -> None:
        """Do something, and see whether every rule still holds."""
        steps: list[tuple[Callable[[], None], int]] = [
            (self._add, 10), (self._start, 14), (self._start_some, 4), (self._stop, 12),
            (self._pause, 10), (self._resume, 10), (self._remove, 4), (self._retry, 8),
            (self._limit, 3), (self._place, 3), (self._withdraw, 4), (self._give_back, 4),
            (self._forget, 1), (self._close, 1), (self._unplug, 2),
        ]  # fmt: skip
        [chosen] = self._chance.choices([one for one, _ in steps], [weight for _, weight in steps])
        chosen()
        self.plugged |= self._chance.random() < RARELY * 5
        self.taken[chosen.__name__.strip("_")] += 1
        self.check()
        # Not a wait for anything: users take their time, and threads get a chance to differ.
        longest = PAUSE_SECONDS[self._chance.random() < RARELY]
        threading.Event().wait(self._chance.uniform(0.0, longest))

    def _add(self) -> None:
        if len(self._all()) < MOST:
            self._add_links(self._chance.randint(1, 4))

    def _add_links(self, count: int) -> None:
        self.engine.add(
            Request(parse_link(self._flaky.link()).url, self.files) for _ in range(count)
        )

    def _start(self) -> None:
        self.engine.start()

    def _start_some(self) -> None:
        self.engine.start(only=self._some())

    def _stop(self) -> None:
        self.engine.stop()
        if self._chance.random() < 0.5:
            self.wait_for_the_end()

    def _pause(self) -> None:
        self.engine.pause(self._some())

    def _resume(self) -> None:
        self.engine.resume(self._some())

    def _remove(self) -> None:
        self.engine.remove(self._some())

    def _retry(self) -> None:
        self.engine.retry(self._some())

    def _limit(self) -> None:
        self.engine.limit(self._some(), self._chance.choice((0, 200_000)))

    def _place(self) -> None:
        self.engine.place(self._some(), next(iter(self._some()), None))

    def _withdraw(self) -> None:
        """Take some off the list, with a mind to have them back."""
        taken = self._some()
        self.engine.withdrawal.take(taken)
        self._withdrawn += taken

    def _give_back(self) -> None:
        self.engine.withdrawal.give_back(self._withdrawn)
        self._withdrawn = []

    def _forget(self) -> None:
        self.engine.withdrawal.forget(self._withdrawn)
        self._withdrawn = []

    def _close(self) -> None:
        """Leave in the middle of whatever runs, and come back."""
        self.engine.stop()
        self.wait_for_the_end()
        before = {one.id: (one.state, one.name) for one in self._all()}
        if not self.engine.close(PATIENCE):
            raise BrokenRuleError("it did not close")
        self._withdrawn = []
        self._open()
        after = {one.id: (one.state, one.name) for one in self._all()}
        if before != after:
            raise BrokenRuleError(f"the list came back as {after}, not as {before}")

    def _unplug(self) -> None:
        """Pull out the network cable; before long somebody puts it in again."""
        self.plugged = False

    def dial(self, *words: Any) -> socket.socket:
        """The engine's way to any server."""
        if not self.plugged:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return dial(*words)

    def _some(self) -> list[int]:
        ids = [one.id for one in self._all()]
        return self._chance.sample(ids, min(len(ids), self._chance.randint(1, 5)))

    # --- rules -----------------------------------------------------------------------------

    def check(self) -> None:
        """The state table and every list that follows from it agree."""
        work = self.inside._work
        by_state: dict[State, set[int]] = {state: set() for state in State}
        with work.lock:
            for one in work.roster:
                by_state[one.state].add(one.id)
            running, retry_at = set(work.roster.running), set(work.roster.retry_at)
            promised = {one.id for one in work._promises._made.values()}
            waiting = {one.id for one in work.roster if one.id in work.queue._line}
            counts = Counter({state: work.roster.count(state) for state in State})
        self._agree("running", set().union(*(by_state[one] for one in RUNNING)), running)
        self._agree("waiting to retry", by_state[State.RETRY_WAIT], retry_at)
        # Who was promised may have been paused since; it is passed over then.
        queued = by_state[State.QUEUED]
        self._agree("queued", queued, waiting | queued & promised)
        if counts != Counter({state: len(ids) for state, ids in by_state.items()}):
            raise BrokenRuleError(f"{counts} are not the counts of {by_state}")

    def _agree(self, what: str, by_state: set[int], by_list: set[int]) -> None:
        if by_state != by_list:
            raise BrokenRuleError(f"{what}: {by_state} by their states, {by_list} by the list")

    def wait_for_the_end(self) -> None:
        """No AsyncResult may be lost: every batch that began must end."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._started == self._ended, PATIENCE):
                faulthandler.dump_traceback(all_threads=True)
                raise BrokenRuleError(f"{self._started} began, {self._ended} ended")
        work = self.inside._work
        with work.lock:
            if work.roster.running or work.roster.retry_at or work._promises._made:
                raise BrokenRuleError("the batch has ended, and something still runs")
        self.check()

    def finish(self) -> None:
        """With a server that behaves everything must be completed, and right."""
        self._flaky.calm.set()
        self.plugged = True
        self.engine.stop()
        self.wait_for_the_end()
        self._give_back()
        deadline = time.monotonic() + PATIENCE
        while any(one.state is not State.COMPLETED for one in self._all()):
            if time.monotonic() > deadline:
                raise BrokenRuleError(f"never done: {self._all()}")
            ids = [one.id for one in self._all()]
            self.engine.limit(ids, 0)
            self.engine.resume(ids)
            self.engine.retry(ids)
            self.engine.start()
            self.wait_for_the_end()
        names = {one.name for one in self._all()}
        if not self.engine.close(PATIENCE):
            raise BrokenRuleError("it did not close")
        for path in self.files.iterdir():
            if path.suffix == ".part":
                raise BrokenRuleError(f"{path.name} is left")
            if path.read_bytes() != self._flaky.bodies[path.name]:
                raise BrokenRuleError(f"{path.name} is wrong")
            names.discard(path.name)
        if names:
            raise BrokenRuleError(f"{names} are missing")

    def _all(self) -> list[Download]:
        with self.inside._work.lock:
            return list(self.inside._work.roster)


def walk(steps: int, seed: int) -> Counter[str]:
    """Take so many steps; what was done and came of it. Raises `BrokenRuleError`."""
    illegal: list[str] = []
    real = Roster.move

    def move(roster: Roster, download: Download, state: State) -> None:
        if state not in MOVES[download.state]:
            illegal.append(f"{download.state} → {state}")
        real(roster, download, state)

    complaints = _Complaints()
    logging.getLogger("core").addHandler(complaints)
    threads = threading.active_count()
    try:
        with (
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
            scripted() as server,
            patch.object(Roster, "move", move),
            patch.object(outages, "LOOK_SECONDS", 0.05),
            ExitStack() as stack,
        ):
            one = Walk(Path(folder), Flaky(server, seed), seed)
            stack.enter_context(patch.object(network, "dial", one.dial))
            for number in range(steps):
                try:
                    one.step()
                except BrokenRuleError as error:
                    raise BrokenRuleError(f"step {number}: {error}") from error
                if illegal or complaints.heard:
                    raise BrokenRuleError(f"step {number}: {illegal} {complaints.heard}")
            one.finish()
    finally:
        logging.getLogger("core").removeHandler(complaints)
    if illegal or complaints.heard:
        raise BrokenRuleError(f"at the end: {illegal} {complaints.heard}")
    if threading.active_count() > threads:
        raise BrokenRuleError(f"threads are left: {threading.enumerate()}")
    return one.taken + one.heard


def main(words: list[str]) -> None:
    steps = int(words[0]) if words else 10_000
    seed = int(words[1]) if len(words) > 1 else 1
    began = time.monotonic()
    taken = walk(steps, seed)
    print(f"{steps} steps with seed {seed} in {time.monotonic() - began:.0f} s, every rule held")
    print(", ".join(f"{count} {name}" for name, count in taken.most_common()))


if __name__ == "__main__":
    main(sys.argv[1:])

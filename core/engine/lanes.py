"""How many workers move bytes at the same time: one processor is left to the others."""

import os
import threading
import time
from collections import deque
from contextlib import suppress

from core.stop import StopSignal

LATE_SECONDS = 0.1  # a lane held this long is lost, and made anew
MANY = 16  # waiting workers, for whom there is one lane more


class Lane:
    """What a worker holds while it moves bytes."""

    __slots__ = ("since",)

    def __init__(self) -> None:
        self.since = time.monotonic()


class Lanes:
    """A courtesy among workers, and to the window's thread above all.

    Dozens of threads that all copy at full speed make everybody wait: for a processor, and for
    the interpreter, which may go to one of them that has no processor just then. So they wait
    here, where they want neither. Where a disk hangs, its lanes are lost for as long as that
    takes, and made anew for the others.
    """

    def __init__(self, count: int | None = None) -> None:
        self._count = count or max(1, (os.cpu_count() or 1) - 1)
        self._lock = threading.Lock()  # guards what follows, for moments
        self._held: set[Lane] = set()
        self._wanting = 0  # how many wait, or were just called
        self._waiting: deque[threading.Lock] = deque()  # each is released to call who waits

    def take(self, stop: StopSignal) -> Lane:
        """Wait for a lane; raises `Interrupted` when the signal is set and `wake` was called."""
        turn: threading.Lock | None = None
        try:
            while True:
                with self._lock:
                    stop.check()
                    if self._free() > 0:
                        self._held.add(lane := Lane())
                        return lane
                    turn = self._queue(turn)
                if not turn.acquire(timeout=LATE_SECONDS):
                    self._lose_late()
        finally:
            if turn is not None:
                self._leave_queue(turn)

    def give(self, lane: Lane) -> None:
        """Leave it to the next."""
        with self._lock:
            self._held.discard(lane)  # unless it was lost
            self._call()

    def wake(self) -> None:
        """Have all who wait look at their stop signals."""
        with self._lock:
            while self._waiting:
                _wake(self._waiting.popleft())

    def _free(self) -> int:
        return self._count + (self._wanting > MANY) - len(self._held)

    def _queue(self, turn: "threading.Lock | None") -> threading.Lock:
        """Wait for being called; who was called and came too late keeps his place."""
        if turn is None:
            turn = threading.Lock()
            turn.acquire()
            self._wanting += 1
            self._waiting.append(turn)
        elif turn not in self._waiting:
            self._waiting.appendleft(turn)
        return turn

    def _leave_queue(self, turn: threading.Lock) -> None:
        with self._lock:
            self._wanting -= 1
            with suppress(ValueError):  # he was called
                self._waiting.remove(turn)
            self._call()  # should he have been, and have no use for it

    def _lose_late(self) -> None:
        before = time.monotonic() - LATE_SECONDS
        with self._lock:
            self._held = {lane for lane in self._held if lane.since > before}

    def _call(self) -> None:
        for _ in range(min(self._free(), len(self._waiting))):
            _wake(self._waiting.popleft())


def _wake(turn: threading.Lock) -> None:
    with suppress(RuntimeError):  # called twice
        turn.release()

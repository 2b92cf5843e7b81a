"""Whose turn it is, at the processors and the interpreter: the window's thread comes first."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LONG_SECONDS = 0.001
SHORT_SECONDS = 0.0001


def step_back() -> None:
    """Have this thread, when it wakes, wait for its turn instead of pushing the window aside.

    It gets as much of the processors as before (sched(7), SCHED_BATCH); only Linux has this.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class Turns:
    """How long a thread keeps the interpreter while others wait for it.

    Workers give it away by themselves, at every read and write, and would only be in the way of
    the window's thread if they asked for it all the time. A thread that computes keeps it to the
    end of its turn, and the window asks for it five hundred times while a long list is added.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._computing = 0
        sys.setswitchinterval(LONG_SECONDS)

    @contextmanager
    def short(self) -> Iterator[None]:
        """Turns are short for as long as anybody computes."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self._computing += change
            sys.setswitchinterval(SHORT_SECONDS if self._computing else LONG_SECONDS)

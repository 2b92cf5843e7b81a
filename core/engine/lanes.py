"""How many workers move bytes at the same time: one processor is left to the others."""

import os
from queue import Empty, SimpleQueue

PATIENCE_SECONDS = 0.05


class Lanes:
    """A courtesy among workers, and to the window's thread above all.

    Dozens of threads that all copy at full speed make everybody wait for a processor, the
    window for tenths of a second. Where a disk hangs, its lanes are lost for as long as that
    takes; the others then go on without one after a moment, which is the longest that a stop is
    not heard here.
    """

    def __init__(self, count: int | None = None) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count or max(1, (os.cpu_count() or 1) - 1)):
            self._free.put(None)

    def take(self) -> bool:
        """Wait for a lane; False if none came free in time, and there is none to give back."""
        try:
            self._free.get(timeout=PATIENCE_SECONDS)
        except Empty:
            return False
        return True

    def give(self) -> None:
        """Leave the lane to the next."""
        self._free.put(None)

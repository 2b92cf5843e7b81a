"""How many workers move bytes at the same time: one processor is left to the others."""

import os
import threading

PATIENCE_SECONDS = 0.05


class Lanes:
    """A courtesy among workers, and to the window's thread above all.

    Dozens of threads that all copy at full speed make everybody wait for a processor, the
    window for tenths of a second. Where a disk hangs, its lanes are lost for as long as that
    takes; the others then go on without one after a moment, which is the longest that a stop is
    not heard here.
    """

    def __init__(self, count: int | None = None) -> None:
        # Not a SimpleQueue: whoever wakes there and finds the item taken may wait for ever.
        self._free = threading.Semaphore(count or max(1, (os.cpu_count() or 1) - 1))

    def take(self) -> bool:
        """Wait for a lane; False if none came free in time, and there is none to give back."""
        return self._free.acquire(timeout=PATIENCE_SECONDS)

    def give(self) -> None:
        """Leave the lane to the next."""
        self._free.release()

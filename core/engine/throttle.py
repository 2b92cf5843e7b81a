"""The speed limit: pay after the read, wait off the debt (generic cell rate algorithm)."""

import threading
import time
from collections.abc import Callable

from core.stop import StopSignal

SLACK_SECONDS = 0.02  # a debt this small is carried along, so that fast limits do not sleep often
SPARE_SECONDS = 0.02  # credit kept for those who woke late, or the limit would never be reached
LOOK_SECONDS = 0.1  # how soon a wait notices that the limit has changed


class Throttle:
    """One limit shared by any number of connections; may change while they run.

    Kept in bytes and not in seconds, so that a debt shrinks with a new limit. Whoever pays
    first waits first: connections with equal reads get equal shares.
    """

    def __init__(self, rate: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._rate = rate
        self._taken = 0.0  # bytes that were read under this limit
        self._credit = 0.0  # bytes that it has allowed until `_at`
        self._at = clock()

    @property
    def rate(self) -> int:
        """Bytes per second; 0 means no limit."""
        return self._rate

    @rate.setter
    def rate(self, value: int) -> None:
        with self._lock:
            if self._rate:
                self._advance()
            else:
                self._credit, self._at = self._taken, self._clock()
            self._rate = value

    def pay(self, count: int, stop: StopSignal) -> None:
        """Account for `count` bytes just read, and wait as long as they were too many.

        Returns early when the stop signal is set; the bytes are the caller's to keep.
        """
        if not self._rate:
            return
        with self._lock:
            self._advance(count)
            self._taken += count
            mine = self._taken
        while (debt := self._debt(mine)) > SLACK_SECONDS:
            if stop.wait(min(debt, LOOK_SECONDS)):
                return

    def chunk(self, size: int) -> int:
        """The read size that suits the limit: 50 ms worth, at least 1 KiB."""
        return max(1024, min(size, self._rate // 20)) if self._rate else size

    def _debt(self, taken: float) -> float:
        """Seconds until so many bytes are allowed."""
        with self._lock:
            if not self._rate:
                return 0.0
            self._advance()
            return (taken - self._credit) / self._rate

    def _advance(self, arrived: int = 0) -> None:
        """Bring the credit up to now: no more is kept than what just `arrived` may have used."""
        now = self._clock()
        most = self._taken + max(arrived, self._rate * SPARE_SECONDS)
        self._credit = min(most, self._credit + (now - self._at) * self._rate)
        self._at = now

"""The speed limit: pay after the read, wait off the debt (generic cell rate algorithm)."""

import threading
import time
from collections.abc import Callable

from core.stop import StopSignal

SLACK_SECONDS = 0.02  # a debt this small is carried along, so that fast limits do not sleep often


class Throttle:
    """One limit shared by any number of connections; may change while they run."""

    def __init__(self, rate: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._paid_until = 0.0
        self._rate = rate

    @property
    def rate(self) -> int:
        """Bytes per second; 0 means no limit."""
        return self._rate

    @rate.setter
    def rate(self, value: int) -> None:
        with self._lock:
            self._rate = value
            self._paid_until = 0.0

    def pay(self, count: int, stop: StopSignal) -> None:
        """Account for `count` bytes just read, and wait as long as they were too many.

        Returns early when the stop signal is set; the bytes are the caller's to keep.
        """
        if not self._rate:
            return
        with self._lock:
            rate = self._rate
            if not rate:
                return
            now = self._clock()
            self._paid_until = max(now, self._paid_until) + count / rate
            debt = self._paid_until - now
        if debt > SLACK_SECONDS:
            stop.wait(debt)

    def chunk(self, size: int) -> int:
        """The read size that suits the limit: a tenth of a second's worth, at least 1 KiB."""
        return max(1024, min(size, self._rate // 10)) if self._rate else size

"""How long Qt's loop was ever kept from turning."""

import time

from PySide6.QtCore import QObject, QTimer


class Heartbeat(QObject):
    """A timer that should fire every few milliseconds, and the longest it ever took.

    On a machine that has other things to do, `busy` tells what of that was the loop's own work.
    """

    def __init__(self, interval_ms: int = 2) -> None:
        super().__init__()
        self._interval = interval_ms / 1000
        self.reset()
        self._used = time.thread_time()
        self.busiest = 0.0  # seconds of processor time in a gap: what others do is not in it
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def reset(self) -> None:
        self._last, self._used = time.perf_counter(), time.thread_time()
        self.worst = 0.0  # seconds beyond the interval
        self.busy = 0.0  # seconds of processor the loop's thread used between two beats
        self._used = time.thread_time()
        self.busiest = 0.0

    def _beat(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self.worst = max(self.worst, now - self._last - self._interval)
        self.busy = max(self.busy, used - self._used)
        self._last, self._used = now, used

    def __str__(self) -> str:
        return (
            f"longest gap in the loop {self.worst * 1000:.0f} ms,"
            f" of its own work {self.busy * 1000:.0f} ms"
        )
        used = time.thread_time()
        self.busiest = max(self.busiest, used - self._used)
        self._used = used

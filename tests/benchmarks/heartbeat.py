"""How long Qt's loop was ever kept from turning."""

import time

from PySide6.QtCore import QObject, QTimer


class Heartbeat(QObject):
    """A timer that should fire every few milliseconds, and the longest it ever took."""

    def __init__(self, interval_ms: int = 2) -> None:
        super().__init__()
        self._interval = interval_ms / 1000
        self._last = time.perf_counter()
        self.worst = 0.0  # seconds beyond the interval
        self._used = time.thread_time()
        self.busiest = 0.0  # seconds of processor time in a gap: what others do is not in it
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def reset(self) -> None:
        self._last = time.perf_counter()
        self.worst = 0.0
        self._used = time.thread_time()
        self.busiest = 0.0

    def _beat(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._last - self._interval)
        self._last = now
        used = time.thread_time()
        self.busiest = max(self.busiest, used - self._used)
        self._used = used

"""How long Qt's loop was ever kept from turning."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

_WAITS = Path("/proc/thread-self/schedstat")  # Linux: ns at work, ns without a processor, turns


class Heartbeat(QObject):
    """A timer that should fire every few milliseconds, and the longest it ever took.

    Made and used on Qt's thread.
    """

    def __init__(self, interval_ms: int = 2) -> None:
        super().__init__()
        self._interval = interval_ms / 1000
        self.reset()
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def reset(self) -> None:
        self.worst = 0.0  # seconds beyond the interval
        self.starved = 0.0  # seconds of these that the thread could have run, had others let it
        self.busiest = 0.0  # seconds of processor time in a gap: what others do is not in it
        self._last, self._waited = time.perf_counter(), _without_processor()
        self._used = time.thread_time()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now, waited, used = time.perf_counter(), _without_processor(), time.thread_time()
        gap = now - self._last - self._interval
        if gap > self.worst:
            self.worst, self.starved = gap, waited - self._waited
        self.busiest = max(self.busiest, used - self._used)
        self._last, self._waited, self._used = now, waited, used


def _without_processor() -> float:
    """Seconds that this thread was ready to run and had no processor; 0 where nobody counts."""
    try:
        return int(_WAITS.read_text().split()[1]) / 1e9
    except OSError:
        return 0.0

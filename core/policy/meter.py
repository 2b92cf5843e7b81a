"""Speed and time left, smoothed so that figures do not jump."""

import math
from dataclasses import dataclass

SMOOTH_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Meter:
    """An exponentially weighted rate; `add` returns the next meter."""

    at: float  # monotonic seconds of the last sample
    received: int  # bytes at that moment
    rate: float | None = None  # bytes per second, None before the second sample

    def add(self, now: float, received: int) -> "Meter":
        seconds = now - self.at
        if seconds <= 0:
            return self
        latest = max(0.0, (received - self.received) / seconds)
        if self.rate is None:
            return Meter(now, received, latest)
        weight = 1.0 - math.exp(-seconds / SMOOTH_SECONDS)
        return Meter(now, received, self.rate + weight * (latest - self.rate))

    def seconds_left(self, size: int | None) -> float | None:
        """Seconds until `size` bytes are there; None when nobody can tell."""
        if size is None or not self.rate or self.rate < 1.0:
            return None
        return max(0, size - self.received) / self.rate

"""A byte range on its way: who fetches it, from where, how fast."""

import math
from dataclasses import dataclass

from core.disk.hashing import Follower
from core.engine.sources import HERE
from core.model.segment import Span
from core.stop import StopSignal

PROVEN_BYTES = 4 * 1024  # compared at a seam to see that a server sends from where it says
UNPROVEN_BYTES = 64 * 1024  # compared at a seam where no validator proves the version
FIRST_SAMPLE_SECONDS = 0.02
SAMPLE_SECONDS = 0.1
SMOOTH_SECONDS = 0.5


@dataclass(slots=True, eq=False)
class Segment:
    """A byte range on its way. `position` is moved by the one worker that writes it."""

    start: int
    end: int | None  # None while the size is unknown
    position: int
    worker: StopSignal | None = None
    rival: "Segment | None" = None  # whose rest it was started in, until one of them has it
    lost: bool = False  # another connection has its rest
    seam: int = PROVEN_BYTES  # bytes held at its ends that are compared with what comes
    follower: Follower | None = None  # hashes what it writes
    source: str = HERE  # who is asked for it
    rate: float | None = None  # bytes per second, smoothed; None until measured
    best: float = 0.0  # the highest it was
    sampled_at: float = 0.0  # monotonic seconds; 0 before the first byte
    sampled: int = 0

    @property
    def complete(self) -> bool:
        return self.end is not None and self.position >= self.end

    def sample(self, now: float) -> None:
        """Measure the rate since the last look."""
        if not self.sampled_at:
            return
        seconds = now - self.sampled_at
        if seconds < (SAMPLE_SECONDS if self.rate is not None else FIRST_SAMPLE_SECONDS):
            return
        latest = (self.position - self.sampled) / seconds
        weight = 1.0 - math.exp(-seconds / SMOOTH_SECONDS)
        self.rate = latest if self.rate is None else self.rate + weight * (latest - self.rate)
        self.best = max(self.best, self.rate)
        self.sampled_at, self.sampled = now, self.position

    def needless(self, held: list[Span]) -> bool:
        """Whether all that it still waits for is there, brought by others."""
        if self.end is None or self.complete:
            return False
        return any(span.start <= self.position and self.end <= span.end for span in held)

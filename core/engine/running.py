"""A download while workers are at it: its part file, its segments, who works on it."""

import threading
from dataclasses import dataclass, field
from enum import Enum

from core.disk.partfile import PartFile
from core.model import segment
from core.model.download import Download
from core.model.segment import Span
from core.stop import StopSignal


class Intent(Enum):
    """What becomes of a download once its workers have let go of it."""

    QUEUE = "queue"
    PAUSE = "pause"
    REMOVE = "remove"


@dataclass(slots=True)
class Segment:
    """A byte range on its way. `position` is moved by the one worker that writes it."""

    start: int
    end: int | None  # None while the size is unknown
    position: int

    @property
    def complete(self) -> bool:
        return self.end is not None and self.position >= self.end


@dataclass(slots=True)
class Running:
    """Lives from `take` until the last worker has settled."""

    download: Download
    intent: Intent = Intent.QUEUE
    part: PartFile | None = None
    workers: set[StopSignal] = field(default_factory=set)
    segments: list[Segment] = field(default_factory=list)
    base: list[Span] = field(default_factory=list)  # held before these segments began
    lock: threading.Lock = field(default_factory=threading.Lock)
    verified: int = 0  # bytes hashed so far while verifying

    def held(self) -> list[Span]:
        """Everything that is written, as of now."""
        with self.lock:
            fresh = [Span(one.start, one.position) for one in self.segments]
            return segment.merge([*self.base, *fresh])

    def received(self) -> int:
        """Bytes that are written, as of now."""
        return segment.total(self.held())

    def fresh(self) -> int:
        """Bytes that arrived since work on it began."""
        with self.lock:
            return sum(one.position - one.start for one in self.segments)

    def count_verified(self, count: int) -> None:
        """So many bytes were hashed."""
        self.verified = count

    def begin(self, base: list[Span], first: Segment) -> None:
        """Start over from what is held, with one segment under way."""
        with self.lock:
            self.base = list(base)
            self.segments = [first]


@dataclass(frozen=True, slots=True)
class Piece:
    """What `take` hands to a worker: a download, and the signal that ends work on it."""

    running: Running
    stop: StopSignal

    @property
    def download(self) -> Download:
        return self.running.download

"""A download while workers are at it: its part file, its segments, who works on it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from core.disk.hashing import Follower
from core.disk.partfile import PartFile
from core.engine.segments import PROVEN_BYTES, Segment
from core.engine.sources import Sources
from core.engine.throttle import Throttle
from core.model import segment
from core.model.download import Download, NameSource
from core.model.errors import HeadgateError
from core.model.segment import Span
from core.model.states import State
from core.policy.ramp import Ramp
from core.policy.segmentation import Rest
from core.stop import StopSignal


class Intent(Enum):
    """What becomes of a download once its workers have let go of it."""

    QUEUE = "queue"
    PAUSE = "pause"
    REMOVE = "remove"
    WITHDRAW = "withdraw"  # off the list, and able to come back


@dataclass(slots=True, eq=False)
class Running:
    """Lives from `take` until the last worker has left.

    `lock` guards the segments, for the moment it takes to move a number; who works on the
    download, and what is to become of it, is guarded by the lock of `Work`.
    """

    download: Download
    host: str
    ramp: Ramp
    intent: Intent = Intent.QUEUE
    failure: HeadgateError | None = None  # what ends it for all its workers
    part: PartFile | None = None
    path: Path | None = None  # the final one, once the name is known
    source: NameSource | None = None  # where the name is from, if it was given in this batch
    is_new: bool = False  # the part file was made in this batch, by us
    workers: set[StopSignal] = field(default_factory=set)
    segments: list[Segment] = field(default_factory=list)
    base: list[Span] = field(default_factory=list)  # held by no segment under way
    held_before: int = 0  # bytes that were there when work on it began
    latency: float = 0.1  # seconds from a request to its first byte
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)  # the last worker has left
    sources: Sources = field(default_factory=Sources)
    follower: Follower | None = None  # the checksum, as far as the file was written in order
    verified: int = 0  # bytes hashed so far while verifying
    repairs: int = 0  # how often damaged ranges were fetched again
    unconfirmed: bool = False  # no reply said how long the file is
    seam: int = PROVEN_BYTES  # what to compare at each seam
    seams: list[tuple[int, bytes]] = field(default_factory=list)  # still to be compared
    throttle: Throttle = field(default_factory=Throttle)  # the download's own limit

    @classmethod
    def begin(cls, one: Download, connections: int, clock: Callable[[], float]) -> "Running":
        """Work begins on `one`, over up to so many connections."""
        return cls(
            one,
            one.host,
            Ramp(top=connections),
            base=list(one.held),
            held_before=segment.total(one.held),
            throttle=Throttle(one.limit_rate, clock),
        )

    # --- looking ---------------------------------------------------------------------------

    @property
    def ending(self) -> bool:
        """Whether all its workers are to leave: it was interrupted, or it failed for all."""
        return self.download.state is State.STOPPING or self.failure is not None

    def held(self) -> list[Span]:
        """Everything that is written, as of now."""
        with self.lock:
            return self._held()

    def received(self) -> int:
        """Bytes that are written, as of now."""
        return segment.total(self.held())

    def fresh(self) -> int:
        """Bytes that arrived since work on it began."""
        return self.received() - self.held_before

    def held_up_to(self, position: int) -> int:
        """How many bytes directly before `position` are held."""
        spans = (one for one in self.held() if one.start < position <= one.end)
        return next((position - one.start for one in spans), 0)

    def held_from(self, position: int) -> int:
        """How many bytes from `position` on are held."""
        spans = (one for one in self.held() if one.start <= position < one.end)
        return next((one.end - position for one in spans), 0)

    def complete(self) -> bool:
        """Whether every byte is written."""
        size = self.download.size
        return size is not None and not segment.gaps(self.held(), size)

    def alone_and_complete(self) -> bool:
        """Whether one worker brought the whole file: what most files are."""
        size = self.download.size
        with self.lock:
            return (
                len(self.workers) == 1
                and len(self.base) == 1
                and not self.segments
                and size is not None
                and self.base[0] == (0, size)
            )

    def uncovered(self) -> Span | None:
        """The first range that is neither held nor on its way."""
        size = self.download.size
        if size is None:
            return None
        with self.lock:
            covered = [
                Span(one.position, size if one.end is None else one.end) for one in self.segments
            ]
            missing = segment.gaps(segment.merge([*self._held(), *covered]), size)
        return missing[0] if missing else None

    def rests(self, now: float) -> tuple[list[Segment], list[Rest]]:
        """The segments whose rest may be shared, and those rests."""
        with self.lock:
            contested = {id(one.rival) for one in self.segments if one.rival is not None}
            owners, rests = [], []
            for one in self.segments:
                one.sample(now)
                free = one.rival is None and id(one) not in contested
                if free and one.end is not None and not one.complete and one.sampled_at:
                    owners.append(one)
                    rests.append(Rest(one.position, one.end, one.rate, one.best))
            return owners, rests

    def delivering(self) -> int:
        """How many connections have brought their first byte."""
        with self.lock:
            return sum(bool(one.sampled_at) for one in self.segments)

    def _held(self) -> list[Span]:
        fresh = [Span(one.start, one.position) for one in self.segments]
        return segment.merge([*self.base, *fresh])

    # --- moving ----------------------------------------------------------------------------

    def trust(self, held: list[Span]) -> None:
        """So much is there, and no more, when work on it begins."""
        with self.lock:
            self.base = held
            self.held_before = segment.total(held)

    def add(self, one: Segment) -> None:
        """A worker is about to fetch this segment."""
        with self.lock:
            busy = [other.source for other in self.segments] if one.rival else []
            one.source = self.sources.pick(busy)
            if self.follower is not None and one.follower is None:
                self.follower.keep_below(one.start)
            self.segments.append(one)

    def forget(self, spans: list[Span]) -> None:
        """These bytes are damaged; nobody may be fetching any."""
        self.sources.blame(spans)
        with self.lock:
            kept = segment.without(self.base, spans)
            self.held_before -= segment.total(self.base) - segment.total(kept)
            self.base = kept

    def answered(self, one: Segment, now: float) -> None:
        """The reply for a segment is there: from here on it delivers."""
        with self.lock:
            one.sampled_at, one.sampled = now, one.position

    def wrote(self, one: Segment, count: int) -> None:
        """`count` more bytes of a segment are written; settles who has a contested rest."""
        with self.lock:
            one.position += count
            owner = one.rival
            if owner is None:
                return
            if owner.position < one.start:
                owner.end, one.rival = one.start, None
                if owner.needless(self._held()):
                    self._lose(owner)
            elif one.position >= owner.position:
                self._lose(owner)
                one.rival = None

    def leave(self, one: Segment) -> None:
        """Its worker is done with a segment: what it wrote is held, its rest is free."""
        with self.lock:
            one.worker = None
            self.segments.remove(one)
            brought = Span(one.start, one.position)
            self.base = segment.merge([*self.base, brought])
            self.sources.note(brought, one.source)
            held = self._held()
            for other in self.segments:
                if other.rival is one:
                    other.rival = None
                if other.needless(held):
                    self._lose(other)

    def ended(self, one: Segment) -> bool:
        """Whether an interruption of a segment means that another connection has its rest."""
        with self.lock:
            return one.lost

    def count_verified(self, count: int) -> None:
        """So many bytes were hashed."""
        self.verified = count

    def _lose(self, one: Segment) -> None:
        """Its rest is fetched elsewhere: wake its worker, if it still has one."""
        one.lost, one.end, one.rival = True, one.position, None
        if one.worker is not None:
            one.worker.set()


@dataclass(slots=True, eq=False)
class Piece:
    """What `take` hands to a worker: a download, and the signal that ends work on it.

    Without a segment it is the download's opening; else one more connection for it.
    """

    running: Running
    stop: StopSignal
    segment: Segment | None = None

    @property
    def download(self) -> Download:
        return self.running.download

    @property
    def part(self) -> PartFile:
        """The open part file."""
        part = self.running.part
        assert part is not None, "the part file is open"
        return part

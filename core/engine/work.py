"""What to do next: workers pull with `take` and give back with `settle`, under one lock."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from core.disk.checkpoint import Checkpoints
from core.disk.journal import Journal
from core.engine.clocks import Clocks
from core.engine.queue import Queue
from core.engine.roster import Roster
from core.engine.running import Intent, Piece, Running, Segment
from core.engine.settling import Settling
from core.engine.splitting import Splitting
from core.model import events
from core.model.download import Download
from core.model.outcome import Outcome
from core.model.resource import Resource
from core.model.settings import Settings
from core.model.states import State
from core.policy.hosts import HostLimits
from core.policy.ramp import Ramp
from core.stop import Interrupted, StopSignal


class Work:
    """The queue and what runs.

    No lock is held over I/O: the journal and the checkpoints only take notes here.
    """

    def __init__(
        self,
        journal: Journal,
        checkpoints: Checkpoints,
        settings: Settings,
        stop: StopSignal,
        post: Callable[[events.Event], None],
        clocks: Clocks,
    ) -> None:
        self.roster = Roster()
        self.journal = journal
        self.checkpoints = checkpoints
        self.settings = settings
        self.post = post
        self.clocks = clocks
        self._lock = threading.RLock()
        self.ready = threading.Condition(self._lock)
        self.queue = Queue(self.roster)
        self.hosts = HostLimits()
        self.stop = stop
        self.settling = Settling(self.roster, self.queue, self.hosts, journal, checkpoints, clocks)
        self._splitting = Splitting(self.roster, self.hosts)
        self._look = threading.Condition(self._lock)
        self._scouting = False
        stop.on_set(self.wake)

    # --- the batch -------------------------------------------------------------------------

    def open_batch(self, only: Iterable[int] | None) -> None:
        """Let workers take what is queued, or those of `only` that are."""
        with self.ready:
            self.queue.open(only)

    def admit(self, ids: Iterable[int] | None) -> None:
        """While a batch for some downloads runs: these too, or (None) all of them."""
        with self.ready:
            self.queue.admit(ids)
            self.tell()

    def close_batch(self) -> None:
        with self.ready:
            self.queue.close()

    def wake(self) -> None:
        """Everybody is to look: the batch is being stopped."""
        with self.ready:
            self.ready.notify_all()
            self._look.notify_all()

    def tell(self) -> None:
        """There may be something to do; called inside the lock."""
        self._look.notify()

    # --- taking ----------------------------------------------------------------------------

    def take(self, stop: StopSignal) -> Piece | None:
        """The next piece for the worker that owns `stop`; None when the batch is over.

        In this order: a retry that is due, the next queued download, a share of one that
        runs. Blocks while others still run, so that a link added now starts in this batch.
        """
        with self.ready:
            while not self.stop.is_set():
                piece = self._next(stop)
                if piece is not None:
                    self.ready.notify()  # there may be something for one more
                    return piece
                if (
                    not self.roster.running
                    and not self.roster.retry_at
                    and not self.queue.waiting_for_hosts
                ):
                    self.wake()
                    return None
                self._wait()
            return None

    def next_segment(self, piece: Piece) -> Segment | None:
        """More of the same download for a worker that is through with its segment."""
        with self.ready:
            running = piece.running
            if self.stop.is_set() or running.intent is not Intent.QUEUE or running.failure:
                return None
            now = self.clocks.monotonic()
            found = self._splitting.segment_for(
                running, piece.stop, now, self.settings, joining=False
            )
            piece.segment = found
            return found

    def _wait(self) -> None:
        """One of those who wait is the scout: it looks when told to, and by the clock.

        The others sleep until the scout has found something and left its place, so that
        news wakes one thread and not all of them.
        """
        if self._scouting:
            self.ready.wait()
            return
        self._scouting = True
        try:
            self._look.wait(self._seconds_to_look())
        finally:
            self._scouting = False

    def _seconds_to_look(self) -> float | None:
        now = self.clocks.monotonic()
        waits = [self._splitting.seconds_to_look(now)]
        if len(self.roster.running) < self.settings.concurrent and self.roster.retry_at:
            waits.append(max(0.0, min(self.roster.retry_at.values()) - now))
        return min((one for one in waits if one is not None), default=None)

    def _next(self, stop: StopSignal) -> Piece | None:
        now = self.clocks.monotonic()
        if len(self.roster.running) < self.settings.concurrent:
            download = self._due(now) or self.queue.next(self._at_limit)
            if download is not None:
                return self._begin(download, stop)
        return self._splitting.piece(stop, now, self.settings)

    def _due(self, now: float) -> Download | None:
        due = [number for number, at in self.roster.retry_at.items() if at <= now]
        if not due:
            return None
        number = min(due, key=self.roster.retry_at.__getitem__)
        del self.roster.retry_at[number]
        return self.roster.get(number)

    def _at_limit(self, one: Download) -> bool:
        if not self.hosts:
            return False
        limit = self.hosts.limit(one.host, self.clocks.monotonic())
        return limit is not None and self.roster.connections_to(one.host) >= limit

    def _begin(self, one: Download, stop: StopSignal) -> Piece:
        stop.clear()
        one.error = None
        self.roster.move(one, State.CONNECTING)
        ramp = Ramp(top=self.settings.connections)
        running = Running(one, one.host, ramp, base=list(one.held))
        self.roster.running[one.id] = running
        running.workers.add(stop)
        return Piece(running, stop)

    # --- while it runs ---------------------------------------------------------------------

    def named(self, piece: Piece, name: str, *, replaces: bool) -> None:
        """A name is reserved."""
        with self.ready:
            piece.download.name, piece.download.replaces = name, replaces

    def opened(self, piece: Piece, resource: Resource) -> None:
        """The server has answered and the file has its name."""
        with self.ready:
            one = piece.download
            assert one.path is not None, "a name is reserved before this"
            one.resource, path = resource, one.path
            if one.state is State.CONNECTING:
                self.roster.move(one, State.DOWNLOADING)
            self.roster.touch(one)
            self.journal.record_start(one)
            held = piece.running.received()
            self.tell()
        self.post(events.Started(one.id, one.request.url, path, held, one.size))

    def answered(self, piece: Piece, segment: Segment, seconds: float) -> None:
        """One more connection delivers, `seconds` after it was asked for."""
        with self.ready:
            running = piece.running
            running.latency = (running.latency + seconds) / 2
            running.answered(segment, self.clocks.monotonic())
            self.tell()

    def keep_old(self, piece: Piece, name: str) -> None:
        """There is a file of that name, and the user wants it to stay."""
        with self.ready:
            piece.download.name, piece.download.skipped = name, True

    def renamed(self, piece: Piece, name: str) -> None:
        """The name was taken at the last moment; this one was free."""
        with self.ready:
            piece.download.name, piece.download.replaces = name, False

    def restart(self, piece: Piece) -> None:
        """What was held is gone or of no use: begin anew."""
        with self.ready:
            one = piece.download
            one.held, one.resource, one.name = (), None, None
            self.journal.record_restart(one.id)
            self.roster.touch(one)

    def last_one(self, piece: Piece) -> bool:
        """Whether this worker is the last of a download whose every byte is there.

        If others are still at it the worker leaves, and the last of them will be asked.
        Raises `Interrupted` if the download is not to be finished now.
        """
        with self.ready:
            running = piece.running
            if self.stop.is_set() or running.intent is not Intent.QUEUE or running.failure:
                raise Interrupted
            if len(running.workers) > 1:
                running.workers.discard(piece.stop)
                return False
            return True

    def verifying(self, piece: Piece, size: int, *, unconfirmed: bool) -> None:
        """Every byte is there; what follows is checking and giving the final name."""
        with self.ready:
            one = piece.download
            assert one.resource is not None, "a reply was read"
            one.resource, one.unconfirmed = replace(one.resource, size=size), unconfirmed
            if one.state is not State.STOPPING:
                self.roster.move(one, State.VERIFYING)
            self.roster.touch(one)

    def settle(self, piece: Piece, outcome: Outcome) -> None:
        """Give a piece back; the last worker of a download decides what becomes of it."""
        with self.ready:
            event = self.settling.settle(piece, outcome, self.settings, stopping=self.stop.is_set())
            self.tell()
        if event is not None:
            self.post(event)

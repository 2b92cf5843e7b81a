"""What to do next: workers pull with `take` and give back with `settle`, under one lock."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

from core.disk.checkpoint import Checkpoints
from core.disk.journal import Journal
from core.disk.reserve import Reserved
from core.engine.choosing import Choosing
from core.engine.clocks import Clocks
from core.engine.outages import Outages
from core.engine.promises import Promises
from core.engine.room import Room
from core.engine.roster import Roster
from core.engine.running import Piece, Running
from core.engine.scout import Scout
from core.engine.segments import Segment
from core.engine.settling import Settling
from core.engine.splitting import Splitting
from core.engine.timelines import Timelines
from core.model import events
from core.model.download import Download
from core.model.errors import HeadgateError
from core.model.outcome import Done, Outcome
from core.model.resource import Resource
from core.model.segment import Span, total
from core.model.settings import Settings
from core.model.states import State
from core.model.timeline import Kind
from core.policy.hosts import HostLimits
from core.stop import Interrupted, StopSignal


class Work:
    """The queue and what runs. No lock is held over I/O: what is to be written is only noted."""

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
        self.lock = threading.RLock()
        self.hosts = HostLimits()
        outages = Outages()
        self._choosing = Choosing(self.roster, self.hosts, outages, clocks.monotonic)
        self._choosing.follow(settings)
        self.queue = self._choosing.queue
        self.timelines = Timelines(clocks.wall)
        self.stop = stop
        self.settling = Settling(
            self.roster,
            self.queue,
            self.hosts,
            outages,
            journal,
            checkpoints,
            clocks,
            self.timelines,
        )
        self._splitting = Splitting(self.roster, self.hosts, self.timelines)
        self.scout = Scout(self.lock)
        self._room = Room(clocks)
        self._promises = Promises(self.roster, self.queue)
        stop.on_set(self.wake)

    # --- the batch -------------------------------------------------------------------------

    def open_batch(self, only: Iterable[int] | None) -> None:
        """Let workers take what is queued, or those of `only` that are."""
        with self.lock:
            self.scout.open()
            self.queue.open(only)
            self._room.open()
            self._choosing.open()

    def admit(self, ids: Iterable[int] | None) -> None:
        """While a batch for some downloads runs: these too, or (None) all of them."""
        with self.lock:
            self.queue.admit(ids)
            self.tell()

    def close_batch(self, fault: HeadgateError | None) -> list[events.Event]:
        """No worker is left; what a bug kept one from settling has failed with that `fault`."""
        with self.lock:
            self._promises.give_back()
            self.queue.close()
            return self.settling.salvage(fault) if self.roster.anything_runs() else []

    def configure(self, settings: Settings) -> None:
        """Go on with other settings."""
        with self.lock:
            self.settings = settings
            self._choosing.follow(settings)
            for running in self.roster.running.values():
                running.ramp = running.ramp.topped(self.connections_for(running.download))
            self.wake()

    def connections_for(self, one: Download) -> int:
        """How many a download may have at most: by its own word, its site's, or the settings'."""
        own, site = one.request.options.connections, self._choosing.rule_for(one)
        return own or site.connections or self.settings.connections

    def wake(self) -> None:
        """Everybody is to look: the batch is being stopped."""
        with self.lock:
            self.scout.wake()

    def tell(self) -> None:
        """There may be something to do; called inside the lock."""
        self.scout.tell()

    # --- taking ----------------------------------------------------------------------------

    def take(self, stop: StopSignal) -> Piece | None:
        """The next piece for the worker that owns `stop`; None when the batch is over.

        In this order: a retry that is due, the next queued download, a share of one that
        runs. Blocks while others still run, so that a link added now starts in this batch.
        """
        with self.lock:
            while not (self.stop.is_set() or self.scout.over):
                promised = self._promises.redeem(stop)
                if promised is not None:
                    return self._begin(promised, stop)
                piece = self._next(stop)
                if piece is not None:
                    self.scout.found()
                    return piece
                if not (self.roster.running or self._promises or self._choosing.anybody_waits()):
                    self.scout.leave()
                    return None
                self.scout.wait(self._seconds_to_look)
            return None

    def promise(self, stop: StopSignal) -> Download | None:
        """The download that the worker which owns `stop` will take next, so that it can ask.

        Its present one must be all but finished.
        """
        with self.lock:
            room = self._room.count(self.settings.concurrent)
            if self.stop.is_set() or self._busy() > room or stop in self._promises:
                return None
            one = self._choosing.queued()
            if one is not None:
                self._promises.make(stop, one)
            return one

    def next_segment(self, piece: Piece) -> Segment | None:
        """More for a worker that is through with its segment; None: it leaves, or is the last."""
        with self.lock:
            running = piece.running
            if self.stop.is_set() or running.ending:
                return None
            now = self.clocks.monotonic()
            found = self._splitting.segment_for(
                running, piece.stop, now, self.settings, joining=False
            )
            piece.segment = found
            if found is None and len(running.workers) > 1:
                running.workers.discard(piece.stop)  # those who stay see to the rest and the end
            return found

    def _seconds_to_look(self) -> float | None:
        now = self.clocks.monotonic()
        waits = [self._splitting.seconds_to_look(now)]
        if len(self.roster.running) < self.settings.concurrent:
            waits.append(self._choosing.seconds_to_look(self._busy()))
        return min((one for one in waits if one is not None), default=None)

    def _next(self, stop: StopSignal) -> Piece | None:
        now = self.clocks.monotonic()
        download = None
        if self._busy() < self._room.count(self.settings.concurrent):
            download = self._choosing.next()
        if download is not None:
            return self._begin(download, stop)
        return self._splitting.piece(stop, now, self.settings)

    def _busy(self) -> int:
        return len(self.roster.running) + len(self._promises)

    def _begin(self, one: Download, stop: StopSignal) -> Piece:
        stop.clear()
        self._room.took()
        self._choosing.begun(one)
        one.error = None
        self.roster.move(one, State.CONNECTING)
        running = Running.begin(one, self.connections_for(one), self.clocks.monotonic)
        self.roster.running[one.id] = running
        running.workers.add(stop)
        return Piece(running, stop)

    # --- while it runs ---------------------------------------------------------------------

    def opened(self, piece: Piece, resource: Resource, reserved: Reserved | None = None) -> None:
        """The server has answered, and the file has its name: the `reserved` one if it is new."""
        with self.lock:
            one = piece.download
            one.resource, one.source = resource, piece.running.source or one.source
            if reserved is not None:
                one.name, one.replaces = reserved.name, reserved.replaces
            path = piece.running.path = one.path
            assert path is not None, "a name is reserved before this"
            if one.state is State.CONNECTING:
                self.roster.move(one, State.DOWNLOADING)
            self.journal.record(one)
            held = piece.running.held_before
            self.timelines.note(one.id, Kind.ANSWERED, address=resource.url, received=held)
            self.tell()
            back = self._choosing.got_further(one)
        for event in [*back, events.Started(one.id, one.request.url, path, held, one.size)]:
            self.post(event)

    def delivered(self, piece: Piece, resource: Resource, name: str, size: int) -> None:
        """The file has its final name already."""
        with self.lock:
            running, one = piece.running, piece.download
            one.resource, one.name = resource, name
            running.path = one.path
            running.base = [Span(0, size)]
            path = running.path
            assert path is not None, "it has a name"
        self.post(events.Started(one.id, one.request.url, path, 0, size))

    def answered(self, piece: Piece, segment: Segment, seconds: float) -> None:
        """One more connection delivers, `seconds` after it was asked for."""
        with self.lock:
            running = piece.running
            running.latency = (running.latency + seconds) / 2
            running.answered(segment, self.clocks.monotonic())
            self.tell()

    def keep_old(self, piece: Piece, name: str) -> None:
        """There is a file of that name, and the user wants it to stay."""
        with self.lock:
            piece.download.name, piece.download.skipped = name, True

    def recognised(self, piece: Piece, resource: Resource, name: str) -> None:
        """A process that was killed had given the file its final name."""
        with self.lock:
            piece.download.resource, piece.download.name = resource, name

    def renamed(self, piece: Piece, name: str) -> None:
        """The name was taken at the last moment; this one was free."""
        with self.lock:
            piece.download.name, piece.download.replaces = name, False
            piece.running.path = piece.download.path

    def restart(self, piece: Piece) -> None:
        """What was held is gone or of no use: begin anew."""
        with self.lock:
            one = piece.download
            one.begin_anew()
            self.timelines.note(one.id, Kind.BEGAN_ANEW)
            self.journal.record_restart(one)
            self.roster.touch(one)

    def finishing(self, piece: Piece) -> bool:
        """Whether this worker is the last of a download whose every byte is there.

        Then it is to check the file and give it its final name. Raises `Interrupted` if the
        download is not to be finished now.
        """
        with self.lock:
            running, one = piece.running, piece.download
            if self.stop.is_set() or running.ending:
                raise Interrupted
            if piece.stop not in running.workers:
                return False
            assert one.resource is not None, "a reply was read"
            if one.resource.size is None:
                one.resource = replace(one.resource, size=total(running.held()))
            one.unconfirmed = running.unconfirmed
            self.roster.move(one, State.VERIFYING)
            return True

    def settle(self, piece: Piece, outcome: Outcome) -> None:
        """Give a piece back; the last worker of a download decides what becomes of it."""
        with self.lock:
            event = self.settling.settle(piece, outcome, self.settings, stopping=self.stop.is_set())
            if not isinstance(outcome, Done):
                self.tell()  # a retry has to be waited for, or a rest is free
            told = self._choosing.settled(piece.download, outcome)
        for one in [*told, event] if event is not None else told:
            self.post(one)

"""What to do next, and what became of it: the one lock around the queue."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from core.disk.checkpoint import Checkpoints
from core.disk.journal import Journal
from core.disk.partfile import part_path
from core.engine.line import Line
from core.engine.roster import Roster, received
from core.engine.running import Intent, Piece, Running
from core.model import events
from core.model.download import Download
from core.model.outcome import Done, Failed, Outcome, Stopped
from core.model.resource import Resource
from core.model.settings import Settings
from core.model.states import Hold, State
from core.policy.retry import RetryPolicy
from core.stop import StopSignal

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Time and chance, passed in so that tests decide them."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    uniform: Callable[[float, float], float] = random.uniform


class Work:
    """The queue. Workers pull with `take` and give back with `settle`; all else is commands.

    No lock is held over I/O: the journal and the checkpoints only take notes here.
    """

    def __init__(
        self,
        journal: Journal,
        checkpoints: Checkpoints,
        settings: Settings,
        stop: StopSignal,
        post: Callable[[events.Event], None],
        clocks: Clocks = Clocks(),
    ) -> None:
        self.roster = Roster()
        self.journal = journal
        self.checkpoints = checkpoints
        self.settings = settings
        self.post = post
        self.clocks = clocks
        self.ready = threading.Condition(threading.RLock())
        self.line = Line()
        self._stop = stop
        self._open = False  # a batch runs
        self._only: Line | None = None  # a batch for some downloads alone
        stop.on_set(self._wake)

    @property
    def partial(self) -> bool:
        """Whether the open batch is for some downloads alone."""
        return self._only is not None

    # --- the batch -------------------------------------------------------------------------

    def open_batch(self, only: Iterable[int] | None) -> None:
        """Let workers take what is queued, or those of `only` that are."""
        with self.ready:
            self._open = True
            self._only = None if only is None else Line()
            self.admit(only or ())

    def admit(self, ids: Iterable[int] | None) -> None:
        """While a batch for some downloads runs: these too, or (None) all of them."""
        with self.ready:
            if ids is None:
                self._only = None
            elif self._only is not None:
                for one in self.roster.some(ids):
                    if one.id in self.line:
                        self._only.put(one.id, one.rank)
            self.touch_waiting()
            self.ready.notify_all()

    def close_batch(self) -> None:
        with self.ready:
            self._open = False
            self._only = None
            self.touch_waiting()

    def touch_waiting(self) -> None:
        """Why the first ones wait is shown; the rest waits for the same reason."""
        first = self.line.first()
        if first is not None and (one := self.roster.get(first)) is not None:
            self.roster.touch(one)

    # --- workers ---------------------------------------------------------------------------

    def take(self, stop: StopSignal) -> Piece | None:
        """The next piece for the worker that owns `stop`; None when the batch is over.

        Blocks while others still run, so that a link added now, or a retry that falls due,
        starts in this batch.
        """
        with self.ready:
            while not self._stop.is_set():
                download = self._next()
                if download is not None:
                    return self._begin(download, stop)
                if not self.roster.running and not self.roster.retry_at:
                    self.ready.notify_all()
                    return None
                self.ready.wait(self._seconds_to_retry())
            return None

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
        self.post(events.Started(one.id, one.request.url, path, held, one.size))

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
            running, one = piece.running, piece.download
            running.workers.discard(piece.stop)
            if running.workers:
                return
            del self.roster.running[one.id]
            self.roster.received += running.fresh()
            one.held = tuple(running.held())
            self.checkpoints.let_go(one.id)
            event = self._settled(one, running.intent, outcome)
            self.ready.notify_all()
        if event is not None:
            self.post(event)

    # --- inside the lock -------------------------------------------------------------------

    def _wake(self) -> None:
        with self.ready:
            self.ready.notify_all()

    def _next(self) -> Download | None:
        if len(self.roster.running) >= self.settings.concurrent:
            return None
        now = self.clocks.monotonic()
        due = [number for number, at in self.roster.retry_at.items() if at <= now]
        if due:
            number = min(due, key=self.roster.retry_at.__getitem__)
            del self.roster.retry_at[number]
            return self.roster.get(number)
        line = self.line if self._only is None else self._only
        while (first := line.pop()) is not None:
            if line is self.line or first in self.line:
                self.line.drop(first)
                return self.roster.get(first)
        return None

    def _begin(self, one: Download, stop: StopSignal) -> Piece:
        stop.clear()
        one.error = None
        self.roster.move(one, State.CONNECTING)
        running = self.roster.running[one.id] = Running(one, base=list(one.held))
        running.workers.add(stop)
        self.touch_waiting()
        if len(self.roster.running) < self.settings.concurrent:
            self.ready.notify()
        return Piece(running, stop)

    def _seconds_to_retry(self) -> float | None:
        if not self.roster.retry_at or len(self.roster.running) >= self.settings.concurrent:
            return None
        return max(0.0, min(self.roster.retry_at.values()) - self.clocks.monotonic())

    def _settled(self, one: Download, intent: Intent, outcome: Outcome) -> events.Event | None:
        if intent is Intent.REMOVE and not isinstance(outcome, Done):
            self.forget(one)
            return None
        match outcome:
            case Done():
                event = self._completed(one)
                if intent is Intent.REMOVE:
                    self.forget(one)
                return event
            case Failed() if intent is Intent.QUEUE and not self._stop.is_set():
                return self._failed(one, outcome)
            case Failed() | Stopped():
                return self._stopped(one, intent)

    def _completed(self, one: Download) -> events.Event:
        one.held, one.attempts, one.finished_at = (), 0, self.clocks.wall()
        self.roster.move(one, State.COMPLETED)
        self.journal.record_state(one)
        path = one.path
        assert path is not None, "a completed download has a name"
        return events.Completed(one.id, one.request.url, path, one.size or 0, one.skipped)

    def _failed(self, one: Download, outcome: Failed) -> events.Event:
        one.error = outcome.error
        one.attempts = 1 if outcome.progress else one.attempts + 1
        policy = RetryPolicy(self.settings.retries)
        delay = policy.delay(outcome.error, one.attempts, self.clocks.uniform)
        held, url = received(one), one.request.url
        if delay is not None:
            self.roster.move(one, State.RETRY_WAIT)
            self.roster.retry_at[one.id] = self.clocks.monotonic() + delay
            return events.Retrying(one.id, url, outcome.error, delay, held, one.size)
        one.finished_at = self.clocks.wall()
        self.roster.move(one, State.FAILED)
        self.journal.record_state(one)
        return events.DownloadFailed(one.id, url, one.path, outcome.error, held, one.size)

    def _stopped(self, one: Download, intent: Intent) -> events.Event:
        one.attempts = 0
        if one.state is not State.STOPPING:
            self.roster.move(one, State.STOPPING)
        if intent is Intent.PAUSE:
            self.roster.move(one, State.PAUSED)
        else:
            self.roster.move(one, State.QUEUED)
            self.line.put(one.id, one.rank)
        self.journal.record_state(one)
        held = received(one)
        return events.DownloadStopped(one.id, one.request.url, one.path, held, one.size)

    def forget(self, one: Download) -> None:
        """Take a download out of the list; an unfinished file goes with it."""
        self.line.drop(one.id)
        self.roster.retry_at.pop(one.id, None)
        self.roster.remove(one)
        self.journal.remove([one.id])
        path = one.path
        if path is not None and one.state is not State.COMPLETED:
            self.checkpoints.discard(one.id, part_path(path))

    def hold(self, one: Download) -> Hold | None:
        """Why a download waits."""
        if one.state is State.RETRY_WAIT:
            return Hold.RETRY
        if one.state is not State.QUEUED:
            return None
        if not self._open or (self._only is not None and one.id not in self._only):
            return Hold.START
        return Hold.SLOT

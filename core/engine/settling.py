"""What becomes of a download when a worker gives it back."""

from core.disk.checkpoint import Checkpoints
from core.disk.journal import Journal
from core.disk.partfile import part_path
from core.engine.clocks import Clocks
from core.engine.outages import Outages
from core.engine.queue import Queue
from core.engine.roster import Roster, received
from core.engine.running import Intent, Piece, Running
from core.engine.timelines import Timelines
from core.model import events
from core.model.download import Download
from core.model.errors import (
    ChangedError,
    HeadgateError,
    LengthError,
    MisplacedError,
    NetworkError,
    ServerError,
    UnexpectedError,
    UnprovenError,
)
from core.model.evidence import Evidence
from core.model.outcome import Done, Failed, Outcome, Stopped
from core.model.settings import Settings
from core.model.states import State
from core.model.timeline import Kind
from core.policy.hosts import HostLimits, is_refusal
from core.policy.retry import RetryPolicy

# What one connection may suffer from while the others do well.
_OF_ONE_CONNECTION = (NetworkError, ServerError, ChangedError, UnprovenError, LengthError)


class Settling:
    """Called inside the lock of `Work`; returns the event to post once it is released."""

    def __init__(
        self,
        roster: Roster,
        queue: Queue,
        hosts: HostLimits,
        outages: Outages,
        journal: Journal,
        checkpoints: Checkpoints,
        clocks: Clocks,
        timelines: Timelines,
    ) -> None:
        self._timelines = timelines
        self._roster = roster
        self._queue = queue
        self._hosts = hosts
        self._outages = outages
        self._journal = journal
        self._checkpoints = checkpoints
        self._clocks = clocks

    def settle(
        self, piece: Piece, outcome: Outcome, settings: Settings, *, stopping: bool
    ) -> events.Event | None:
        """The last worker's outcome decides; those before it only leave."""
        running, one = piece.running, piece.download
        if piece.segment is not None:
            running.leave(piece.segment)
            piece.segment = None
        was_with_it = piece.stop in running.workers
        running.workers.discard(piece.stop)
        if running.workers:
            if isinstance(outcome, Failed):
                self._failed_among_others(running, outcome)
            return None
        if not was_with_it and self._roster.running.get(one.id) is not running:
            return None  # it left before, and the last one has settled
        if running.failure is not None:
            outcome = Failed(running.failure)
        del self._roster.running[one.id]
        running.over.set()
        self._roster.received += running.fresh()
        one.held, one.source = tuple(running.held()), running.source or one.source
        if running.part is not None and not isinstance(outcome, Done):
            self._checkpoints.let_go(one.id, running.part, running.held)
        return self._settled(running, outcome, settings, stopping=stopping)

    def _failed_among_others(self, running: Running, outcome: Failed) -> None:
        """One of several connections failed: the others go on, or all of them end."""
        error = outcome.error
        if not isinstance(error, _OF_ONE_CONNECTION):
            self.end(running, error)
            return
        self._timelines.note(running.download.id, Kind.LEFT, error)
        if outcome.progress:
            return  # it worked until it broke; whoever is idle takes its rest
        working = len(running.workers)
        alone = isinstance(error, ChangedError | UnprovenError)
        running.ramp = running.ramp.capped(1 if alone else working)
        if is_refusal(error):
            now = self._clocks.monotonic()
            allowed = self._roster.connections_to(running.host)
            self._hosts.learn(running.host, allowed, now)
            self._timelines.note(running.download.id, Kind.REFUSED, connections=allowed)

    def end(self, running: Running, error: HeadgateError) -> None:
        """Nothing can come of it any more: its workers are to let go of it."""
        running.failure = error
        for signal in running.workers:
            signal.set()

    def salvage(self, fault: HeadgateError | None) -> list[events.Event]:
        """Fail what nobody works on and nobody settled; everything received is kept."""
        left = [one for one in self._roster if one.state.running]
        return [self._salvaged(one, fault or UnexpectedError(reason="not settled")) for one in left]

    def _salvaged(self, one: Download, error: HeadgateError) -> events.Event:
        running = self._roster.running.pop(one.id, None)
        if running is not None:
            running.over.set()
            self._roster.received += running.fresh()
            one.held, one.source = tuple(running.held()), running.source or one.source
            if running.part is not None:
                self._checkpoints.let_go(one.id, running.part, running.held)
        return self._given_up(one, error)

    def _settled(
        self, running: Running, outcome: Outcome, settings: Settings, *, stopping: bool
    ) -> events.Event | None:
        one, intent = running.download, running.intent
        if intent is Intent.REMOVE and not isinstance(outcome, Done):
            self.forget(one)
            return None
        event = self._outcome(running, outcome, settings, stopping=stopping)
        if intent is Intent.REMOVE:
            self.forget(one)
        elif intent is Intent.WITHDRAW:
            self.withdraw(one)
        return event

    def _outcome(
        self, running: Running, outcome: Outcome, settings: Settings, *, stopping: bool
    ) -> events.Event | None:
        one = running.download
        match outcome:
            case Done():
                return self._completed(running)
            case Failed() if one.state is not State.STOPPING and not stopping:
                return self._failed(running, outcome, settings)
            case Failed() | Stopped():
                return self._stopped(one, running.intent)

    def _completed(self, running: Running) -> events.Event:
        one = running.download
        one.held, one.attempts, one.finished_at = (), 0, self._clocks.wall()
        self._roster.move(one, State.COMPLETED)
        self._checkpoints.published(one.request.folder, self._journal.row(one))
        self._timelines.note(one.id, Kind.COMPLETED, name=one.name)
        path = one.path if running.path is None else running.path
        assert path is not None, "a completed download has a name"
        return events.Completed(
            one.id, one.request.url, path, one.size or 0, one.skipped, one.unconfirmed, one.coding
        )

    def _failed(self, running: Running, outcome: Failed, settings: Settings) -> events.Event | None:
        one, error = running.download, outcome.error
        now = self._clocks.monotonic()
        if error.comes_back:
            self._back_in_line(one)
            return events.ResourceLost(error) if self._outages.lost(one, error, now) else None
        if is_refusal(error) and not outcome.progress:
            working = self._roster.connections_to(running.host)
            if working and not one.turned_away:
                # The server works for others of ours: one too many is no fault of this download.
                one.turned_away = True
                self._hosts.learn(running.host, working, now, teacher=one.id)
                self._back_in_line(one)
                return None
            self._hosts.doubt(running.host, one.id)
        one.turned_away = False
        if isinstance(error, MisplacedError):
            self._hosts.learn(running.host, 1, now)
        one.error = error
        progress = outcome.progress or running.fresh() > 0  # any worker's counts
        one.attempts = 1 if progress else one.attempts + 1
        policy = RetryPolicy(settings.retries)
        delay = policy.delay(error, one.attempts, self._clocks.uniform, progress=progress)
        held, url = received(one), one.request.url
        if delay is not None:
            self._roster.move(one, State.RETRY_WAIT)
            self._roster.retry_at.put(one.id, now + delay)
            self._timelines.note(one.id, Kind.RETRY, error, seconds=round(delay, 1))
            return events.Retrying(one.id, url, error, delay, held, one.size)
        return self._given_up(one, error)

    def _given_up(self, one: Download, error: HeadgateError) -> events.Event:
        one.error, one.finished_at = error, self._clocks.wall()
        self._roster.move(one, State.FAILED)
        self._timelines.note(one.id, Kind.FAILED, error)
        self._journal.record(one)
        url, held = one.request.url, received(one)
        return events.DownloadFailed(one.id, url, one.path, error, held, one.size)

    def _back_in_line(self, one: Download) -> None:
        self._roster.move(one, State.STOPPING)
        self._roster.move(one, State.QUEUED)
        self._queue.put(one, admitted=True)

    def _stopped(self, one: Download, intent: Intent) -> events.Event:
        one.attempts = 0
        if one.state is not State.STOPPING:
            self._roster.move(one, State.STOPPING)
        if intent is Intent.PAUSE:
            self._roster.move(one, State.PAUSED)
        else:
            self._roster.move(one, State.QUEUED)
            self._queue.put(one)
        self._journal.record(one)
        held = received(one)
        self._timelines.note(one.id, Kind.STOPPED, received=held)
        return events.DownloadStopped(one.id, one.request.url, one.path, held, one.size)

    def secured(self, download_id: int, evidence: Evidence) -> None:
        """So much of a part file is on the disk."""
        one = self._roster.get(download_id) or self._roster.withdrawn.get(download_id)
        if one is not None:
            one.evidence = evidence
            self._journal.record_held(download_id, evidence)

    def begin_anew(self, one: Download) -> None:
        """Forget what is held of a download nobody works on, and delete it."""
        if one.path is not None:
            self._checkpoints.discard(one.id, part_path(one.path), self._journal.token(one.id))
        one.begin_anew()
        self._journal.record_restart(one)

    def forget(self, one: Download) -> None:
        """Take a download out of the list; an unfinished file goes with it."""
        if self._roster.get(one.id) is one:
            self._take_off(one)
        self._timelines.forget(one.id)
        self._journal.remove([one.id])
        path = one.path
        if path is not None and one.state is not State.COMPLETED:
            self._checkpoints.discard(one.id, part_path(path), self._journal.token(one.id))

    def withdraw(self, one: Download) -> None:
        """Take a download off the list, and keep all that is known of it."""
        if one.state is State.RETRY_WAIT:
            self._roster.move(one, State.QUEUED)
        self._take_off(one)
        self._roster.withdrawn[one.id] = one

    def interrupt(self, one: Download, intent: Intent) -> None:
        """Have the workers let go of a download, with this in mind."""
        running = self._roster.running[one.id]
        if intent is Intent.REMOVE or running.intent not in (Intent.REMOVE, Intent.WITHDRAW):
            running.intent = intent
        if one.state is not State.STOPPING:
            self._roster.move(one, State.STOPPING)
        for signal in running.workers:  # last: whoever clears its signal looks at the state then
            signal.set()

    def _take_off(self, one: Download) -> None:
        self._queue.drop(one.id)
        self._roster.retry_at.drop(one.id)
        self._roster.remove(one)

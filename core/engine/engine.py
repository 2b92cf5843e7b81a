"""The front door: one pool, one stop signal, one AsyncResult a batch."""

import logging
import threading
from collections.abc import Callable, Iterable
from http.cookiejar import CookieJar
from multiprocessing.pool import AsyncResult, ThreadPool
from pathlib import Path

from core.disk.checkpoint import Checkpoints
from core.disk.journal import Journal
from core.engine.clocks import Clocks
from core.engine.commands import Commands
from core.engine.full_disk import concerns_all
from core.engine.inquiry import Inquiry
from core.engine.looking import Looking
from core.engine.ordering import Ordering
from core.engine.throttle import Throttle
from core.engine.transfer import Transfer
from core.engine.work import Work
from core.engine.worker import run_worker
from core.model import events
from core.model.download import Request
from core.model.errors import HeadgateError, StateDamagedError, UnexpectedError
from core.model.events import Cause
from core.model.evidence import Evidence
from core.model.settings import Settings
from core.net.network import Network
from core.policy.asking import Answer
from core.stop import StopSignal

Listener = Callable[[events.Event], None]
_log = logging.getLogger(__name__)


class Engine(Looking):
    """Everything the window and the command line do with downloads goes through here.

    Calls return at once; what comes of them is told to the listeners, on worker threads.
    """

    def __init__(
        self,
        settings: Settings,
        network: Network,
        journal: Callable[[Callable[[HeadgateError], None]], Journal],
        pool_size: int,
        clocks: Clocks,
        online: Callable[[], bool],
    ) -> None:
        self._clocks = clocks
        self._network = network
        self._listeners: list[Listener] = []
        self._stop = StopSignal()
        self._lock = threading.Lock()  # guards the fields of the batch below
        self._result: AsyncResult[list[None]] | None = None
        self._closed = False
        self._cause: Cause | None = None
        self._fault: HeadgateError | None = None
        self._started_at = self._stopped_at = 0.0
        self._journal = journal(self._state_fault)
        self._checkpoints = Checkpoints(
            self._secured,
            self._journal.record_rows,
            self._journal.describe,
            self._disk_fault,
        )
        self._throttle = Throttle(settings.limit_rate, clocks.monotonic)
        self._work = Work(
            self._journal, self._checkpoints, settings, self._stop, self._post, clocks
        )
        self._commands = Commands(self._work)
        self._ordering = Ordering(self._work)
        self._transfer = Transfer(self._work, self._checkpoints, self._throttle, online)
        self._pool_size = pool_size
        self._pool = ThreadPool(pool_size)

    # --- listening and looking -------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Tell `listener` every event. It runs on worker threads and must only post."""
        self._listeners.append(listener)

    @property
    def running(self) -> bool:
        """Whether a batch runs."""
        return self._result is not None

    # --- the batch -------------------------------------------------------------------------

    def start(self, only: Iterable[int] | None = None) -> None:
        """Begin a batch with all that is queued, or with `only` these.

        While a batch runs, the ids join it, and None widens it to the whole queue. Whoever
        comes after `close` comes too late.
        """
        with self._lock:
            if self._closed:
                return
            if self._result is not None:
                if self._cause is None:
                    self._work.admit(only)
                return
            self._cause = self._fault = None
            self._stop.clear()
            self._journal.try_again()
            self._work.open_batch(only)
            self._started_at = self._clocks.monotonic()
            arguments = [
                (number, self._work, self._stop, self._current_network, self._transfer, self._broke)
                for number in range(self._pool_size)
            ]
            self._post(events.BatchStarted())
            self._result = self._pool.starmap_async(
                run_worker,
                arguments,
                chunksize=1,
                callback=self._ended,
                error_callback=self._broke_off,
            )

    def stop(
        self,
        cause: Cause = Cause.USER,
        fault: HeadgateError | None = None,
        asked_at: float | None = None,
    ) -> None:
        """End the batch at once; everything received is kept. A second call changes nothing.

        `asked_at` (monotonic seconds) is when the user asked, if that was not just now.
        """
        with self._lock:
            if self._result is None or self._cause is not None:
                return
            self._cause, self._fault = cause, fault
            self._stopped_at = self._clocks.monotonic() if asked_at is None else asked_at
            # Still inside the lock, or this batch could end and the next begin in between.
            self._stop.set()
            self._commands.stop_running()

    # --- the queue -------------------------------------------------------------------------

    def add(self, requests: Iterable[Request]) -> list[int]:
        return self._commands.add(requests)

    def restore(self, folders: Iterable[Path] = ()) -> None:
        """Load the list of an earlier run; was it lost, the part files in `folders` tell of it."""
        self._commands.restore(self._journal.load(folders))

    @property
    def repaired(self) -> HeadgateError | None:
        """What became of the list of downloads if it was found damaged."""
        if (rescue := self._journal.rescue) is None:
            return None
        return StateDamagedError(kept=str(rescue.kept), count=str(rescue.rows))

    def enlist(self, requests: list[Request]) -> list[int]:
        """Queue requests, going on with unfinished downloads of the same link and folder.

        Reads the list from disk, so it is for the command line, not for the window.
        """
        ids = self._commands.enlist(requests)
        if self.repaired is not None:
            self._post(events.StateFault(self.repaired))
        return ids

    def pause(self, ids: Iterable[int]) -> None:
        self._commands.pause(ids)

    def resume(self, ids: Iterable[int]) -> None:
        self._commands.resume(ids)

    def retry(self, ids: Iterable[int]) -> None:
        self._commands.retry(ids)

    def remove(self, ids: Iterable[int]) -> None:
        self._commands.remove(ids)

    def place(self, ids: Iterable[int], before: int | None) -> None:
        """Put downloads directly before another one in the order, or (None) behind all."""
        self._ordering.place(ids, before)

    def limit(self, ids: Iterable[int], rate: int) -> None:
        """Limit downloads to `rate` bytes per second each, at once; 0 takes the limit away."""
        self._commands.limit(ids, rate)

    @property
    def cookies(self) -> CookieJar:
        """The cookies that servers have set, and those that were loaded."""
        return self._network.cookies

    def configure(self, settings: Settings, network: Network | None = None) -> None:
        """Go on with other settings; what runs keeps its connections, the limit changes at once.

        `network` is for the next requests, if the settings ask for another one.
        """
        if network is not None:
            self._network = network
        self._throttle.rate = settings.limit_rate
        self._work.configure(settings)

    def inquire(self, heard: Callable[[Answer], None]) -> Inquiry:
        """Ask servers about links before they are added; `heard` runs on threads of its own."""
        return Inquiry(self._network, heard)

    def rest(self, seconds: float) -> bool:
        """Wait until the batch has ended and what it brought is recorded; False after `seconds`.

        For a system that is about to sleep or to end the session, and waits for us.
        """
        result = self._result
        if result is not None:
            result.wait(seconds)
        settled = self._checkpoints.settle(seconds)
        return self._journal.flush(seconds) and settled and not self.running

    def close(self, seconds: float = 30.0) -> bool:
        """Give threads and files back. A running batch must have ended, or is left behind.

        True when everything was recorded within `seconds`.
        """
        with self._lock:
            self._closed = True
        self.stop(Cause.CLOSING)
        result = self._result
        if result is not None:
            result.wait(seconds)
        ended = self._result is None  # a worker the system does not let go would hold us here
        self._pool.close()
        settled = self._checkpoints.close(seconds)
        settled = self._journal.close(seconds) and settled
        if ended:
            self._pool.join()
        self._stop.close()
        return settled

    # --- told by others --------------------------------------------------------------------

    def _current_network(self) -> Network:
        return self._network

    def _post(self, event: events.Event) -> None:
        if isinstance(event, events.DownloadFailed) and concerns_all(event.error, self._work):
            self.stop(Cause.FAULT, event.error)
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - a listener's bug must not end the pool's result thread
                _log.exception("a listener failed on %r", event)

    def _ended(self, _results: list[None]) -> None:
        """The AsyncResult is complete: on the pool's result thread, so only post.

        Nothing may escape: the thread would die, and no later AsyncResult ever complete.
        """
        now = self._clocks.monotonic()
        left: list[events.Event] = []
        try:
            left = self._work.close_batch(self._fault)
        except Exception:  # noqa: BLE001 - see above
            _log.exception("the batch was not closed properly")
        with self._lock:
            self._result = None
            cause, fault = self._cause, self._fault
            stop_ms = None if cause is None else (now - self._stopped_at) * 1000
        for event in left:
            self._post(event)
        self._post(events.BatchEnded(cause, stop_ms, now - self._started_at, fault))

    def _broke_off(self, error: BaseException) -> None:
        """A worker broke off in spite of itself."""
        _log.error("a worker broke off: %r", error, exc_info=error)
        self._broke(UnexpectedError.of(error))
        self._ended([])

    def _broke(self, error: HeadgateError) -> None:
        """A bug that concerns no single download: end the batch rather than hang."""
        self.stop(Cause.FAULT, error)

    def _state_fault(self, error: HeadgateError) -> None:
        self._post(events.StateFault(error))
        self.stop(Cause.FAULT, error)

    def _secured(self, download_id: int, evidence: Evidence) -> None:
        with self._work.lock:
            self._work.settling.secured(download_id, evidence)

    def _disk_fault(self, download_id: int, error: HeadgateError) -> None:
        _log.warning("download %d: %s", download_id, error)
        self._commands.fail(download_id, error)

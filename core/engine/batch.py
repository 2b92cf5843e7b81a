"""Batches on one pool: each is one AsyncResult, and every end of one is the same end."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from core.engine.clocks import Clocks
from core.engine.commands import Commands
from core.engine.work import Work
from core.model import events
from core.model.errors import HeadgateError, UnexpectedError
from core.model.events import Cause
from core.net.network import Network
from core.stop import StopSignal
from core.turns import step_back

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult, ThreadPool

    from core.engine.transfer import Transfer

_log = logging.getLogger(__name__)


class Batch:
    """At most one runs at a time.

    The pool is made once, when it is first needed, and never made anew.
    """

    def __init__(
        self,
        pool_size: int,
        stop: StopSignal,
        work: Work,
        transfer: Callable[[], "Transfer"],
        network: Callable[[], Network],
        post: Callable[[events.Event], None],
        clocks: Clocks,
    ) -> None:
        self._pool_size = pool_size
        self._network = network
        self._stop = stop
        self._work = work
        self._transfer = transfer
        self._commands = Commands(work)
        self._post = post
        self._clocks = clocks
        self._lock = threading.Lock()  # guards what follows
        self._result: AsyncResult[list[None]] | None = None
        self._closed = False
        self._cause: Cause | None = None
        self._fault: HeadgateError | None = None
        self._started_at = self._stopped_at = 0.0

    @cached_property
    def pool(self) -> "ThreadPool":
        """The pool of all batches. A list can be looked at before it is there."""
        from multiprocessing.pool import ThreadPool

        return ThreadPool(self._pool_size, step_back)

    def get_ready(self) -> None:
        """Load now what the first batch would have to load. Slow."""
        with self._lock:
            if not self._closed:
                _log.debug("ready for batches: %s, %s", self.pool, self._transfer())

    @property
    def running(self) -> bool:
        return self._result is not None

    def start(self, only: Iterable[int] | None) -> None:
        """Begin a batch with all that is queued, or with `only` these.

        While one runs, the ids join it, and None widens it to the whole queue. Whoever comes
        after `close` comes too late.
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
            self._transfer().begin_batch()
            self._work.journal.try_again()
            self._work.open_batch(only)
            pool = self.pool  # if it must be made first, that is none of the batch's time
            self._started_at = self._clocks.monotonic()
            self._post(events.BatchStarted())
            self._begin(pool)

    def _begin(self, pool: "ThreadPool") -> None:
        from core.engine.worker import run_worker

        parts = self._work, self._stop, self._network, self._transfer(), self._broke
        self._result = pool.starmap_async(
            run_worker,
            [(number, *parts) for number in range(self._pool_size)],
            chunksize=1,
            callback=self._ended,
            error_callback=self._broke_off,
        )

    def stop(self, cause: Cause, fault: HeadgateError | None, asked_at: float | None) -> None:
        """End the batch at once; a second call changes nothing."""
        with self._lock:
            if self._result is None or self._cause is not None:
                return
            self._cause, self._fault = cause, fault
            self._stopped_at = self._clocks.monotonic() if asked_at is None else asked_at
            # Still inside the lock, or this batch could end and the next begin in between.
            self._stop.set()
            self._commands.stop_running()

    def wait(self, seconds: float) -> bool:
        """Wait until no batch runs; False after `seconds`."""
        until = time.monotonic() + seconds
        while (result := self._result) and (left := until - time.monotonic()) > 0:
            result.wait(left)
        return not self.running

    def close(self, seconds: float) -> bool:
        """Begin no more, and end the one that runs; False if it does not within `seconds`."""
        with self._lock:
            self._closed = True
        self.stop(Cause.CLOSING, None, None)
        ended = self.wait(seconds)
        if self._has_pool:
            self.pool.close()
        return ended

    def join(self) -> None:
        """Wait for the pool's threads; to be called when the last batch has ended."""
        if self._has_pool:
            self.pool.join()

    @property
    def _has_pool(self) -> bool:
        return "pool" in vars(self)

    def _ended(self, _results: list[None]) -> None:
        """The AsyncResult is complete: on the pool's result thread, so only post.

        Nothing may escape: the thread would die, and no later AsyncResult ever complete.
        """
        now = self._clocks.monotonic()
        with self._lock, self._work.lock:
            cause, fault = self._cause, self._fault
            try:
                if cause is None and self._work.scout.news:  # it came when they were leaving
                    self._work.scout.open()
                    self._begin(self.pool)
                    return
                left = self._work.close_batch(fault)
            except Exception:  # noqa: BLE001 - see above
                _log.exception("the batch was not closed properly")
                left = []
            self._result = None
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
        self.stop(Cause.FAULT, error, None)

"""The front door: everything the window and the command line do with downloads."""

import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.disk.checkpoint import Checkpoints
from core.disk.journal import Journal
from core.disk.rows import Row
from core.engine.adding import Adding
from core.engine.batch import Batch
from core.engine.carrying import Carrying
from core.engine.clocks import Clocks
from core.engine.commands import Commands
from core.engine.editing import Editing
from core.engine.filing import Filing
from core.engine.full_disk import concerns_all
from core.engine.looking import Looking
from core.engine.offers import Offers
from core.engine.ordering import Ordering
from core.engine.signing_in import SigningIn
from core.engine.throttle import Throttle
from core.engine.withdrawal import Withdrawal
from core.engine.work import Work
from core.model import events
from core.model.download import Request
from core.model.errors import HeadgateError, StateDamagedError
from core.model.events import Cause
from core.model.evidence import Evidence
from core.model.settings import Settings
from core.net.jar import Jar
from core.net.network import Network
from core.stop import StopSignal

if TYPE_CHECKING:
    from core.engine.inquiry import Inquiry
    from core.engine.transfer import Transfer
    from core.policy.asking import Answer

LEAST_SECONDS = 0.5
Listener = Callable[[events.Event], None]
_log = logging.getLogger(__name__)


class Engine(Looking):
    """Puts the parts together and passes calls on.

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
        self._journal = journal(self._state_fault)  # refuses: there is nothing to give back yet
        self._stop = StopSignal()
        self._checkpoints = Checkpoints(
            self._secured,
            self._record_published,
            self._journal.describe,
            self._disk_fault,
        )
        self._throttle = Throttle(settings.limit_rate, clocks.monotonic)
        self._work = Work(
            self._journal, self._checkpoints, settings, self._stop, self._post, clocks
        )
        self._commands = Commands(self._work)
        self._adding = Adding(self._work)
        self._ordering = Ordering(self._work)
        self.offers = Offers(self._work, self._adding)
        self._carrying = Carrying()
        self.editing = Editing(self._work, self._checkpoints, self._carrying, self.start)
        self.filing = Filing(self._work, self._carrying)
        self.signing_in = SigningIn(self._work, network.logins)
        self.withdrawal = Withdrawal(self._work)
        self._online = online
        self._batch = Batch(
            pool_size,
            self._stop,
            self._work,
            lambda: self._transfer,
            lambda: self._network,
            self._post,
            clocks,
        )

    @cached_property
    def _transfer(self) -> "Transfer":
        """What workers do. With all that it needs it is loaded late: a list is shown without."""
        from core.engine.transfer import Transfer

        return Transfer(self._work, self._checkpoints, self._throttle, self._online)

    def get_ready(self) -> None:
        """Load now what the first batch would have to load. Slow."""
        self._batch.get_ready()

    # --- listening and looking -------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Tell `listener` every event. It runs on worker threads and must only post."""
        self._listeners.append(listener)

    @property
    def running(self) -> bool:
        """Whether a batch runs."""
        return self._batch.running

    # --- the batch -------------------------------------------------------------------------

    def start(self, only: Iterable[int] | None = None) -> None:
        """Begin a batch with all that is queued, or with `only` these.

        While a batch runs, the ids join it, and None widens it to the whole queue.
        """
        self._batch.start(only)

    def stop(
        self,
        cause: Cause = Cause.USER,
        fault: HeadgateError | None = None,
        asked_at: float | None = None,
    ) -> None:
        """End the batch at once; everything received is kept. A second call changes nothing.

        `asked_at` (monotonic seconds) is when the user asked, if that was not just now.
        """
        self._batch.stop(cause, fault, asked_at)
        self._carrying.stop()

    # --- the queue -------------------------------------------------------------------------

    def add(self, requests: Iterable[Request]) -> list[int]:
        """Queue requests, and return their ids; raises `ListClosedError` after `close`."""
        return self._adding.add(requests)

    def restore(self, folders: Iterable[Path] = ()) -> None:
        """Load the list of an earlier run; was it lost, the part files in `folders` tell of it."""
        self._journal.copies.clear()
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
        ids = self._adding.enlist(requests)
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
    def cookies(self) -> Jar:
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

    def certificate(self, server: str) -> bytes:
        """The certificate (DER) that `server` (`https://host:port`) shows. Slow.

        Raises a `NetworkError`.
        """
        from core.net.certificate import certificate_of

        with closing(StopSignal()) as stop:
            return certificate_of(self._network, server, stop)

    def inquire(self, heard: "Callable[[Answer], None]") -> "Inquiry":
        """Ask servers about links before they are added; `heard` runs on threads of its own."""
        from core.engine.inquiry import Inquiry

        return Inquiry(self._network, heard)

    def rest(self, seconds: float) -> bool:
        """Wait until the batch has ended and what it brought is recorded; False after `seconds`.

        For a system that is about to sleep or to end the session, and waits for us.
        """
        until = self._clocks.monotonic() + seconds
        ended = self._batch.wait(seconds)
        settled = self._checkpoints.settle(self._left(until))
        return self._journal.flush(self._left(until)) and settled and ended

    def close(self, seconds: float = 30.0) -> bool:
        """Give threads and files back. A running batch must have ended, or is left behind.

        What was withdrawn is forgotten. True when everything was recorded within `seconds`.
        """
        until = self._clocks.monotonic() + seconds
        ended = self._batch.close(seconds)
        added = self._adding.close(self._left(until))
        carried = self._carrying.close(self._left(until))
        self.withdrawal.forget_all()
        settled = self._checkpoints.close(self._left(until)) and added and carried
        settled = self._journal.close(self._left(until)) and settled
        if ended:  # a worker the system does not let go would hold us here
            self._batch.join()
        self._stop.close()
        return settled

    def _left(self, until: float) -> float:
        """Seconds until then: enough for a healthy disk, even if another has used them up."""
        return max(LEAST_SECONDS, until - self._clocks.monotonic())

    # --- told by others --------------------------------------------------------------------

    def _post(self, event: events.Event) -> None:
        if isinstance(event, events.DownloadFailed) and concerns_all(event.error, self._work):
            self.stop(Cause.FAULT, event.error)
        for listener in self._listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001 - a listener's bug must not end the pool's result thread
                _log.exception("a listener failed on %r", event)

    def _state_fault(self, error: HeadgateError) -> None:
        self._post(events.StateFault(error))
        self.stop(Cause.FAULT, error)

    def _secured(self, download_id: int, evidence: Evidence) -> None:
        with self._work.lock:
            self._work.settling.secured(download_id, evidence)

    def _record_published(self, rows: list[Row]) -> None:
        """Files that are durable under their names; they may have been moved on since."""
        with self._work.lock:
            found = ((row, self._work.roster.get(row.id)) for row in rows)
            self._journal.record_rows(
                [row if one is None else self._journal.row(one) for row, one in found]
            )

    def _disk_fault(self, download_id: int, error: HeadgateError) -> None:
        _log.warning("download %d: %s", download_id, error)
        self._commands.fail(download_id, error)

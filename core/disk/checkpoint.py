"""Once a second: what was written is synced, and only then recorded."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from core.disk.partfile import PartFile
from core.disk.publish import sync_folder
from core.disk.rows import Row
from core.model.errors import HeadgateError, UnexpectedError
from core.model.segment import Span
from core.stop import StopSignal

INTERVAL_SECONDS = 1.0
STOP_SECONDS = 0.05  # how soon a wait for the disk hears a stop
GROUP_SECONDS = 0.05  # how long a finished file may wait for company in its folder's sync
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Watched:
    part: PartFile
    held: Callable[[], list[Span]]
    recorded: list[Span] = field(default_factory=list)
    leaving: bool = False  # nobody writes any more: sync once more, then close
    syncing: bool = False
    departures: int = 0  # how often it was let go


class Checkpoints:
    """Owns part files from their opening until they are synced and closed.

    It works on a thread of its own, so that a slow disk holds up neither the workers nor a
    stop. A download that starts again before its part file was let go gets the same one back.
    """

    def __init__(
        self,
        record: Callable[[int, Iterable[Span]], None],
        record_rows: Callable[[list[Row]], None],
        on_fault: Callable[[int, HeadgateError], None],
    ) -> None:
        self._record = record
        self._record_rows = record_rows
        self._on_fault = on_fault
        self._condition = threading.Condition()
        self._watched: dict[int, _Watched] = {}
        self._closing = False
        self._asleep = False
        self._published: dict[Path, list[Row]] = {}
        self._doomed: list[Path] = []
        self._deleting: Path | None = None
        self._replaced: list[tuple[int, _Watched]] = []
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def keep(self, download_id: int, part: PartFile, held: Callable[[], list[Span]]) -> None:
        """Watch an open part file; `held` tells what is written at the time of asking."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is not None and watched.part is part:
                watched.held = held  # a sync may be under way: the entry must stay the same
            else:
                if watched is not None:
                    self._replaced.append((download_id, watched))
                self._watched[download_id] = _Watched(part, held, recorded=held())
            if part.path in self._doomed:  # the same download began anew in the same file
                self._doomed.remove(part.path)
            if self._asleep:
                self._condition.notify_all()

    def retake(self, download_id: int) -> PartFile | None:
        """The part file of a download that is still open here, or None."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is None:
                return None
            watched.leaving = False
            return watched.part

    def let_go(self, download_id: int, part: PartFile, held: Callable[[], list[Span]]) -> None:
        """Nobody writes any more: sync, record and close soon, without being waited for."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is None and part.is_open:
                watched = self._watched[download_id] = _Watched(part, held)
            if watched is not None:
                watched.leaving = True
                watched.departures += 1
                self._condition.notify_all()

    def release(self, download_id: int, stop: StopSignal) -> None:
        """Stop watching; the part file is the caller's again.

        Waits for a sync of this file that is under way; raises `Interrupted`.
        """
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is not None:
                while watched.syncing:
                    stop.check()
                    self._condition.wait(STOP_SECONDS)
                self._watched.pop(download_id, None)

    def published(self, folder: Path, row: Row) -> None:
        """A file in `folder` got its final name: make that durable, then record its row.

        Files that follow quickly share one sync of their folder.
        """
        with self._condition:
            self._published.setdefault(folder, []).append(row)
            if self._asleep:
                self._condition.notify_all()

    def discard(self, download_id: int, path: Path) -> None:
        """Delete a part file nobody writes to; without being waited for."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is not None:
                watched.leaving = True
                watched.held = lambda: watched.recorded
            self._doomed.append(path)
            self._condition.notify_all()

    def settle(self, seconds: float) -> bool:
        """Wait until what was let go is synced and recorded; False after `seconds`."""
        with self._condition:
            return self._condition.wait_for(
                lambda: not any(one.leaving for one in self._watched.values()), seconds
            )

    def await_discarded(self, path: Path, stop: StopSignal) -> None:
        """Return once a part file that is to be deleted is gone; raises `Interrupted`.

        A download that begins anew gets its old name only then.
        """
        if not self._doomed and self._deleting is None:
            return
        with self._condition:
            while path in self._doomed or path == self._deleting:
                stop.check()
                self._condition.wait(STOP_SECONDS)

    def close(self, seconds: float = 30.0) -> bool:
        """Sync and close what is left and end the thread; False if that took too long."""
        with self._condition:
            self._closing = True
            for watched in self._watched.values():
                watched.leaving = True
            self._condition.notify_all()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._condition:
                if not self._hurry():
                    self._asleep = not self._published
                    self._condition.wait(self._seconds_to_wait())
                    self._asleep = False
                published, self._published = self._published, {}
                replaced, self._replaced = self._replaced, []
                due = list(self._watched.items())
                closing = self._closing
            for download_id, watched in due:
                self._checkpoint(download_id, watched)
            for _, watched in replaced:
                watched.part.close()
            for folder, rows in published.items():
                if _make_durable(folder):
                    self._record_rows(rows)
            while (path := self._next_doomed()) is not None:
                _delete(path)
            with self._condition:
                if closing and not (
                    self._watched or self._doomed or self._replaced or self._published
                ):
                    return

    def _seconds_to_wait(self) -> float | None:
        if self._published:
            return GROUP_SECONDS
        return INTERVAL_SECONDS if self._watched else None

    def _next_doomed(self) -> Path | None:
        """A file to delete that is no longer open here."""
        with self._condition:
            open_here = {watched.part.path for watched in self._watched.values()}
            path = next((one for one in self._doomed if one not in open_here), None)
            if path is not None:
                self._doomed.remove(path)
            self._deleting = path
            self._condition.notify_all()
            return path

    def _hurry(self) -> bool:
        leaving = any(watched.leaving for watched in self._watched.values())
        return leaving or self._closing or bool(self._doomed or self._replaced)

    def _checkpoint(self, download_id: int, watched: _Watched) -> None:
        with self._condition:
            if self._watched.get(download_id) is not watched:
                return  # its owner has it back, or another took its place
            watched.syncing = True
            leaving, departures = watched.leaving, watched.departures
        held = watched.held()
        try:
            if held != watched.recorded:
                watched.part.sync()
                self._record(download_id, held)
                watched.recorded = held
        except HeadgateError as error:
            _log.warning("checkpoint failed: %s", error)
            self._on_fault(download_id, error)
        except Exception as error:  # noqa: BLE001 - a bug must not end the thread that records
            _log.exception("checkpoint failed unexpectedly")
            self._on_fault(download_id, UnexpectedError.of(error))
        finally:
            with self._condition:
                watched.syncing = False
                # Only a file that was leaving before it was synced is settled now.
                current = self._watched.get(download_id) is watched
                settled = leaving and watched.leaving and departures == watched.departures
                if settled or not current:
                    if current:
                        del self._watched[download_id]
                    watched.part.close()
                self._condition.notify_all()


def _make_durable(folder: Path) -> bool:
    """Sync a folder; False if the names in it cannot be trusted to last."""
    try:
        sync_folder(folder)
    except (FileNotFoundError, NotADirectoryError):
        return True  # somebody moved it away, with the files in it
    except OSError as error:
        _log.warning("%s could not be synced: %s", folder, error)
        return False
    return True


def _delete(path: Path) -> None:
    try:
        part = PartFile.reopen(path)
    except HeadgateError:  # gone, or taken over by somebody who writes to it
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s could not be deleted: %s", path.name, error)
    finally:
        part.close()

"""Once a second: what was written is synced, and only then recorded."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from core.disk.clearing import delete_part
from core.disk.faults import disk_error
from core.disk.kept import Kept
from core.disk.note import Note, write_note
from core.disk.partfile import PartFile, part_path
from core.disk.proving import disown, prove
from core.disk.publish import sync_folder
from core.disk.rows import Row
from core.model.errors import FolderGoneError, HeadgateError, PartLostError, UnexpectedError
from core.model.evidence import Evidence, to_text
from core.model.segment import Span
from core.stop import StopSignal

INTERVAL_SECONDS = 1.0
GROUP_SECONDS = 0.05  # how long a finished file may wait for company in its folder's sync
_log = logging.getLogger(__name__)


class Checkpoints:
    """Owns part files from their opening until they are synced and closed.

    It works on a thread of its own, so that a slow disk holds up neither the workers nor a
    stop. A download that starts again before its part file was let go gets the same one back.
    """

    def __init__(
        self,
        record: Callable[[int, Evidence], None],
        record_rows: Callable[[list[Row]], None],
        describe: Callable[[Row], str],
        on_fault: Callable[[int, HeadgateError], None],
    ) -> None:
        self._record = record
        self._record_rows = record_rows
        self._describe = describe
        self._on_fault = on_fault
        self._condition = threading.Condition()
        self._watched: dict[int, Kept] = {}
        self._closing = self._asleep = False
        self._published: dict[Path, list[Row]] = {}
        self._doomed: dict[Path, str] = {}
        self._deleting: Path | None = None
        self._replaced: list[tuple[int, Kept]] = []
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
        self._thread.start()

    def keep(self, row: Row, part: PartFile, held: Callable[[], list[Span]]) -> None:
        """Watch the open part file of a download; `held` tells what is written when asked."""
        with self._condition:
            watched = self._watched.get(row.id)
            if watched is not None and watched.part is part:
                # A sync may be under way: the entry must stay the same.
                watched.held, watched.row = held, row
            else:
                if watched is not None:
                    self._replaced.append((row.id, watched))
                self._watched[row.id] = Kept(part, held, row, recorded=held())
            self._doomed.pop(part.path, None)  # the same download began anew in the same file
            if self._asleep:
                self._condition.notify_all()

    def retake(self, download_id: int, stop: StopSignal) -> PartFile | None:
        """The part file of a download that is still open here, or None; raises `Interrupted`."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is None:
                return None
            if watched.part.fault is not None:  # what it holds must be read from the disk again
                self._await(lambda: not watched.syncing, stop)
                self._watched.pop(download_id, None)
                watched.part.close()
                return None
            watched.leaving = False
            return watched.part

    def let_go(self, download_id: int, part: PartFile, held: Callable[[], list[Span]]) -> None:
        """Nobody writes any more: sync, record and close soon, without being waited for."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is None and part.is_open:
                watched = self._watched[download_id] = Kept(part, held)
            if watched is not None:
                watched.leaving = True
                watched.departures += 1
                self._condition.notify_all()

    def forget(self, download_id: int, spans: list[Span], stop: StopSignal) -> None:
        """These bytes are held no more, or others soon. Call it once `held` says so.

        Waits for a sync of this file that is under way; raises `Interrupted`.
        """
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is not None:
                self._await(lambda: not watched.syncing, stop)
                disown(watched.part, spans)
                watched.recorded = []

    def release(self, download_id: int, stop: StopSignal) -> None:
        """Stop watching; the part file is the caller's again.

        Waits for a sync of this file that is under way; raises `Interrupted`.
        """
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is not None:
                self._await(lambda: not watched.syncing, stop)
                self._watched.pop(download_id, None)

    def _await(self, fits: Callable[[], bool], stop: StopSignal) -> None:
        """Wait for something with the lock held; raises `Interrupted`."""
        if not fits():
            with stop.waking(self._wake):
                self._condition.wait_for(lambda: fits() or stop.is_set())
            stop.check()

    def _wake(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def published(self, folder: Path, row: Row) -> None:
        """A file in `folder` got its final name: make that durable, then record its row.

        Files that follow quickly share one sync of their folder.
        """
        with self._condition:
            self._published.setdefault(folder, []).append(row)
            if self._asleep:
                self._condition.notify_all()

    def discard(self, download_id: int, path: Path, token: str) -> None:
        """Delete a part file nobody writes to, if it bears the mark `token`; not waited for."""
        with self._condition:
            watched = self._watched.get(download_id)
            if watched is not None:
                watched.leaving = True
                watched.held = lambda: watched.recorded
            self._doomed[path] = token
            self._condition.notify_all()

    def settle(self, seconds: float) -> bool:
        """Wait until what was let go is synced and recorded; False after `seconds`."""
        with self._condition:
            return self._condition.wait_for(
                lambda: not any(one.leaving for one in self._watched.values()), seconds
            )

    def await_discarded(self, folder: Path, name: str, stop: StopSignal) -> None:
        """Return once a part file that is to be deleted is gone; raises `Interrupted`.

        A download that begins anew gets its old name only then.
        """
        if not self._doomed and self._deleting is None:
            return
        path = part_path(folder / name)
        with self._condition:
            self._await(lambda: path not in self._doomed and path != self._deleting, stop)

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
        looked_at = time.monotonic()
        while True:
            with self._condition:
                self._rest(looked_at)
                published, self._published = self._published, {}
                replaced, self._replaced = self._replaced, []
                due = []
                if self._hurry() or time.monotonic() - looked_at >= self._interval():
                    due, looked_at = list(self._watched.items()), time.monotonic()
                closing = self._closing
            for download_id, watched in due:
                self._checkpoint(download_id, watched)
            for _, watched in replaced:
                watched.part.close()
            for folder, rows in published.items():
                if _make_durable(folder):
                    self._record_rows(rows)
            while (doomed := self._next_doomed()) is not None:
                delete_part(*doomed)
            with self._condition:
                if closing and not (
                    self._watched or self._doomed or self._replaced or self._published
                ):
                    return

    def _rest(self, looked_at: float) -> None:
        """Wait until there is something to do; files that were finished wait for company."""
        if not (self._hurry() or self._published):
            self._asleep = True
            left = looked_at + self._interval() - time.monotonic()
            self._condition.wait(max(0.0, left) if self._watched else None)
            self._asleep = False
        if self._published and not self._hurry():
            self._condition.wait(GROUP_SECONDS)

    def _interval(self) -> float:
        """Seconds from one checkpoint to the next."""
        soon = any(kept.put_off for kept in self._watched.values())
        return INTERVAL_SECONDS / (1 + soon)

    def _next_doomed(self) -> tuple[Path, str] | None:
        """A file to delete that is no longer open here, and its mark."""
        with self._condition:
            open_here = {watched.part.path for watched in self._watched.values()}
            path = next((one for one in self._doomed if one not in open_here), None)
            self._deleting = path
            self._condition.notify_all()
            return None if path is None else (path, self._doomed.pop(path))

    def _hurry(self) -> bool:
        waiting = self._closing or self._doomed or self._replaced
        return bool(waiting) or any(watched.leaving for watched in self._watched.values())

    def _checkpoint(self, download_id: int, watched: Kept) -> None:
        with self._condition:
            if self._watched.get(download_id) is not watched:
                return  # its owner has it back, or another took its place
            held = watched.held()
            watched.put_off = not self._closing and watched.may_wait(held)
            if watched.put_off:
                return
            watched.syncing = True
            leaving, departures = watched.leaving, watched.departures
        try:
            if held != watched.recorded:
                self._record(download_id, self._secure(watched, held))
                watched.recorded = held
        except HeadgateError as error:
            _log.warning("checkpoint failed: %s", error)
            # What left its place together with its download is found so by whoever goes on with it.
            if not (watched.leaving and isinstance(error, FolderGoneError | PartLostError)):
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

    def _secure(self, watched: Kept, held: list[Span]) -> Evidence:
        """Bring what is held to the disk, and see that it is there; raises a `DiskError`."""
        part = watched.part
        part.check_in_place()
        part.sync(entirely=not watched.lasting)
        if not watched.lasting:
            folder = part.path.parent
            try:
                sync_folder(folder)
            except OSError as error:
                raise disk_error(error, folder) from error
            watched.lasting = True
        evidence = prove(part, held)
        if watched.row is not None:
            write_note(part.descriptor, Note(self._describe(watched.row), to_text(evidence)))
        return evidence


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

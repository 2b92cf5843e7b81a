"""The durable list of downloads: one thread writes, everyone else posts and goes on."""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from core.disk import rows
from core.disk.copying import Copies
from core.disk.database import Group
from core.disk.rescue import Rescue
from core.disk.rows import Row
from core.disk.store import Store
from core.model import evidence
from core.model.download import Download, Request
from core.model.errors import HeadgateError, StateLostError
from core.model.evidence import Evidence
from core.stop import StopSignal
from core.turns import step_back

GROUP_SECONDS = 0.05  # how long a write may wait for company in its commit
_log = logging.getLogger(__name__)


class _Barrier(threading.Event):
    """Reached when everything posted before it is committed."""


class _Held(NamedTuple):
    download_id: int
    text: str


class _Asked(NamedTuple):
    row: Row


class _Removed(NamedTuple):
    ids: tuple[int, ...]


class _Added(NamedTuple):
    rows: list[Row]


_Post = Row | list[Row] | _Added | _Asked | _Held | _Removed | _Barrier


class Journal:
    """Posts never block and never fail.

    What cannot be written is told to `on_fault`, once for each batch, and kept until it can.
    """

    def __init__(self, folder: Path, owner: str, on_fault: Callable[[HeadgateError], None]) -> None:
        self._folder = folder
        self._owner = owner
        self._on_fault = on_fault
        self._store = Store(folder, owner)
        self.copies = Copies(folder)
        self._safe_below = self._store.session  # downloads with a lower id are in the database
        self._committed = threading.Condition()
        self._posts: deque[_Post] = deque()
        self._awake = threading.Event()
        self._hurry = threading.Event()
        self._closing = False
        self._unwritten = Group()
        self._told = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    # --- asked before the first post -------------------------------------------------------

    @property
    def rescue(self) -> Rescue | None:
        """What became of the list that was here before, if it was damaged."""
        return self._store.rescue

    def load(self, folders: Iterable[Path] = ()) -> list[Download]:
        """All downloads of the owner; raises `StateLostError`.

        If the list is new, those are among them whose part files lie in `folders`.
        """
        return self._store.load(folders)

    def adopt(self, requests: list[Request]) -> list[Download | None]:
        """For each a download of the same link that another process left.

        It is completed if the whole command is one that broke off. Raises `StateLostError`.
        """
        return self._store.adopt(requests)

    def take_ids(self, count: int) -> range:
        """Ids for so many new downloads; called inside the queue's lock."""
        return self._store.take_ids(count)

    def token(self, download_id: int) -> str:
        """The mark of a download's files."""
        return self._store.token(download_id)

    def is_older(self, download_id: int) -> bool:
        """Whether a download was added by an earlier process, which may have crashed."""
        return download_id < self._store.session

    # --- posts -----------------------------------------------------------------------------

    def row(self, one: Download) -> Row:
        """The download as it stands now, to be posted."""
        return Row(
            one.id,
            self._store.session,
            one.rank,
            one.state,
            one.request,
            one.name,
            one.replaces,
            one.resource,
            one.error,
            one.added_at,
            one.finished_at,
            one.unconfirmed,
            one.limit_rate,
            one.source,
        )

    def describe(self, row: Row) -> str:
        """The row for the note on its part file."""
        return rows.to_note(row, self._owner, str(self._folder))

    def record(self, one: Download) -> None:
        """Everything about a download but what it holds."""
        self._post(self.row(one))

    def add(self, downloads: Iterable[Download]) -> None:
        """Downloads that are new in the list, in one commit; called in the order of their ids.

        At once, because work on them waits for it.
        """
        self._post(_Added([self.row(one) for one in downloads]))
        self._hurry.set()

    def record_rows(self, rows: list[Row]) -> None:
        """Downloads as they stood when the rows were made."""
        self._post(rows)

    def record_held(self, download_id: int, held: Evidence) -> None:
        """These bytes are on the disk: post this only after they were synced."""
        self._post(_Held(download_id, evidence.to_text(held)))

    def record_request(self, one: Download) -> None:
        """The same download is wanted from elsewhere, or otherwise: everything but its place."""
        self._post(_Asked(self.row(one)))

    def record_restart(self, one: Download) -> None:
        """The download begins anew: nothing is held."""
        self._post(self.row(one), _Held(one.id, ""))

    def remove(self, ids: Iterable[int]) -> None:
        self._post(_Removed(tuple(ids)))

    def await_row(self, download_id: int, stop: StopSignal) -> None:
        """Return when a crash would find the download in the list; raises `Interrupted`.

        No file is made before that, or nobody would know it for ours afterwards.
        """
        if download_id < self._safe_below:
            return
        with stop.waking(self._look_again), self._committed:
            self._committed.wait_for(
                lambda: download_id < self._safe_below or self._told or stop.is_set()
            )
        stop.check()

    def flush(self, seconds: float) -> bool:
        """Wait until everything posted so far is committed; False after `seconds`."""
        reached = _Barrier()
        self._posts.append(reached)
        self._wake()
        return reached.wait(seconds) and not self._unwritten

    def try_again(self) -> None:
        """A batch begins: what could not be written is tried, and told, once more."""
        self._told = False
        self._wake()

    def close(self, seconds: float = 30.0) -> bool:
        """Commit what was posted and end the thread; False if that took too long."""
        self._closing = True
        self._wake()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _look_again(self) -> None:
        with self._committed:
            self._committed.notify_all()

    # --- the writer's thread ---------------------------------------------------------------

    def _post(self, *posts: _Post) -> None:
        self._posts.extend(posts)
        if not self._awake.is_set():
            self._awake.set()

    def _wake(self) -> None:
        self._hurry.set()
        self._awake.set()

    def _run(self) -> None:
        step_back()
        while True:
            self._awake.wait()
            self._hurry.wait(GROUP_SECONDS)
            self._hurry.clear()
            self._awake.clear()
            closing = self._closing  # looked at last, or a close in between would go unheard
            self._write_group()
            if closing and not self._posts:
                self._store.close()
                return

    def _write_group(self) -> None:
        reached, group = self._gather()
        if group:
            try:
                self._store.write(group)
            except sqlite3.Error as error:
                self._unwritten = group
                self._tell(error)
            except (ValueError, OverflowError) as error:  # a bug, and no better the next time
                self._tell(error)
            else:
                self._is_through(group)
        for barrier in reached:
            barrier.set()

    def _is_through(self, group: Group) -> None:
        if group.added:
            with self._committed:
                self._safe_below = max(group.added) + 1
                self._committed.notify_all()

    def _tell(self, error: Exception) -> None:
        if not self._told:
            self._told = True
            self._look_again()
            _log.warning("the list of downloads cannot be written: %s", error)
            self._on_fault(StateLostError(folder=str(self._folder), reason=str(error)))

    def _gather(self) -> tuple[list[_Barrier], Group]:
        """What was posted since, and what is still unwritten: the last word on each download."""
        reached: list[_Barrier] = []
        group, self._unwritten = self._unwritten, Group()
        while self._posts:
            match self._posts.popleft():
                case Row() as row:
                    group.put(row)
                case list() as rows:
                    for row in rows:
                        group.put(row)
                case _Added(rows):
                    group.added.update((row.id, row) for row in rows)
                case _Asked(row):
                    group.put(row)
                    if row.id not in group.added:
                        group.asked[row.id] = row
                case _Held(download_id, text):
                    group.held[download_id] = text
                case _Removed(ids):
                    for number in ids:
                        group.added.pop(number, None)
                        group.rows.pop(number, None)
                        group.asked.pop(number, None)
                        group.held.pop(number, None)
                    group.removed.update(ids)
                case _Barrier() as barrier:
                    reached.append(barrier)
        return reached, group

"""The durable list of downloads: one thread writes, everyone else posts and goes on."""

import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from core.disk import database
from core.disk.database import Group
from core.disk.rows import Row
from core.disk.sessions import Sessions
from core.model import segment
from core.model.download import Download, Request
from core.model.errors import HeadgateError, StateLostError
from core.model.segment import Span
from core.stop import StopSignal

GROUP_SECONDS = 0.05  # how long a write may wait for company in its commit
LOOK_SECONDS = 0.02  # how soon a worker that waits for its row notices a stop
_log = logging.getLogger(__name__)


class _Barrier(threading.Event):
    """Reached when everything posted before it is committed."""


class _Held(NamedTuple):
    download_id: int
    text: str


class _Removed(NamedTuple):
    ids: tuple[int, ...]


class _Added(NamedTuple):
    rows: list[Row]


_Post = Row | list[Row] | _Added | _Held | _Removed | _Barrier


class Journal:
    """Posts never block and never fail; a fault is told to `on_fault`, once, by the writer."""

    def __init__(self, folder: Path, owner: str, on_fault: Callable[[HeadgateError], None]) -> None:
        self._folder = folder
        self._owner = owner
        self._on_fault = on_fault
        self._database = database.connect(folder)
        self._using = threading.Lock()  # one transaction at a time on the one connection
        try:
            self._next_id = database.reserve_ids(self._database)
            self._identity = database.identity(self._database)
            self._sessions = Sessions(folder, self._next_id)
        except (OSError, sqlite3.Error) as error:
            self._database.close()
            raise StateLostError(folder=str(folder), reason=str(error)) from error
        self._safe_below = self._next_id  # downloads with a lower id are in the database
        self._committed = threading.Condition()
        self._posts: deque[_Post] = deque()
        self._awake = threading.Event()
        self._hurry = threading.Event()
        self._closing = False
        self._broken = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    # --- asked before the first post -------------------------------------------------------

    def load(self) -> list[Download]:
        """All downloads of the owner; raises `StateLostError`."""
        try:
            return list(database.load(self._database, self._owner))
        except sqlite3.Error as error:
            raise StateLostError(folder=str(self._folder), reason=str(error)) from error

    def adopt(self, requests: list[Request]) -> list[Download | None]:
        """For each an unfinished download of the same link, left by a process that ended."""
        try:
            with self._using:
                return database.adopt(self._database, self._owner, requests, self._sessions)
        except sqlite3.Error as error:
            raise StateLostError(folder=str(self._folder), reason=str(error)) from error

    def take_id(self) -> int:
        """A new download's id; called inside the queue's lock."""
        self._next_id += 1
        return self._next_id - 1

    def token(self, download_id: int) -> str:
        """The mark of a download's files."""
        return f"{self._identity}:{download_id}"

    def is_older(self, download_id: int) -> bool:
        """Whether a download was added by an earlier process, which may have crashed."""
        return download_id < self._sessions.own

    # --- posts -----------------------------------------------------------------------------

    def row(self, one: Download) -> Row:
        """The download as it stands now, to be posted."""
        return Row(
            one.id,
            self._sessions.own,
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
        )

    def record(self, one: Download) -> None:
        """Everything about a download but what it holds."""
        self._post(self.row(one))

    def add(self, downloads: Iterable[Download]) -> None:
        """Downloads that are new in the list; at once, because work on them waits for it."""
        self._post(_Added([self.row(one) for one in downloads]))
        self._hurry.set()

    def record_rows(self, rows: list[Row]) -> None:
        """Downloads as they stood when the rows were made."""
        self._post(rows)

    def record_held(self, download_id: int, held: Iterable[Span]) -> None:
        """These bytes are on the disk: post this only after they were synced."""
        self._post(_Held(download_id, segment.to_text(held)))

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
        with self._committed:
            while download_id >= self._safe_below and not self._broken:
                stop.check()
                self._committed.wait(LOOK_SECONDS)

    def flush(self, seconds: float) -> bool:
        """Wait until everything posted so far is committed; False after `seconds`."""
        reached = _Barrier()
        self._posts.append(reached)
        self._hurry.set()
        self._awake.set()
        return reached.wait(seconds) and not self._broken

    def close(self, seconds: float = 30.0) -> bool:
        """Commit what was posted and end the thread; False if that took too long."""
        self._closing = True
        self._hurry.set()
        self._awake.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # --- the writer's thread ---------------------------------------------------------------

    def _post(self, *posts: _Post) -> None:
        self._posts.extend(posts)
        if not self._awake.is_set():
            self._awake.set()

    def _run(self) -> None:
        while True:
            self._awake.wait()
            self._hurry.wait(GROUP_SECONDS)
            self._hurry.clear()
            self._awake.clear()
            closing = self._closing  # looked at last, or a close in between would go unheard
            self._write_group()
            if closing and not self._posts:
                self._sessions.close()
                self._database.close()
                return

    def _write_group(self) -> None:
        reached, group = self._gather()
        if group and not self._broken:
            try:
                with self._using:
                    database.write(self._database, self._owner, group)
            except (sqlite3.Error, ValueError, OverflowError) as error:
                self._broken = True
                _log.warning("the list of downloads cannot be written: %s", error)
                self._on_fault(StateLostError(folder=str(self._folder), reason=str(error)))
        if group.added:
            with self._committed:
                self._safe_below = max(group.added) + 1
                self._committed.notify_all()
        for barrier in reached:
            barrier.set()

    def _gather(self) -> tuple[list[_Barrier], Group]:
        """What was posted since, the last word on each download only."""
        reached: list[_Barrier] = []
        group = Group()
        while self._posts:
            match self._posts.popleft():
                case Row() as row:
                    group.put(row)
                case list() as rows:
                    for row in rows:
                        group.put(row)
                case _Added(rows):
                    group.added.update((row.id, row) for row in rows)
                case _Held(download_id, text):
                    group.held[download_id] = text
                case _Removed(ids):
                    for number in ids:
                        group.added.pop(number, None)
                        group.rows.pop(number, None)
                        group.held.pop(number, None)
                    group.removed.update(ids)
                case _Barrier() as barrier:
                    reached.append(barrier)
        return reached, group

"""The durable list of downloads: one thread writes, everyone else posts and goes on."""

import json
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from core.disk import database
from core.disk.sessions import Sessions
from core.model import segment
from core.model.download import Download, Request
from core.model.errors import HeadgateError, StateLostError
from core.model.segment import Span
from core.model.states import State

GROUP_SECONDS = 0.05  # how long a write may wait for company in its commit
_log = logging.getLogger(__name__)

_STORED = {State.PAUSED, State.COMPLETED, State.FAILED}  # all else is loaded as queued


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
        self._posts: deque[tuple[str, Sequence[Sequence[Any]]] | threading.Event] = deque()
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

    # --- posts -----------------------------------------------------------------------------

    def add(self, downloads: Iterable[Download]) -> None:
        rows = [
            (
                one.id,
                self._owner,
                self._sessions.own,
                one.rank,
                one.state if one.state in _STORED else State.QUEUED,
                one.request.url,
                database.storable(one.request.folder),
                one.request.name,
                str(one.request.checksum) if one.request.checksum else None,
                database.options_to(one.request.options),
                one.added_at,
            )
            for one in downloads
        ]
        self._post(database.INSERT, rows)

    def record_start(self, one: Download) -> None:
        """The file has a name and a known version."""
        values = (one.name, one.replaces, database.resource_to(one.resource), one.id)
        self._post(
            "UPDATE downloads SET name = ?, replaces = ?, resource = ? WHERE id = ?", [values]
        )

    def record_held(self, download_id: int, held: Iterable[Span]) -> None:
        """These bytes are on the disk: post this only after they were synced."""
        values = (segment.to_text(held), download_id)
        self._post("UPDATE downloads SET held = ? WHERE id = ?", [values])

    def record_state(self, one: Download) -> None:
        """A settled state: with it go the error and the moment it ended."""
        error = json.dumps([one.error.code, one.error.details]) if one.error else None
        values = (
            one.state if one.state in _STORED else State.QUEUED,
            error,
            one.name,
            one.finished_at,
            one.unconfirmed,
            one.id,
        )
        self._post(
            "UPDATE downloads SET state = ?, error = ?, name = ?, finished_at = ?, "
            "unconfirmed = ? WHERE id = ?",
            [values],
        )

    def record_restart(self, download_id: int) -> None:
        """Forget what was held: the download begins anew."""
        self._post(
            "UPDATE downloads SET held = '', resource = NULL, name = NULL WHERE id = ?",
            [(download_id,)],
        )

    def record_ranks(self, downloads: Iterable[Download]) -> None:
        rows = [(one.rank, one.id) for one in downloads]
        self._post("UPDATE downloads SET rank = ? WHERE id = ?", rows)

    def remove(self, ids: Iterable[int]) -> None:
        self._post("DELETE FROM downloads WHERE id = ?", [(one,) for one in ids])

    def flush(self, seconds: float) -> bool:
        """Wait until everything posted so far is committed; False after `seconds`."""
        reached = threading.Event()
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

    def _post(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            self._posts.append((statement, rows))
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
        reached: list[threading.Event] = []
        group: list[tuple[str, Sequence[Sequence[Any]]]] = []
        while self._posts:
            post = self._posts.popleft()
            if isinstance(post, threading.Event):
                reached.append(post)
            else:
                group.append(post)
        if group and not self._broken:
            try:
                with self._using:
                    self._commit(group)
            except (sqlite3.Error, ValueError, OverflowError) as error:
                self._broken = True
                _log.warning("the list of downloads cannot be written: %s", error)
                self._on_fault(StateLostError(folder=str(self._folder), reason=str(error)))
        for event in reached:
            event.set()

    def _commit(self, group: list[tuple[str, Sequence[Sequence[Any]]]]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            for statement, rows in group:
                self._database.executemany(statement, rows)
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

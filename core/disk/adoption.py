"""Going on with what another process left: its rows are taken over for the same requests."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from core.disk.columns import checksum_to, described_to, storable
from core.disk.rows import COLUMNS, UNREADABLE, download_from
from core.disk.schema import DamagedError
from core.disk.sessions import Sessions
from core.model.download import Download, Request
from core.model.states import State


def adopt(
    database: sqlite3.Connection,
    owner: str,
    requests: list[Request],
    sessions: Sessions,
    *,
    strict: bool,
) -> list[Download | None]:
    """Take over rows for the same link, folder and name from sessions that ended.

    Two processes never hold one row: whoever writes its session into it first has it, and a
    row is adopted for one request only. `strict` is as for `database.load`. Raises `OSError` if
    it cannot be told which processes live and which files are there.
    """
    if not database.execute("SELECT 1 FROM downloads WHERE owner = ?", (owner,)).fetchone():
        return [None] * len(requests)
    database.execute("BEGIN IMMEDIATE")
    try:
        adoption = _Adoption(database, owner, sessions, strict=strict)
        found = [adoption.unfinished(request) for request in requests]
        pairs = zip(requests, found, strict=True)
        return [one or adoption.finished(request) for request, one in pairs]
    finally:
        database.execute("COMMIT")


class _Adoption:
    """The rows of one list that one process takes over, in one transaction."""

    def __init__(
        self, database: sqlite3.Connection, owner: str, sessions: Sessions, *, strict: bool
    ) -> None:
        self._database = database
        self._owner = owner
        self._sessions = sessions
        self._strict = strict
        self._alive: dict[int, bool] = {sessions.own: True}
        self._continued = sessions.crashed()  # of these the user cannot know what they finished

    def unfinished(self, request: Request) -> Download | None:
        """The first row for a request that is not completed and whose process has ended."""
        for session, row in self._rows(request, "!="):
            if session not in self._alive:
                self._alive[session] = self._sessions.alive(session)
            one = None if self._alive[session] else self._read(row)
            if one is not None:
                self._continued.add(session)
                return self._take(one, request)
        return None

    def finished(self, request: Request) -> Download | None:
        """A completed row for a request, if this is a command that goes on where one broke off.

        Asked for by itself, a file that is there already is downloaded once more.
        """
        for session, row in self._rows(request, "="):
            one = self._read(row) if session in self._continued else None
            if one is not None and _is_there(one):
                return self._take(one, request)
        return None

    def _rows(self, request: Request, relation: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        query = (
            f"SELECT {COLUMNS}, session FROM downloads "  # noqa: S608 - our own names
            f"WHERE owner = ? AND url = ? AND folder = ? AND wanted IS ? AND state {relation} ? "
            "ORDER BY id"
        )
        folder = storable(request.folder)
        values = (self._owner, request.url, folder, request.name, State.COMPLETED)
        for row in self._database.execute(query, values).fetchall():
            if isinstance(row[-1], int):
                yield row[-1], row[:-1]
            else:
                self._unreadable(row, "its session is no number")

    def _read(self, row: tuple[Any, ...]) -> Download | None:
        try:
            return download_from(row, {})
        except UNREADABLE as error:
            self._unreadable(row, error)
            return None

    def _unreadable(self, row: tuple[Any, ...], reason: object) -> None:
        if self._strict:
            raise DamagedError(f"download {row[0]} cannot be read: {reason}")

    def _take(self, one: Download, request: Request) -> Download:
        wanted = _still_wanted(one, request)
        query = "UPDATE downloads SET session = ?, checksum = ?, described = ? WHERE id = ?"
        described = checksum_to(wanted.checksum), described_to(wanted)
        self._database.execute(query, (self._sessions.own, *described, one.id))
        return replace(one, request=wanted)


def _still_wanted(one: Download, request: Request) -> Request:
    """The new request, with what was said before about bytes that are there already.

    They may have come from mirrors, and then only that proves that they fit together.
    """
    if not one.held or (one.error is not None and one.error.starts_anew):
        return request
    old = one.request
    return replace(
        request,
        checksum=request.checksum or old.checksum,
        mirrors=request.mirrors or old.mirrors,
        pieces=request.pieces or old.pieces,
        size=old.size if request.size is None else request.size,
    )


def _is_there(one: Download) -> bool:
    """Whether the file of a completed download still is, as long as it was; may raise `OSError`."""
    try:
        return one.path is not None and os.lstat(one.path).st_size == one.size
    except (FileNotFoundError, NotADirectoryError):
        return False

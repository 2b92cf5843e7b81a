"""The state database: its schema, its migrations, and what is asked of it and written."""

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from core.disk.rows import (
    COLUMNS,
    INSERT,
    UPDATE,
    Row,
    changing,
    checksum_to,
    described_to,
    download_from,
    lasting,
    storable,
)
from core.disk.sessions import Sessions
from core.model.download import Download, Options, Request
from core.model.errors import BadOptionError, StateLostError, StateNewerError
from core.model.states import State

FILE_NAME = "downloads.db"
BUSY_SECONDS = 5.0
SLICE = 200  # rows in one statement
ID_BLOCK = 2**32  # ids a process may hand out; several processes share one database

MIGRATIONS = (
    """
    CREATE TABLE downloads (
        id INTEGER PRIMARY KEY,
        owner TEXT NOT NULL,
        session INTEGER NOT NULL,
        rank REAL NOT NULL,
        state TEXT NOT NULL,
        url TEXT NOT NULL,
        folder TEXT NOT NULL,
        wanted TEXT,
        checksum TEXT,
        options TEXT,
        name TEXT,
        replaces INTEGER NOT NULL DEFAULT 0,
        resource TEXT,
        held TEXT NOT NULL DEFAULT '',
        error TEXT,
        added_at REAL NOT NULL,
        finished_at REAL,
        unconfirmed INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX by_link ON downloads (owner, url);
    CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
    INSERT INTO counters VALUES ('next_id', 1);
    INSERT INTO counters VALUES ('identity', abs(random()));
    """,
    "ALTER TABLE downloads ADD COLUMN limit_rate INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE downloads ADD COLUMN described TEXT",  # mirrors, size and pieces
)
SCHEMA = len(MIGRATIONS)

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Group:
    """What one commit brings: at most one row and one word on what is held per download."""

    added: dict[int, Row] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    held: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)

    def put(self, row: Row) -> None:
        """The last word on a download counts."""
        (self.added if row.id in self.added else self.rows)[row.id] = row

    def __bool__(self) -> bool:
        return bool(self.added or self.rows or self.held or self.removed)


def connect(folder: Path) -> sqlite3.Connection:
    """Open the database in `folder`, creating or migrating it.

    Raises `StateNewerError` (nothing was touched) or `StateLostError`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        database = sqlite3.connect(
            folder / FILE_NAME, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise StateLostError(folder=str(folder), reason=str(error)) from error
    try:
        _migrate(database)
    except sqlite3.Error as error:
        database.close()
        raise StateLostError(folder=str(folder), reason=str(error)) from error
    except BaseException:
        database.close()
        raise
    return database


def _migrate(database: sqlite3.Connection) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA:
        raise StateNewerError
    _use_wal(database)
    # Every commit reaches the disk: a record must not be lost after the file it tells of.
    database.execute("PRAGMA synchronous = FULL")
    if version == SCHEMA:
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        for number in range(version, SCHEMA):
            for statement in filter(str.strip, MIGRATIONS[number].split(";")):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


def _use_wal(database: sqlite3.Connection) -> None:
    """Switch to WAL; unlike other statements this one does not wait for others by itself."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            # Wait for whoever writes, as an ordinary statement does.
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
        else:
            return


def reserve_ids(database: sqlite3.Connection) -> int:
    """The first of `ID_BLOCK` ids that no other process will use."""
    found = database.execute(
        "UPDATE counters SET value = value + ? WHERE name = 'next_id' RETURNING value",
        (ID_BLOCK,),
    ).fetchone()
    return int(found[0]) - ID_BLOCK


def identity(database: sqlite3.Connection) -> str:
    """What tells this list of downloads from any other, for the marks on its files."""
    found = database.execute("SELECT value FROM counters WHERE name = 'identity'").fetchone()
    return f"{found[0]:x}"


def load(database: sqlite3.Connection, owner: str) -> Iterator[Download]:
    """An owner's rows as downloads, in queue order. In-flight states were never written."""
    shared: dict[str | None, Options] = {}
    query = f"SELECT {COLUMNS} FROM downloads WHERE owner = ? ORDER BY rank, id"  # noqa: S608
    for row in database.execute(query, (owner,)):
        try:
            yield download_from(row, shared)
        except (ValueError, TypeError, IndexError, KeyError, BadOptionError) as error:
            _log.warning("download %s cannot be read: %s", row[0], error)


def write(database: sqlite3.Connection, owner: str, group: Group) -> None:
    """Commit a group; raises `sqlite3.Error` and changes nothing then."""
    options: dict[int, str | None] = {}  # most rows share theirs
    database.execute("BEGIN IMMEDIATE")
    try:
        for some in _slices(group.added):
            added = [changing(one) + lasting(one, owner, options) for one in some]
            database.execute(INSERT, (json.dumps(added),))
        for some in _slices(group.rows):
            database.execute(UPDATE, (json.dumps([changing(one) for one in some]),))
        database.executemany(
            "UPDATE downloads SET held = ? WHERE id = ?",
            ((text, number) for number, text in group.held.items()),
        )
        gone = ((number,) for number in group.removed)
        database.executemany("DELETE FROM downloads WHERE id = ?", gone)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _slices(rows: dict[int, Row]) -> Iterator[list[Row]]:
    """Few enough at a time that turning them into text does not hold up the window."""
    waiting = iter(rows.values())
    while some := list(islice(waiting, SLICE)):
        yield some


def adopt(
    database: sqlite3.Connection, owner: str, requests: list[Request], sessions: Sessions
) -> list[Download | None]:
    """Take over unfinished rows for the same link, folder and name from sessions that ended.

    Two processes never hold one row: whoever writes its session into it first has it, and a
    row is adopted for one request only.
    """
    if not database.execute("SELECT 1 FROM downloads WHERE owner = ?", (owner,)).fetchone():
        return [None] * len(requests)
    database.execute("BEGIN IMMEDIATE")
    try:
        alive: dict[int, bool] = {sessions.own: True}
        return [_adopt_one(database, owner, request, sessions, alive) for request in requests]
    finally:
        database.execute("COMMIT")


def _adopt_one(
    database: sqlite3.Connection,
    owner: str,
    request: Request,
    sessions: Sessions,
    alive: dict[int, bool],
) -> Download | None:
    query = (
        f"SELECT {COLUMNS}, session FROM downloads "  # noqa: S608 - our own names
        "WHERE owner = ? AND url = ? AND folder = ? AND wanted IS ? AND state != ? ORDER BY id"
    )
    values = (owner, request.url, storable(request.folder), request.name, State.COMPLETED)
    for row in database.execute(query, values).fetchall():
        session = row[-1]
        if session not in alive:
            alive[session] = sessions.alive(session)
        if not alive[session]:
            one = download_from(row[:-1], {})
            wanted = _still_wanted(one, request)
            database.execute(
                "UPDATE downloads SET session = ?, checksum = ?, described = ? WHERE id = ?",
                (sessions.own, checksum_to(wanted.checksum), described_to(wanted), one.id),
            )
            return replace(one, request=wanted)
    return None


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

"""The state database: its schema, its migrations, and how rows become downloads."""

import json
import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.disk.sessions import Sessions
from core.model import segment
from core.model.checksum import parse_checksum
from core.model.download import Conflict, Download, Options, Request
from core.model.errors import BadOptionError, StateLostError, StateNewerError, from_record
from core.model.resource import Resource, Validator
from core.model.states import State
from core.policy.redirects import headers_for

FILE_NAME = "downloads.db"
BUSY_SECONDS = 5.0
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
)
SCHEMA = len(MIGRATIONS)

_log = logging.getLogger(__name__)

INSERT = """
    INSERT INTO downloads
    (id, owner, session, rank, state, url, folder, wanted, checksum, options, added_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COLUMNS = (
    "id, rank, state, url, folder, wanted, checksum, options, name, resource, held, error, "
    "added_at, finished_at, unconfirmed, replaces"
)


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
    query = f"SELECT {_COLUMNS} FROM downloads WHERE owner = ? ORDER BY rank, id"  # noqa: S608
    for row in database.execute(query, (owner,)):
        try:
            yield _download(row, shared)
        except (ValueError, TypeError, IndexError, KeyError, BadOptionError) as error:
            _log.warning("download %s cannot be read: %s", row[0], error)


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
        f"SELECT {_COLUMNS}, session FROM downloads "  # noqa: S608 - our own names
        "WHERE owner = ? AND url = ? AND folder = ? AND wanted IS ? AND state != ? ORDER BY id"
    )
    values = (owner, request.url, storable(request.folder), request.name, State.COMPLETED)
    for row in database.execute(query, values).fetchall():
        session = row[-1]
        if session not in alive:
            alive[session] = sessions.alive(session)
        if not alive[session]:
            database.execute(
                "UPDATE downloads SET session = ? WHERE id = ?", (sessions.own, row[0])
            )
            return replace(_download(row, {}), request=request)
    return None


def _download(row: tuple[Any, ...], shared: dict[str | None, Options]) -> Download:
    options = shared.get(row[7])
    if options is None:
        options = shared[row[7]] = options_from(row[7])
    request = Request(
        row[3],
        Path(os.fsdecode(row[4])),
        row[5],
        parse_checksum(row[6]) if row[6] else None,
        options,
    )
    return Download(
        id=row[0],
        request=request,
        rank=row[1],
        added_at=row[12],
        state=State(row[2]),
        name=row[8],
        resource=resource_from(row[9]),
        held=tuple(segment.from_text(row[10])),
        error=from_record(*json.loads(row[11])) if row[11] else None,
        finished_at=row[13],
        unconfirmed=bool(row[14]),
        replaces=bool(row[15]),
    )


def storable(folder: Path) -> str | bytes:
    """A path as text, or as bytes where it is not UTF-8."""
    raw = os.fsencode(folder)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def options_to(options: Options) -> str | None:
    """Options as stored. Credentials and headers that may hold secrets stay in memory."""
    if options == Options():
        return None
    headers = headers_for(options.headers, at_home=False)
    return json.dumps(
        {
            "headers": headers,
            "referer": _without_user(options.referer),
            "conflict": options.conflict,
        }
    )


def _without_user(url: str) -> str:
    head, slashes, rest = url.partition("//")
    authority, slash, path = rest.partition("/")
    return head + slashes + authority.rpartition("@")[2] + slash + path


def options_from(text: str | None) -> Options:
    if not text:
        return Options()
    stored = json.loads(text)
    return Options(
        headers=tuple((name, value) for name, value in stored["headers"]),
        referer=stored["referer"],
        conflict=Conflict(stored["conflict"]),
    )


def resource_to(resource: Resource | None) -> str | None:
    """What must be known to go on: size and validator. The final address may hold secrets."""
    if resource is None:
        return None
    tag = resource.validator
    return json.dumps([resource.size, resource.ranges, tag.etag, tag.last_modified, tag.date])


def resource_from(text: str | None) -> Resource | None:
    if not text:
        return None
    size, ranges, etag, modified, date = json.loads(text)
    return Resource("", size, Validator(etag, modified, date), ranges)

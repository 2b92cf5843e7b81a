"""The file of the state database: opening it, migrating it, telling whether it is whole."""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from core.disk.paths import make_private_folder
from core.disk.rows import ALL_COLUMNS, MAX_ID
from core.model.errors import StateLostError, StateNewerError

FILE_NAME = "downloads.db"
DAMAGED = "downloads.damaged"  # a file that is there when the list could not be written
FILES = tuple(f"{FILE_NAME}{end}" for end in ("", "-wal", "-shm"))
BUSY_SECONDS = 5.0

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
    # What was held is told with proofs from here on; earlier versions had none.
    "UPDATE downloads SET held = ''",
    "ALTER TABLE downloads ADD COLUMN described TEXT",  # mirrors, size and pieces
    "ALTER TABLE downloads ADD COLUMN source TEXT",  # where the name is from
)
SCHEMA = len(MIGRATIONS)
NO_VERSION = 1000  # so many there will never be: what says so is damaged, not newer
SMALL_BYTES = 8 * 1024 * 1024  # a list up to this size is looked through at each start
COUNTERS = {"next_id": MAX_ID, "identity": 2**63}  # and what they stay below

# What the disk, its limits or other processes are to blame for, and never the file.
_BLAMELESS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_NO_ACCESS = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})


class DamagedError(Exception):
    """The file is no list of ours, or not a whole one; says why."""


def connect(folder: Path) -> sqlite3.Connection:
    """Open the database in `folder`, creating or migrating it.

    Raises `StateNewerError` (nothing was touched), `StateLostError` or `DamagedError`.
    """
    _refuse_newer(folder / FILE_NAME)
    database = _open(folder)
    try:
        _migrate(database, folder)
        _look_through(database)
        if (folder / DAMAGED).exists():
            raise DamagedError("it could not be written")
    except sqlite3.Error as error:
        database.close()
        raise fault(error, folder) from error
    except BaseException:
        database.close()
        raise
    return database


def reconnect(folder: Path) -> sqlite3.Connection:
    """Open the database again, as it is; raises `StateLostError`."""
    try:
        database = _open(folder)
        _use_wal(database)
    except (sqlite3.Error, DamagedError) as error:
        raise StateLostError(folder=str(folder), reason=str(error)) from error
    return database


def _open(folder: Path) -> sqlite3.Connection:
    try:
        make_private_folder(folder)
        return sqlite3.connect(
            folder / FILE_NAME, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise fault(error, folder) from error


def _refuse_newer(file: Path) -> None:
    """Read the version without opening the database, for even that may change it."""
    with suppress(OSError), file.open("rb") as head:
        start = head.read(64)
        if start.startswith(b"SQLite format 3") and _is_newer(
            int.from_bytes(start[60:64], signed=True)
        ):
            raise StateNewerError


def _is_newer(version: int) -> bool:
    return SCHEMA < version < NO_VERSION


def fault(error: OSError | sqlite3.Error, folder: Path) -> Exception:
    """Whether the file is to blame, or the disk and those who use it."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    blameless = isinstance(error, OSError) or code in _BLAMELESS
    if code in _NO_ACCESS:  # as well when there are too many open files, or no more is allowed
        files = [folder / name for name in FILES]
        blameless = all(_usable(file) for file in files if os.path.lexists(file))
    if blameless:
        return StateLostError(folder=str(folder), reason=str(error))
    return DamagedError(str(error))


def _usable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK | os.W_OK)


def _migrate(database: sqlite3.Connection, folder: Path) -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if _is_newer(version):
        raise StateNewerError
    if version > SCHEMA:
        raise DamagedError(f"there is no version {version}")
    _use_wal(database)
    if version == SCHEMA:
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if 0 < version < SCHEMA:
            _back_up(folder, version)
        elif version <= 0 and database.execute("SELECT 1 FROM sqlite_master").fetchone():
            raise DamagedError("it is not ours")
        for number in range(max(0, version), SCHEMA):
            for statement in filter(str.strip, MIGRATIONS[number].split(";")):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {SCHEMA}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _back_up(folder: Path, version: int) -> None:
    """Keep the list as an older version left it; nobody writes to it meanwhile."""
    kept = folder / f"downloads.version-{version}.db"
    with (
        closing(sqlite3.connect(folder / FILE_NAME)) as source,
        closing(sqlite3.connect(kept)) as copy,
    ):
        source.backup(copy)


def _look_through(database: sqlite3.Connection) -> None:
    """Raise `DamagedError` if the list is not what `MIGRATIONS` make and can be told quickly."""
    pages, size = (
        database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    if pages * size <= SMALL_BYTES:
        found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise DamagedError(found)
    database.execute(f"SELECT {', '.join(ALL_COLUMNS)} FROM downloads LIMIT 1").fetchone()  # noqa: S608
    counters = dict(database.execute("SELECT name, value FROM counters"))
    for name, limit in COUNTERS.items():
        if not isinstance(counters.get(name), int) or not 0 <= counters[name] < limit:
            raise DamagedError(f"it has no {name}")


def _use_wal(database: sqlite3.Connection) -> None:
    """Switch to WAL; unlike other statements this one does not wait for others by itself."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
            # Every commit reaches the disk: no record may be lost after the file it tells of.
            database.execute("PRAGMA synchronous = FULL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            # Wait for whoever writes, as an ordinary statement does.
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
        else:
            return

"""A damaged state database: kept aside under a clear name, and made anew from what can be read."""

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.disk.locks import try_lock
from core.disk.publish import sync_folder
from core.disk.rows import ALL_COLUMNS, UNREADABLE, check_values
from core.disk.schema import COUNTERS, DAMAGED, FILE_NAME, FILES, DamagedError, connect
from core.disk.sessions import anybody_alive
from core.model.errors import HeadgateError, StateLostError

_LOCK = "rescue.lock"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rescue:
    """What became of a damaged list."""

    kept: Path  # where it is now
    rows: int  # downloads that were read from it


def open_list(folder: Path) -> tuple[sqlite3.Connection, Rescue | None]:
    """The database in `folder`, a new one if it is damaged.

    Raises `StateNewerError` or `StateLostError`, and has changed nothing then.
    """
    try:
        return connect(folder), None
    except DamagedError as damage:
        return rescue(folder, damage, unless=_is_whole)


def rescue(
    folder: Path, damage: Exception, *, own: int | None = None, unless: Callable[[Path], bool]
) -> tuple[sqlite3.Connection, Rescue | None]:
    """Replace a database that shows `damage`, and open the new one.

    Not if it is replaced already, which `unless` tells, nor while another process than the
    one with the session `own` uses it. Raises `StateNewerError` or `StateLostError`.
    """
    _log.warning("the list of downloads is damaged: %s", damage)
    try:
        with _alone(folder, own):
            made = None if unless(folder) else _replace(folder)
            return connect(folder), made
    except (OSError, sqlite3.Error, DamagedError) as error:
        raise StateLostError(folder=str(folder), reason=f"{damage}; {error}") from error


def _is_whole(folder: Path) -> bool:
    try:
        connect(folder).close()
    except DamagedError:
        return False
    return True


@contextmanager
def _alone(folder: Path, own: int | None) -> Iterator[None]:
    """Nobody else uses the list, or is about to replace it; raises `OSError` otherwise."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not try_lock(descriptor) or anybody_alive(folder, own):
            raise OSError("another Headgate uses it")
        yield
    finally:
        os.close(descriptor)


def _replace(folder: Path) -> Rescue:
    """Make a new list of what can be read, and only then put the old one aside."""
    with _scratch(folder) as scratch:
        old, new = scratch / "old", scratch / "new"
        old.mkdir()
        for name in FILES[:2]:  # the third is made from these
            with suppress(OSError):  # what cannot be read is lost
                shutil.copyfile(folder / name, old / name)
        with closing(connect(new)) as database:
            rows = _take_over(old / FILE_NAME, database)
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = _put_aside(folder)
        (new / FILE_NAME).replace(folder / FILE_NAME)
        (folder / DAMAGED).unlink(missing_ok=True)
        sync_folder(folder)
    return Rescue(kept, rows)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    scratch = folder / "rescue"
    shutil.rmtree(scratch, ignore_errors=True)  # left by a rescue that was killed
    scratch.mkdir(mode=0o700)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _put_aside(folder: Path) -> Path:
    """Keep the files of the database under another name; where it is, nothing but itself stays.

    What it had not yet taken in goes first: the new one would take it for its own.
    """
    moment = time.strftime("%Y-%m-%d-%H%M%S")
    kept, number = folder / f"downloads.damaged-{moment}.db", 1
    while os.path.lexists(kept):
        number += 1
        kept = folder / f"downloads.damaged-{moment}-{number}.db"
    old = folder / FILE_NAME
    for name in FILES[1:]:
        with suppress(FileNotFoundError):
            (folder / name).rename(f"{kept}{name.removeprefix(FILE_NAME)}")
    try:
        os.link(old, kept)  # so that a crash right now leaves something to rescue
    except OSError:
        with suppress(FileNotFoundError):
            old.rename(kept)
    return kept


def _take_over(old: Path, database: sqlite3.Connection) -> int:
    """Copy what can be read of a copy of the damaged list; how many downloads that was."""
    if not old.exists():
        return 0
    with suppress(DamagedError, HeadgateError):
        connect(old.parent).close()  # an older one lets itself be brought up to date, maybe
    with closing(sqlite3.connect(old, isolation_level=None)) as damaged:
        damaged.text_factory = lambda data: data.decode(errors="surrogateescape")
        rows = {row[0]: row for row in _rows(damaged)}
        with suppress(sqlite3.Error):
            for name, value in damaged.execute("SELECT name, value FROM counters"):
                if isinstance(value, int) and 0 < value < COUNTERS.get(name, 0):
                    database.execute("UPDATE counters SET value = ? WHERE name = ?", (value, name))
    places = ", ".join("?" * len(ALL_COLUMNS))
    database.execute("BEGIN IMMEDIATE")
    database.executemany(
        f"INSERT INTO downloads ({', '.join(ALL_COLUMNS)}) VALUES ({places})",  # noqa: S608
        rows.values(),
    )
    database.execute(
        "UPDATE counters SET value = max(value, ?) WHERE name = 'next_id'",
        (max(rows, default=0) + 1,),
    )
    database.execute("COMMIT")
    return len(rows)


def _rows(damaged: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Rows that make sense, read from both ends if something is in the way."""
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            found = damaged.execute(
                f"SELECT {', '.join(ALL_COLUMNS)} FROM downloads ORDER BY id {order}"  # noqa: S608
            )
            for row in found:
                with suppress(*UNREADABLE):
                    check_values(dict(zip(ALL_COLUMNS, row, strict=True)))
                    yield row
            return

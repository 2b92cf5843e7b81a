"""What is asked of the state database, and what is written to it."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from core.disk.rows import (
    ASK,
    COLUMNS,
    INSERT,
    UNREADABLE,
    UPDATE,
    Row,
    asking,
    changing,
    download_from,
    lasting,
)
from core.disk.schema import DamagedError
from core.model.download import Download, Options

SLICE = 200  # rows in one statement
ID_BLOCK = 2**32  # ids a process may hand out; several processes share one database

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Group:
    """What one commit brings: at most one row and one word on what is held per download."""

    added: dict[int, Row] = field(default_factory=dict)
    rows: dict[int, Row] = field(default_factory=dict)
    asked: dict[int, Row] = field(default_factory=dict)  # those that are wanted otherwise now
    held: dict[int, str] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)

    def put(self, row: Row) -> None:
        """The last word on a download counts."""
        (self.added if row.id in self.added else self.rows)[row.id] = row

    def __bool__(self) -> bool:
        return bool(self.added or self.rows or self.asked or self.held or self.removed)


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


def load(database: sqlite3.Connection, owner: str, *, strict: bool) -> Iterator[Download]:
    """An owner's rows as downloads, in queue order. In-flight states were never written.

    A `strict` reader raises `DamagedError` for a row that makes no sense, others pass it over.
    """
    shared: dict[str | None, Options] = {}
    query = f"SELECT {COLUMNS} FROM downloads WHERE owner = ? ORDER BY rank, id"  # noqa: S608
    for row in database.execute(query, (owner,)):
        try:
            yield download_from(row, shared)
        except UNREADABLE as error:
            if strict:
                raise DamagedError(f"download {row[0]} cannot be read: {error}") from error
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
        database.executemany(ASK, [asking(one) for one in group.asked.values()])
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

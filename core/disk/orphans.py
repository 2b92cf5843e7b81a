"""Part files that no row tells of: what is left of a list that was lost, or of its last moments."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.disk.columns import storable
from core.disk.mark import has_mark, set_mark
from core.disk.note import read_note
from core.disk.partfile import SUFFIX, PartFile
from core.disk.rows import ALL_COLUMNS, UNREADABLE, check_values, from_note
from core.disk.sessions import Sessions
from core.model.errors import DiskError

_log = logging.getLogger(__name__)


def take_in(
    folder: Path,
    database: sqlite3.Connection,
    place: str,
    sessions: Sessions,
    take_id: Callable[[], int],
    token: Callable[[int], str],
) -> int:
    """Give rows to the part files in `folder` that belong to the list in `place` and have none.

    Nothing is written into them but our mark. Returns how many there were; raises
    `sqlite3.Error`.
    """
    taken = 0
    for path in _part_files(folder):
        values = _read(path, place)
        if values is None or sessions.alive(values["session"]):  # its row is about to be written
            continue
        try:
            part = PartFile.reopen(path)
        except DiskError:
            continue
        try:
            if not _is_known(database, values):
                values["id"] = take_id()
                _insert(database, values)
                taken += 1
            if not has_mark(path, token(values["id"])):
                set_mark(part.descriptor, token(values["id"]))
        finally:
            part.close()
    return taken


def _part_files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        return []


def _read(path: Path, place: str) -> dict[str, Any] | None:
    """The row of a part file by column, as far as it still holds true."""
    note = read_note(path)
    if note is None:
        return None
    try:
        values = from_note(note.row, place)
        if values is None:
            return None
        values["folder"], values["name"] = storable(path.parent), path.name.removesuffix(SUFFIX)
        values["held"] = note.held
        check_values(values)
    except UNREADABLE as error:
        _log.warning("the note on %s cannot be read: %s", path.name, error)
        return None
    return values


def _is_known(database: sqlite3.Connection, values: dict[str, Any]) -> bool:
    """Whether there is a row; one from before the file had its name is brought up to date."""
    query = "SELECT name FROM downloads WHERE id = :id AND url = :url AND folder = :folder"
    found = database.execute(query, values).fetchone()
    if found is None or found[0] not in (None, values["name"]):
        return False
    if found[0] is None:
        change = "name = :name, resource = :resource, held = :held"
        database.execute(f"UPDATE downloads SET {change} WHERE id = :id", values)  # noqa: S608
    return True


def _insert(database: sqlite3.Connection, values: dict[str, Any]) -> None:
    names = ", ".join(ALL_COLUMNS)
    places = ", ".join(f":{name}" for name in ALL_COLUMNS)
    database.execute(f"INSERT INTO downloads ({names}) VALUES ({places})", values)  # noqa: S608

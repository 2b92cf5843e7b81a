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
    take_ids: Callable[[int], range],
    token: Callable[[int], str],
) -> None:
    """Give rows to the part files in `folder` that belong to the list in `place` and have none.

    Nothing is written into them but our mark. Raises `sqlite3.Error`.
    """
    for path in _part_files(folder):
        values = _read(path, place)
        if values is None or _is_awaited(path, values, sessions, token):
            continue
        number = _known(database, values)
        if number is not None and has_mark(path, token(number)):
            continue
        try:
            part = PartFile.reopen(path)
        except DiskError:
            continue
        try:
            if number is None:
                number = values["id"] = take_ids(1)[0]
                _insert(database, values)
            set_mark(part.descriptor, token(number))
        finally:
            part.close()


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


def _is_awaited(
    path: Path, values: dict[str, Any], sessions: Sessions, token: Callable[[int], str]
) -> bool:
    """Whether another process is about to write its row.

    Without the mark of this list it is from one that was lost, whose numbers begin again.
    """
    session = values["session"]
    elsewhere = session != sessions.own and has_mark(path, token(values["id"]))
    return elsewhere and sessions.alive(session)


def _known(database: sqlite3.Connection, values: dict[str, Any]) -> int | None:
    """The id of the row there is; one from before the file had its name is brought up to date.

    It is another than the note tells if the row was made from that note before.
    """
    found = database.execute(
        "SELECT id, name FROM downloads WHERE owner = :owner AND url = :url AND folder = :folder "
        "AND state != 'completed' AND (name = :name OR name IS NULL AND id = :id) ORDER BY name",
        values,
    ).fetchall()
    if not found:
        return None
    number, name = found[-1]  # nameless ones come first
    if name is None:
        change = "name = :name, resource = :resource, held = :held"
        database.execute(f"UPDATE downloads SET {change} WHERE id = :id", values)  # noqa: S608
    return int(number)


def _insert(database: sqlite3.Connection, values: dict[str, Any]) -> None:
    names = ", ".join(ALL_COLUMNS)
    places = ", ".join(f":{name}" for name in ALL_COLUMNS)
    database.execute(f"INSERT INTO downloads ({names}) VALUES ({places})", values)  # noqa: S608

"""A folder that files with links are put into: which of them are ready, and where they go then."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from core.disk.faults import disk_error
from core.disk.publish import rename_exclusively
from core.policy.intake.collector import MAX_TEXT
from core.policy.safe_names import split_ending

DONE = "done"
REST_SECONDS = 1.0  # nobody has written to a file that is ready for so long
_UNFINISHED = (".part", ".crdownload", ".tmp", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in the folder, as it was when it was looked at."""

    path: Path
    size: int  # bytes
    changed_at: int  # nanoseconds since the epoch


def arrivals(folder: Path, now: float) -> tuple[list[Arrival], bool]:
    """The files that are ready by `now` (seconds since the epoch), and whether others are not yet.

    Hidden files, links and files too large to be lists are passed over. Raises a `DiskError`.
    """
    ready, more = [], False
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise disk_error(error, folder) from error
    for entry in entries:
        if entry.name.startswith(".") or entry.name.endswith(_UNFINISHED):
            continue
        with suppress(FileNotFoundError):
            found = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_TEXT:
                continue
            if now - found.st_mtime < REST_SECONDS:
                more = True
            else:
                ready.append(Arrival(Path(entry.path), found.st_size, found.st_mtime_ns))
    return ready, more


def put_away(path: Path) -> Path:
    """Move a file that was taken in to `done/` beside it, under a free name; returns where to.

    Raises a `DiskError`.
    """
    folder = path.parent / DONE
    try:
        folder.mkdir(exist_ok=True)
        for name in _names(path.name):
            with suppress(FileExistsError):
                rename_exclusively(path, folder / name)
                return folder / name
    except OSError as error:
        raise disk_error(error, folder) from error
    raise AssertionError("there is always another number")


def _names(name: str) -> Iterator[str]:
    stem, ending = split_ending(name)
    return chain([name], (f"{stem} ({number}){ending}" for number in count(2)))

"""A part file's own copy of its row and evidence, where the disk has extended attributes.

From it a list that was lost is made anew. It is taken off before the file gets its final name:
a link may hold what only its owner should know, and part files are readable by him alone.
"""

import contextlib
import os
from pathlib import Path
from typing import NamedTuple

_ROW = "user.headgate.row"
_HELD = "user.headgate.held"


class Note(NamedTuple):
    """The row as `rows.to_note` wrote it, and the evidence of the last checkpoint."""

    row: str
    held: str


def write_note(descriptor: int, note: Note) -> None:
    """Leave a note on an open file, whose bytes are synced; without effect on simple disks."""
    if hasattr(os, "setxattr"):
        with contextlib.suppress(OSError):  # then a lost list cannot go on with this file
            os.setxattr(descriptor, _HELD, note.held.encode())
            os.setxattr(descriptor, _ROW, note.row.encode())


def read_note(path: Path) -> Note | None:
    """The note on a file, if there is one."""
    if not hasattr(os, "getxattr"):
        return None
    try:
        row = os.getxattr(path, _ROW, follow_symlinks=False).decode()
        return Note(row, os.getxattr(path, _HELD, follow_symlinks=False).decode())
    except (OSError, UnicodeDecodeError):
        return None


def drop_note(descriptor: int) -> None:
    """Take the note off an open file."""
    if hasattr(os, "removexattr"):
        for name in (_ROW, _HELD):
            with contextlib.suppress(OSError):  # there was none
                os.removexattr(descriptor, name)

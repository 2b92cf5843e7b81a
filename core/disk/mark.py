"""Whose file this is: our own mark in its extended attributes, where the disk has them.

The mark closes the two gaps a journal cannot: a part file that was created before its row
knew the name, and a file that was published before its row said so.
"""

import errno
import os
from pathlib import Path

_ATTRIBUTE = "user.headgate.download"
_ABSENT = getattr(errno, "ENODATA", None)


def set_mark(descriptor: int, token: str) -> None:
    """Mark an open file as that of the download `token`; without effect on simple disks."""
    if hasattr(os, "setxattr"):
        try:
            os.setxattr(descriptor, _ATTRIBUTE, token.encode())
        except OSError:
            return  # no attributes here: a crash in the gap leaves a second file, no wrong one


def has_mark(path: str | Path, token: str) -> bool:
    """Whether the file at `path` belongs to the download `token`."""
    if not hasattr(os, "getxattr"):
        return False
    try:
        return os.getxattr(path, _ATTRIBUTE, follow_symlinks=False) == token.encode()
    except OSError:
        return False


def bears_mark(descriptor: int, token: str) -> bool | None:
    """Whether an open file belongs to the download `token`; None if the disk keeps no marks."""
    if not hasattr(os, "getxattr"):
        return None
    try:
        return os.getxattr(descriptor, _ATTRIBUTE) == token.encode()
    except OSError as error:
        return False if error.errno == _ABSENT else None

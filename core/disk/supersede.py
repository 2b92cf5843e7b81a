"""Giving a file the name of an old one that is to go, so that nothing is lost by mistake."""

import os
import stat
from pathlib import Path

from core.disk.publish import publish
from core.disk.trash import throw_away


def replaceable(final: str | Path) -> bool:
    """Whether what has a name may be replaced at all.

    Folders and links are something else than a file. One that cannot be written says that it
    is to stay as it is.
    """
    try:
        mode = os.lstat(final).st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) and bool(mode & 0o222)


def supersede(part: str | Path, final: str | Path) -> None:
    """Move `part` to `final`; a file that is there goes to the trash, where there is one.

    Without a trash it is replaced in one step. Raises `FileExistsError` if what is there now
    is no file that may go, else a `DiskError`.
    """
    there = replaceable(final)
    publish(part, final, overwrite=there and not throw_away(Path(final)))

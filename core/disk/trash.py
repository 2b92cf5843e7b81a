"""The desktop's trash, where an old file can be found again (freedesktop.org's specification).

The file is only ever renamed, so this takes no time and no space; a disk that has no trash,
and systems that keep theirs in another way, are said no to.
"""

import os
import stat
import sys
import time
from pathlib import Path
from urllib.parse import quote

from core.disk.publish import rename_exclusively
from core.policy.safe_names import cut, numbered

MAX_NUMBER = 1000
_INFO = ".trashinfo"
_LONGEST = 255 - len(_INFO) - len(" (999)")


def throw_away(file: Path) -> bool:
    """Move a file to the trash of its disk; False if there is none, and nothing was done."""
    if sys.platform in ("win32", "darwin"):
        return False
    try:
        home, device = _home_trash(), file.lstat().st_dev
        if _device(home) == device:
            return _put(file, home, str(file.absolute()))
        top = _top_of(file.absolute().parent)
        trash = _trash_on(top)
        return trash is not None and _put(file, trash, str(file.absolute().relative_to(top)))
    except (OSError, RuntimeError):  # without a home there is none either
        return False


def _home_trash() -> Path:
    data = os.environ.get("XDG_DATA_HOME", "")
    return Path(data if data.startswith("/") else "~/.local/share").expanduser() / "Trash"


def _device(path: Path) -> int:
    """The disk a path is on, or would be if it were made."""
    while True:
        try:
            return path.stat().st_dev
        except FileNotFoundError:
            path = path.parent


def _top_of(folder: Path) -> Path:
    while not folder.is_mount():
        folder = folder.parent
    return folder


def _trash_on(top: Path) -> Path | None:
    """Our part of the trash all users share if it can be trusted, else one of our own."""
    shared, user = top / ".Trash", os.getuid()
    try:
        mode = shared.lstat().st_mode
    except FileNotFoundError:
        mode = 0
    if stat.S_ISDIR(mode) and mode & stat.S_ISVTX:
        ours = shared / str(user)
        try:
            ours.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            pass  # then one of our own
        else:
            return ours
    own = top / f".Trash-{user}"
    own.mkdir(mode=0o700, exist_ok=True)
    found = own.lstat()
    return own if stat.S_ISDIR(found.st_mode) and found.st_uid == user else None


def _put(file: Path, trash: Path, origin: str) -> bool:
    for folder in (trash, trash / "info", trash / "files"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    date = time.strftime("%Y-%m-%dT%H:%M:%S")
    text = f"[Trash Info]\nPath={quote(os.fsencode(origin))}\nDeletionDate={date}\n"
    name = cut(file.name, _LONGEST)
    for number in range(1, MAX_NUMBER):
        candidate = numbered(name, number)
        info = trash / "info" / (candidate + _INFO)
        try:
            with info.open("x", encoding="ascii") as out:
                out.write(text)
        except FileExistsError:
            continue
        try:
            rename_exclusively(file, trash / "files" / candidate)
        except FileExistsError:  # left there by somebody without a word
            info.unlink()
            continue
        except OSError:
            info.unlink()
            return False
        return True
    return False

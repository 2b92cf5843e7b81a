"""Giving a finished file its final name, never over another file."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from core.disk.faults import disk_error
from core.model.errors import FolderGoneError, PartLostError

_RENAME_NOREPLACE = 1
_AT_FDCWD = -100
_NO_SUCH_CALL = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def publish(part: str | Path, final: str | Path, *, overwrite: bool = False) -> None:
    """Move `part` to `final`.

    The content must be synced before, and the folder after. Raises `FileExistsError` if there
    is already something under the final name and `overwrite` is not set, else a `DiskError`.
    """
    try:
        if overwrite:
            os.replace(part, final)
        else:
            rename_exclusively(part, final)
    except FileExistsError:
        raise
    except FileNotFoundError as error:
        folder = Path(final).parent
        if folder.is_dir():
            raise PartLostError(name=Path(part).name) from error
        raise FolderGoneError(folder=str(folder)) from error
    except OSError as error:
        raise disk_error(error, Path(final).parent) from error


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable; where folders cannot be opened there is no need."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rename_exclusively(part: str | Path, final: str | Path) -> None:
    """Rename within a disk; raises `FileExistsError` or another `OSError`."""
    if sys.platform == "win32":
        os.rename(part, final)  # fails there if the target exists
        return
    if _renameat2 is not None:
        code = _renameat2(
            _AT_FDCWD, os.fsencode(part), _AT_FDCWD, os.fsencode(final), _RENAME_NOREPLACE
        )
        if code == 0:
            return
        number = ctypes.get_errno()
        if number not in _NO_SUCH_CALL:
            raise OSError(number, os.strerror(number), str(final))
    try:
        os.link(part, final, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL:
            raise
        _rename_checked(part, final)
    else:
        os.unlink(part)


def _rename_checked(part: str | Path, final: str | Path) -> None:
    """Last resort for disks with neither call (FAT over FUSE): look, then rename."""
    if os.path.lexists(final):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
    os.rename(part, final)


def _find_renameat2() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return None
    call.argtypes = [
        ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint,
    ]  # fmt: skip
    call.restype = ctypes.c_int
    found: Callable[..., int] = call
    return found


_renameat2 = _find_renameat2()

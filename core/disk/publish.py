"""Giving a finished file its final name, never over another file."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

from core.disk.faults import disk_error
from core.model.errors import PartLostError

_RENAME_NOREPLACE = 1
_AT_FDCWD = -100
_NO_SUCH_CALL = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


# Asked once, on import: the mask belongs to the process, and setting it is not thread-safe.
FILE_MODE = 0o666 & ~_umask()


def publish(part: Path, final: Path, *, overwrite: bool = False) -> None:
    """Move `part` to `final` and make that durable.

    The content must be synced before. Raises `FileExistsError` if there is already something
    under the final name and `overwrite` is not set, else a `DiskError`.
    """
    try:
        part.chmod(FILE_MODE)
        if overwrite:
            part.replace(final)
        else:
            _rename_exclusively(part, final)
        sync_folder(final.parent)
    except FileExistsError:
        raise
    except FileNotFoundError as error:
        if final.parent.is_dir():
            raise PartLostError(name=part.name) from error
        raise disk_error(error, final.parent) from error
    except OSError as error:
        raise disk_error(error, final.parent) from error


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable; where folders cannot be opened there is no need."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _rename_exclusively(part: Path, final: Path) -> None:
    if sys.platform == "win32":
        part.rename(final)  # fails there if the target exists
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
        part.unlink()


def _rename_checked(part: Path, final: Path) -> None:
    """Last resort for disks with neither call (FAT over FUSE): look, then rename."""
    if os.path.lexists(final):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(final))
    part.rename(final)


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

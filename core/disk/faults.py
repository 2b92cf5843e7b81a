"""What the operating system says about a disk, in our words."""

import errno
from pathlib import Path

from core.model.errors import (
    DiskError,
    DiskFaultError,
    DiskFullError,
    FileTooLargeError,
    FolderGoneError,
    FolderMissingError,
    FolderNotWritableError,
    NameTooLongError,
)

# The device was pulled out, or whoever serves the disk over the network does no more.
_GONE = {
    getattr(errno, name)
    for name in ("ENODEV", "ENXIO", "ESTALE", "ENOTCONN", "EHOSTDOWN")
    if hasattr(errno, name)
}


def disk_error(error: OSError, folder: str | Path) -> DiskError:
    """The error to show for a failed operation in `folder`; the cause stays attached."""
    where, reason = str(folder), (error.strerror or str(error)).lower()
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return DiskFullError(folder=where)
        case errno.EFBIG:
            return FileTooLargeError(folder=where)
        case errno.ENAMETOOLONG:
            return NameTooLongError(folder=where)
        case errno.ENOENT | errno.ENOTDIR:
            return FolderMissingError(folder=where, reason="it cannot be created")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return FolderNotWritableError(folder=where, reason=reason)
        case number if number in _GONE:
            return FolderGoneError(folder=where)
        case _:
            return DiskFaultError(folder=where, reason=reason)

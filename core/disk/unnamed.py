"""Files that get their name only when they are ready for it, so that no crash leaves half of one.

Needs Linux and a disk that knows unnamed files (most do, network disks do not).
"""

import errno
import os

_UNNAMED = getattr(os, "O_TMPFILE", 0)
_NOT_HERE = {
    errno.EOPNOTSUPP, errno.ENOSYS, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EPERM,
}  # fmt: skip
# Why a name may not be given although the file could be made: no /proc, no links.
NO_NAME = {*_NOT_HERE, errno.EXDEV, errno.EMLINK}


def make_unnamed(folder: str, access: int, mode: int) -> int | None:
    """A descriptor of a new file in `folder`; None where that cannot be. Raises `OSError`."""
    if not _UNNAMED:
        return None
    try:
        return os.open(folder, access | _UNNAMED | os.O_CLOEXEC, mode)
    except OSError as error:
        if error.errno in _NOT_HERE:
            return None
        raise


def give_name(descriptor: int, path: str) -> None:
    """Name an unnamed file; raises `FileExistsError` if that name is taken, else `OSError`."""
    # A directory's descriptor must be passed for Python to follow the link in /proc.
    os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)

"""A file whose every byte is in hand: written without a name, and named when it is on the disk.

There is no part file to leave behind, and no moment at which the name stands for less than
the whole. Needs Linux and a disk that knows unnamed files (most do, network disks do not).
"""

import errno
import os

from core.disk.faults import disk_error
from core.disk.mark import set_mark
from core.disk.origin import record_origin

_UNNAMED = getattr(os, "O_TMPFILE", 0)
_NOT_HERE = {
    errno.EOPNOTSUPP, errno.ENOSYS, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EPERM,
}  # fmt: skip
_NO_NAME = {*_NOT_HERE, errno.EXDEV, errno.EMLINK}  # without /proc nothing is found there


class CannotName(Exception):  # noqa: N818 - not an error: there is another way
    """Files without a name can be made here, and not be given one."""


class WholeFile:
    """An open file without a name; it vanishes unless it is given one."""

    def __init__(self, descriptor: int, folder: str) -> None:
        self._descriptor = descriptor
        self._folder = folder

    @classmethod
    def create(cls, folder: str) -> "WholeFile | None":
        """An empty one in `folder`; None where that cannot be. Raises a `DiskError`."""
        if not _UNNAMED:
            return None
        try:
            return cls(os.open(folder, os.O_WRONLY | _UNNAMED | os.O_CLOEXEC, 0o666), folder)
        except OSError as error:
            if error.errno in _NOT_HERE:
                return None
            raise disk_error(error, folder) from error

    def write(self, data: memoryview, url: str, token: str) -> None:
        """Bring the bytes, their origin and our mark to the disk; raises a `DiskError`."""
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
            record_origin(self._descriptor, url)
            set_mark(self._descriptor, token)
            os.fdatasync(self._descriptor)
        except OSError as error:
            raise disk_error(error, self._folder) from error

    def name_it(self, name: str) -> bool:
        """Give it a name in its folder; False if that is taken.

        Raises `CannotName` where only the longer way leads there, else a `DiskError`.
        """
        try:
            # A directory's descriptor must be passed for Python to follow the link in /proc.
            os.link(
                f"/proc/self/fd/{self._descriptor}",
                f"{self._folder}/{name}",
                src_dir_fd=self._descriptor,
                follow_symlinks=True,
            )
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno in _NO_NAME:
                raise CannotName from error
            raise disk_error(error, self._folder) from error
        return True

    def close(self) -> None:
        os.close(self._descriptor)

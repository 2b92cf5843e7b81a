"""The unfinished file: created exclusively, written at positions, held by one process."""

import errno
import os
import stat
from pathlib import Path

from core.disk.faults import disk_error
from core.disk.locks import try_lock
from core.disk.pipe import Pipe
from core.model.errors import InUseError, PartLostError

SUFFIX = ".part"
_FLAGS = (
    os.O_RDWR
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


class PartFile:
    """An open, locked `NAME.part`. Writes carry their position, so threads may share it."""

    def __init__(self, descriptor: int, path: Path) -> None:
        self.descriptor = descriptor
        self.path = path

    @classmethod
    def create(cls, path: Path) -> "PartFile":
        """Make the file; raises `FileExistsError` if the name is taken, else a `DiskError`."""
        try:
            descriptor = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise
        except OSError as error:
            raise disk_error(error, path.parent) from error
        return cls._locked(descriptor, path)

    @classmethod
    def reopen(cls, path: Path) -> "PartFile":
        """Open what an earlier batch left; raises `PartLostError`, `InUseError`, `DiskError`."""
        try:
            descriptor = os.open(path, _FLAGS)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise PartLostError(name=path.name) from error
        except OSError as error:
            if error.errno == errno.ELOOP:  # a link took its place
                raise PartLostError(name=path.name) from error
            raise disk_error(error, path.parent) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise PartLostError(name=path.name)
        return cls._locked(descriptor, path)

    @classmethod
    def _locked(cls, descriptor: int, path: Path) -> "PartFile":
        if not try_lock(descriptor):
            os.close(descriptor)
            raise InUseError(name=path.name.removesuffix(SUFFIX))
        return cls(descriptor, path)

    def write(self, data: memoryview, position: int) -> None:
        """Write all of `data` at `position`; raises a `DiskError`."""
        try:
            while data:
                written = os.pwrite(self.descriptor, data, position)
                data = data[written:]
                position += written
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def drain(self, pipe: Pipe, count: int, position: int) -> None:
        """Write what is in the pipe, `count` bytes, at `position`; raises a `DiskError`."""
        try:
            pipe.empty(self.descriptor, count, position)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def read(self, position: int, count: int) -> bytes:
        """Up to `count` bytes from `position`; raises a `DiskError`."""
        try:
            return os.pread(self.descriptor, count, position)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def size(self) -> int:
        return os.fstat(self.descriptor).st_size

    def cut(self, size: int) -> None:
        """Make the file exactly `size` bytes long; raises a `DiskError`."""
        try:
            os.ftruncate(self.descriptor, size)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def sync(self) -> None:
        """Return when everything written is on the disk; raises a `DiskError`."""
        try:
            _datasync(self.descriptor)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def close(self) -> None:
        """Close and unlock; a second call changes nothing."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


_datasync = getattr(os, "fdatasync", os.fsync)


def part_path(final: Path) -> Path:
    return final.with_name(final.name + SUFFIX)

"""The unfinished file: created exclusively, written at positions, held by one process."""

import errno
import logging
import os
import stat
from pathlib import Path

from core.disk.faults import disk_error
from core.disk.locks import try_lock
from core.disk.mark import set_mark
from core.disk.pipe import Pipe
from core.disk.preallocate import preallocate
from core.disk.unnamed import NO_NAME, give_name, make_unnamed
from core.model.errors import DiskError, FolderGoneError, InUseError, PartLostError
from core.model.evidence import Proof, Stamp
from core.stop import StopSignal

SUFFIX = ".part"
_log = logging.getLogger(__name__)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


# Asked once, on import: the mask belongs to the process, and setting it is not thread-safe.
FILE_MODE = 0o666 & ~_umask()
_FLAGS = (
    os.O_RDWR
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


class PartFile:
    """An open, locked `NAME.part`. Writes carry their position, so threads may share it."""

    def __init__(self, descriptor: int, file: str) -> None:
        self.descriptor = descriptor
        self.file = file  # not a Path: making those is a tenth of the work for a small file
        self.proofs: list[Proof] = []  # see `proving`; used by one thread at a time
        self.fault: DiskError | None = None  # why what was written may never reach the disk

    @property
    def path(self) -> Path:
        return Path(self.file)

    @classmethod
    def create(cls, path: str | Path, token: str = "") -> "PartFile":
        """Make the file with the mark `token`, which it has before its name where that can be.

        Raises `FileExistsError` if the name is taken, else a `DiskError`.
        """
        folder = os.path.dirname(path)  # noqa: PTH120 - see `file`
        try:
            part = cls._create_unnamed(path, folder, token)
            if part is None:
                part = cls._locked(os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600), path)
                set_mark(part.descriptor, token)
        except FileExistsError:
            raise
        except OSError as error:
            raise disk_error(error, folder) from error
        return part

    @classmethod
    def _create_unnamed(cls, path: str | Path, folder: str, token: str) -> "PartFile | None":
        descriptor = make_unnamed(folder, os.O_RDWR, 0o600)
        if descriptor is None:
            return None
        part = cls._locked(descriptor, path)
        try:
            set_mark(descriptor, token)
            give_name(descriptor, part.file)
        except OSError as error:
            part.close()
            if error.errno in NO_NAME:
                return None
            raise
        return part

    @classmethod
    def reopen(cls, path: str | Path) -> "PartFile":
        """Open what an earlier batch left; raises `PartLostError`, `InUseError`, `DiskError`."""
        try:
            descriptor = os.open(path, _FLAGS)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise _lost(Path(path)) from error
        except OSError as error:
            if error.errno == errno.ELOOP:  # a link took its place
                raise PartLostError(name=Path(path).name) from error
            raise disk_error(error, Path(path).parent) from error
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise PartLostError(name=Path(path).name)
        part = cls._locked(descriptor, path)
        try:
            part.check_in_place()  # whoever had it locked may just have given it its final name
        except DiskError:
            part.close()
            raise
        return part

    @classmethod
    def _locked(cls, descriptor: int, path: str | Path) -> "PartFile":
        part = cls(descriptor, os.fspath(path))
        try:
            locked = try_lock(descriptor)
        except OSError as error:
            part.close()
            raise disk_error(error, part.path.parent) from error
        if not locked:
            part.close()
            raise InUseError(name=part.path.name.removesuffix(SUFFIX))
        return part

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

    def read_into(self, view: memoryview, position: int) -> int:
        """Fill what can be filled of `view` from `position`; raises a `DiskError`."""
        try:
            return os.preadv(self.descriptor, [view], position)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def size(self) -> int:
        return os.fstat(self.descriptor).st_size

    def taken(self) -> int:
        """How much of the disk it has, in bytes, be it written or reserved."""
        found = os.fstat(self.descriptor)
        return getattr(found, "st_blocks", 0) * 512

    def take_space(self, size: int, stop: StopSignal) -> None:
        """Reserve the space for `size` bytes; raises a `DiskError`, `Interrupted`."""
        try:
            preallocate(self.descriptor, size, stop)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def cut(self, size: int) -> None:
        """Make the file exactly `size` bytes long; raises a `DiskError`."""
        try:
            os.ftruncate(self.descriptor, size)
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def make_public(self) -> None:
        """Give it the mode of an ordinary file, never the execute bit; raises a `DiskError`."""
        try:
            os.chmod(self.descriptor, FILE_MODE)  # noqa: PTH101 - it is open
        except OSError as error:
            raise disk_error(error, self.path.parent) from error

    def sync(self, *, entirely: bool = False) -> None:
        """Return when everything written is on the disk; raises a `DiskError`.

        `entirely` means mode and attributes too.

        Once it failed it fails for good: the system forgets what it could not write, and the
        next sync would succeed without it.
        """
        if self.fault is not None:
            raise self.fault
        try:
            (os.fsync if entirely else _datasync)(self.descriptor)
        except OSError as error:
            self.fault = disk_error(error, self.path.parent)
            raise self.fault from error

    def stamp(self) -> Stamp:
        """What tells whether anybody writes to the file from now on."""
        now = os.fstat(self.descriptor)
        return Stamp(now.st_ino, now.st_size, now.st_mtime_ns)

    def check_in_place(self) -> None:
        """Raise `PartLostError` if the file was moved, deleted or replaced under its name.

        Raises `FolderGoneError` or another `DiskError` if that cannot be told.
        """
        try:
            there = os.lstat(self.file)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise _lost(self.path) from error
        except OSError as error:
            raise disk_error(error, self.path.parent) from error
        if not os.path.samestat(there, os.fstat(self.descriptor)):
            raise PartLostError(name=self.path.name)

    def discard(self) -> None:
        """Close it, and delete it if that can be done."""
        try:
            Path(self.file).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("%s could not be deleted: %s", self.path.name, error)
        self.close()

    @property
    def is_open(self) -> bool:
        return self.descriptor >= 0

    def close(self) -> None:
        """Close and unlock; a second call changes nothing."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1


def _lost(path: Path) -> DiskError:
    """What it means that there is no such file."""
    if not path.parent.is_dir() or path.is_file():  # it came back just now
        return FolderGoneError(folder=str(path.parent))
    return PartLostError(name=path.name)


_datasync = getattr(os, "fdatasync", os.fsync)


def part_path(final: Path) -> Path:
    return final.with_name(final.name + SUFFIX)

"""Reading a file to the end to compute its checksum, with an ear for the stop signal."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

from core.disk.partfile import PartFile
from core.model.checksum import Checksum
from core.model.errors import ChecksumError
from core.stop import StopSignal

CHUNK_BYTES = 1024 * 1024


def verify(
    part: PartFile, expected: Checksum, stop: StopSignal, progress: Callable[[int], None]
) -> None:
    """Raise `ChecksumError` unless the file's bytes come to `expected`.

    `progress` is told how many bytes were read. Raises `Interrupted` or `DiskError` too.
    """
    actual = _digest(part.read, expected, stop, progress)
    if actual != expected.value:
        raise ChecksumError(algorithm=expected.algorithm, actual=actual, expected=expected.value)


def could_match(path: Path, size: int | None) -> bool:
    """Whether there is a file of that name, and of that size if one is known."""
    try:
        found = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and size in (None, found.st_size)


def matches(path: Path, expected: Checksum, stop: StopSignal) -> bool:
    """Whether a finished file comes to `expected`; raises `Interrupted`."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        actual = _digest(
            lambda position, count: os.pread(descriptor, count, position),
            expected,
            stop,
            lambda _count: None,
        )
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return actual == expected.value


def _digest(
    read: Callable[[int, int], bytes],
    expected: Checksum,
    stop: StopSignal,
    progress: Callable[[int], None],
) -> str:
    hasher = expected.hasher()
    position = 0
    while chunk := read(position, CHUNK_BYTES):
        stop.check()
        hasher.update(chunk)
        position += len(chunk)
        progress(position)
    return hasher.hexdigest()

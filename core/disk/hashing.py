"""Reading files to compute checksums, with an ear for the stop signal."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from core.disk.partfile import PartFile
from core.model.checksum import Checksum, Hasher
from core.model.errors import ChecksumError
from core.model.pieces import Pieces
from core.model.segment import Span, merge
from core.stop import StopSignal

BLOCK_BYTES = 256 * 1024  # fits a processor's cache, and is hashed in a millisecond
Progress = Callable[[int], None]
_Read = Callable[[int, int], bytes]  # position, count


class Follower:
    """A checksum that follows the writing of a file from its first byte on.

    It reads back what was written, so it speaks of the file and not of what was sent. One
    thread lets it follow; `keep_below` may be called by any.
    """

    def __init__(self, part: PartFile, expected: Checksum) -> None:
        self.expected = expected
        self.position = 0
        self._part = part
        self._hasher = expected.hasher()
        self._limit: int | None = None

    def follow(self, end: int) -> None:
        """Everything before `end` is written, by whoever calls; raises a `DiskError`."""
        if self._limit is not None:
            end = min(end, self._limit)
        while self.position < end:
            block = self._part.read(self.position, min(BLOCK_BYTES, end - self.position))
            if not block:
                return
            self._hasher.update(block)
            self.position += len(block)

    def keep_below(self, start: int) -> None:
        """From here on others write as well: those bytes may change after they were read."""
        if self._limit is None or start < self._limit:
            self._limit = start

    def so_far(self) -> tuple[Hasher, int]:
        """Where to go on when nobody writes any more: from the start if it read too far."""
        if self._limit is not None and self.position > self._limit:
            return self.expected.hasher(), 0
        return self._hasher, self.position


def verify(
    part: PartFile,
    expected: Checksum,
    stop: StopSignal,
    progress: Progress,
    follower: Follower | None = None,
) -> None:
    """Raise `ChecksumError` unless the file's bytes come to `expected`.

    A `follower` of the same checksum spares reading its part again. `progress` is told how
    many bytes were read. Raises `Interrupted` or `DiskError` too.
    """
    if follower is not None and follower.expected == expected:
        hasher, start = follower.so_far()
    else:
        hasher, start = expected.hasher(), 0
    for position, block in _blocks(part.read, Span(start, part.size()), stop):
        hasher.update(block)
        progress(position + len(block))
    actual = hasher.hexdigest()
    if actual != expected.value:
        raise ChecksumError(algorithm=expected.algorithm, actual=actual, expected=expected.value)


def damaged(
    part: PartFile, pieces: Pieces, size: int, stop: StopSignal, progress: Progress
) -> list[Span]:
    """The ranges of a file of `size` bytes that are not what `pieces` say.

    Raises `Interrupted` or `DiskError`.
    """
    wrong = []
    for number in range(pieces.count):
        hasher, span = pieces.hasher(), pieces.span(number, size)
        for position, block in _blocks(part.read, span, stop):
            hasher.update(block)
            progress(position + len(block))
        if hasher.digest() != pieces.value(number):
            wrong.append(span)
    return merge(wrong)


def could_match(path: Path, size: int | None) -> bool:
    """Whether there is a file of that name, and of that size if one is known."""
    try:
        found = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and size in (None, found.st_size)


def matches(path: Path, expected: Checksum, stop: StopSignal) -> bool:
    """Whether a finished file comes to `expected`; raises `Interrupted`."""
    hasher = expected.hasher()
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        whole = Span(0, os.fstat(descriptor).st_size)
        for _, block in _blocks(lambda at, count: os.pread(descriptor, count, at), whole, stop):
            hasher.update(block)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return hasher.hexdigest() == expected.value


def _blocks(read: _Read, span: Span, stop: StopSignal) -> Iterator[tuple[int, bytes]]:
    """Position and bytes of each block of a range, up to the file's end."""
    position = span.start
    while position < span.end:
        stop.check()
        block = read(position, min(BLOCK_BYTES, span.end - position))
        if not block:
            return
        yield position, block
        position += len(block)

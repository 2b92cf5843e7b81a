"""Reading a file to the end to compute its checksum, with an ear for the stop signal."""

from collections.abc import Callable

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
    hasher = expected.hasher()
    position = 0
    while chunk := part.read(position, CHUNK_BYTES):
        stop.check()
        hasher.update(chunk)
        position += len(chunk)
        progress(position)
    actual = hasher.hexdigest()
    if actual != expected.value:
        raise ChecksumError(algorithm=expected.algorithm, actual=actual, expected=expected.value)

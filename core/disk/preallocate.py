"""Taking a file's space before its bytes come, where that costs no time."""

import ctypes
import errno
import os
import sys
import time
from collections.abc import Callable

from core.stop import StopSignal

FIRST_BYTES = 16 * 1024**2  # enough to tell whether this disk notes down or writes
QUICK_SECONDS = 0.0005  # for the first bytes; memory disks need longer, and would fill up
STEP_BYTES = 256 * 1024**2  # the stop signal is looked at in between
STEP_SECONDS = 0.05  # a step that takes longer was the last
_KEEP_SIZE = 1
_UNABLE = {errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENODEV}
_Call = Callable[[int, int, int, int], int]


def preallocate(
    descriptor: int, size: int, stop: StopSignal, clock: Callable[[], float] = time.perf_counter
) -> None:
    """Reserve `size` bytes; the file's length stays what is written.

    Segments written side by side then lie in one place, and a disk that is too small is told
    before the download. Where the system would have to write for it, nothing is reserved and
    the file stays sparse: `posix_fallocate` would fill it with zeros. Raises `OSError` if
    there is no room, `Interrupted`.
    """
    if _fallocate is None:
        return
    start = 0
    while start < size:
        stop.check()
        length = min(size - start, STEP_BYTES if start else FIRST_BYTES)
        began = clock()
        if _fallocate(descriptor, _KEEP_SIZE, start, length) != 0:
            number = ctypes.get_errno()
            if number == errno.EINTR:
                continue
            if number in _UNABLE:
                return
            os.ftruncate(descriptor, os.fstat(descriptor).st_size)  # give back what was taken
            raise OSError(number, os.strerror(number))
        if clock() - began > (STEP_SECONDS if start else QUICK_SECONDS):
            return
        start += length


def _find_fallocate() -> _Call | None:
    if not sys.platform.startswith("linux"):
        return None
    call = getattr(ctypes.CDLL(None, use_errno=True), "fallocate64", None)
    if call is None:
        return None
    call.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]
    call.restype = ctypes.c_int
    found: _Call = call
    return found


_fallocate = _find_fallocate()

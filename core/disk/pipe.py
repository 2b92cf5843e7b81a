"""A kernel pipe that takes bytes from a socket to a file without touching user space."""

import contextlib
import os
import sys

if sys.platform == "linux":
    import fcntl

CAPACITY = 1024 * 1024

# Looked up once: Python has it on Linux from 3.10, and only there.
AVAILABLE = sys.platform == "linux" and hasattr(os, "splice")


class Pipe:
    """Owned by one worker. What is in it when it is closed is dropped."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        # When the user's share of pipe memory is used up, a small pipe works too.
        with contextlib.suppress(OSError):
            fcntl.fcntl(self.writer, fcntl.F_SETPIPE_SZ, CAPACITY)

    def fill(self, source: int, count: int) -> int:
        """Take up to `count` bytes from a socket; 0 at its end, `BlockingIOError` if none."""
        return os.splice(source, self.writer, count)

    def empty(self, target: int, count: int, position: int) -> None:
        """Write the `count` bytes in it to a file at `position`."""
        while count:
            moved = os.splice(self.reader, target, count, offset_dst=position)
            count -= moved
            position += moved

    def take(self, count: int) -> bytes:
        """Up to `count` of the bytes in it, into user space."""
        return os.read(self.reader, count) if count else b""

    def close(self) -> None:
        os.close(self.reader)
        os.close(self.writer)

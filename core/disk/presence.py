"""That a program uses a folder: a lock that ends with it, and a word if it ended unsaid."""

import os
from pathlib import Path

from core.disk.locks import try_lock

_RUNNING = b"running\n"


class Presence:
    """Held while a program runs; no other of its kind may use the folder meanwhile.

    A program that is done says so with `leave`. One that was killed or crashed could not, and
    `interrupted` tells the next one.
    """

    def __init__(self, path: Path) -> None:
        """Raises `BlockingIOError` if another program holds it, `OSError` if nobody can."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        if not try_lock(self._descriptor):
            os.close(self._descriptor)
            raise BlockingIOError(f"{path.name} is locked")
        self.interrupted = os.read(self._descriptor, len(_RUNNING)) == _RUNNING

    def begin(self) -> None:
        """From now on an end without a word is one."""
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, _RUNNING)

    def leave(self) -> None:
        """Everything is recorded: there will be nothing to say."""
        os.ftruncate(self._descriptor, 0)

    def close(self) -> None:
        os.close(self._descriptor)

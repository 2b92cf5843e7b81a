"""Which processes are alive: each holds a lock on a file of its own while it runs."""

import os
from pathlib import Path

from core.disk.locks import try_lock

_FOLDER = "sessions"


class Sessions:
    """`own` is this process's number; the lock goes with the process, however it ends."""

    def __init__(self, state_folder: Path, own: int) -> None:
        self.own = own
        self._folder = state_folder / _FOLDER
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._path = self._path_of(own)
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try_lock(self._descriptor)

    def alive(self, number: int) -> bool:
        """Whether the process of that number still runs; clears up after one that does not."""
        if number == self.own:
            return True
        path = self._path_of(number)
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            if not try_lock(descriptor):
                return True
            path.unlink(missing_ok=True)
            return False
        finally:
            os.close(descriptor)

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)

    def _path_of(self, number: int) -> Path:
        return self._folder / f"{number:x}.lock"

"""Which processes are alive: each holds a lock on a file of its own while it runs."""

import os
from contextlib import suppress
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
        try:
            try_lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise

    def alive(self, number: int) -> bool:
        """Whether the process of that number still runs; clears up after one that does not."""
        if number == self.own:
            return True
        path = self._path_of(number)
        if _is_locked(path):
            return True
        _clear(path)
        return False

    def crashed(self) -> set[int]:
        """The numbers of processes that ended without saying so, and were not asked for yet."""
        found = set()
        for path in self._folder.glob("*.lock"):
            with suppress(ValueError):
                number = int(path.stem, 16)
                if number != self.own and not _is_locked(path):
                    found.add(number)
        return found

    def close(self) -> None:
        _clear(self._path)
        os.close(self._descriptor)

    def _path_of(self, number: int) -> Path:
        return self._folder / _name_of(number)


def _name_of(number: int) -> str:
    return f"{number:x}.lock"


def anybody_alive(state_folder: Path, own: int | None) -> bool:
    """Whether a process other than the one with the number `own` uses the list."""
    for path in (state_folder / _FOLDER).glob("*.lock"):
        if own is not None and path.name == _name_of(own):
            continue
        if _is_locked(path):
            return True
    return False


def _clear(path: Path) -> None:
    with suppress(OSError):  # it stays, unlocked, and says the same
        path.unlink()


def _is_locked(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not try_lock(descriptor, without_locks=False)
    finally:
        os.close(descriptor)

"""Disk calls that fail when they are told to: one kind, from the n-th call, once or for good."""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from core.disk import partfile, pipe, preallocate, publish

ERRORS = {
    "open": (os, "open"),
    "write": (os, "write"),
    "pwrite": (os, "pwrite"),
    "pread": (os, "pread"),
    "ftruncate": (os, "ftruncate"),
    "fsync": (os, "fsync"),
    "fdatasync": (partfile, "_datasync"),
    "link": (os, "link"),
    "rename": (publish, "_renameat2"),
    "unlink": (os, "unlink"),
    "chmod": (os, "chmod"),
    "mkdir": (os, "mkdir"),
    "lstat": (os, "lstat"),
    "statvfs": (os, "statvfs"),
    "setxattr": (os, "setxattr"),
    "getxattr": (os, "getxattr"),
    "removexattr": (os, "removexattr"),
    "flock": (fcntl, "flock"),
    "pipe": (os, "pipe2"),  # there is a way without
    "splice": (pipe.Pipe, "empty"),
    "fallocate": (preallocate, "_fallocate"),
    "sqlite": (sqlite3, "connect"),
}
_SQLITE = {
    "EIO": (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"),
    "ENOSPC": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "EROFS": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    "EMFILE": (sqlite3.SQLITE_CANTOPEN, "unable to open database file"),
    "EACCES": (sqlite3.SQLITE_CANTOPEN, "unable to open database file"),
}


class Fault:
    """Counts the calls of one kind below a folder, and says which of them fail."""

    def __init__(self, folder: Path, at: int, *, lasting: bool) -> None:
        self._folder = str(folder)
        self._at = at
        self._lasting = lasting
        self._lock = threading.Lock()
        self._calls = 0
        self.fired = False

    def strikes(self) -> bool:
        """Whether this call is to fail."""
        with self._lock:
            self._calls += 1
            now = self._calls == self._at or (self._lasting and self._calls > self._at)
            self.fired |= now
            return now

    def concerns(self, given: tuple[Any, ...]) -> bool:
        """Whether a call is about a file or a folder of ours."""
        return any(_path(one).startswith(self._folder) for one in given[:4])


def _path(given: object) -> str:
    """The path that an argument stands for, if it is one, or a descriptor."""
    if isinstance(given, int):
        link = f"/proc/self/fd/{given}"
        return os.path.realpath(link) if os.path.lexists(link) else ""
    return os.fsdecode(given) if isinstance(given, bytes | str | os.PathLike) else ""


@contextmanager
def failing(kind: str, error: int, fault: Fault) -> Iterator[None]:
    """Have the calls of a kind fail with an errno when `fault` says so."""
    owner, name = ERRORS[kind]
    real = getattr(owner, name)
    with patch.object(owner, name, _wrapped(kind, real, error, fault)):
        yield


def _wrapped(kind: str, real: Callable[..., Any], error: int, fault: Fault) -> Callable[..., Any]:
    if kind == "sqlite":
        return _connect(real, error, fault)

    def call(*given: Any, **named: Any) -> Any:
        ours = kind in ("pipe", "splice") or fault.concerns(given)
        if not ours or not fault.strikes():
            return real(*given, **named)
        if kind in ("rename", "fallocate"):  # these tell by their result
            import ctypes

            ctypes.set_errno(error)
            return -1
        raise OSError(error, os.strerror(error))

    return call


def _connect(real: Callable[..., Any], error: int, fault: Fault) -> Callable[..., Any]:
    code, text = _SQLITE[error_name(error)]

    def check() -> None:
        if fault.strikes():
            raised = sqlite3.OperationalError(text)
            raised.sqlite_errorcode = code
            raise raised

    class Faulty(sqlite3.Connection):
        def execute(self, *given: Any) -> Any:
            check()
            return super().execute(*given)

        def executemany(self, *given: Any) -> Any:
            check()
            return super().executemany(*given)

    def connect(*given: Any, **named: Any) -> Any:
        if not str(given[0]).startswith(fault._folder):
            return real(*given, **named)
        check()
        return real(*given, **named, factory=Faulty)

    return connect


def error_name(number: int) -> str:
    import errno

    return errno.errorcode[number]

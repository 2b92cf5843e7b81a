"""`headgate` that writes down what it does to files, where there is no C compiler.

    python -m tests.faults.observer LOG FIRST get …

Writes the same records as `recorder.c`, FIRST being the number of the first one. It sees what
our own code does through `os`. Of SQLite, whose work it cannot see, it believes what SQLite
promises: what was committed is on the disk, and nothing else of the database is.
"""

import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_real = {name: getattr(os, name) for name in dir(os) if callable(getattr(os, name))}


class Observer:
    """The log, and one lock around each operation and its record."""

    def __init__(self, log: str, first: int) -> None:
        self._log = _real["open"](log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._number = first
        self._commits = 0
        self._lock = threading.RLock()

    def put(self, line: str, data: bytes = b"") -> int:
        _real["writev"](self._log, [line.encode() + b"\n", data])
        self._number += 1
        return self._number - 1

    def around(self, name: str, record: Callable[..., object]) -> None:
        """Have `os.name` do what it does and then `record(result, *arguments)`."""

        def call(*given: Any, **named: Any) -> Any:
            with self._lock:
                done = _real[name](*given, **named)
                record(done, *given)
                return done

        setattr(os, name, call)

    def around_sync(self, name: str, letter: str) -> None:
        """Likewise, but without keeping others from writing meanwhile."""

        def call(descriptor: int) -> None:
            with self._lock:
                number = self.put(f"S {_inode(descriptor)}")
            _real[name](descriptor)
            with self._lock:
                self.put(f"{letter} {_inode(descriptor)} {number}")

        setattr(os, name, call)

    # --- what was done ---------------------------------------------------------------------

    def opened(self, descriptor: int, path: Any, flags: int, *_more: Any) -> None:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            self.put(f"N {_inode(descriptor)}")
        elif flags & os.O_CREAT and not os.fstat(descriptor).st_size:
            self.put(f"C {_inode(descriptor)} {os.fspath(path)}")

    def wrote(self, count: int, descriptor: int, data: Any, *offset: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            at = offset[0] if offset else os.lseek(descriptor, 0, os.SEEK_CUR) - count
            self.put(f"W {_inode(descriptor)} {at} {count}", bytes(data[:count]))

    def spliced(self, source: int, target: int, count: int, **named: Any) -> int:
        with self._lock:
            moved: int = _real["splice"](source, target, count, **named)
            if "offset_dst" in named:
                data = os.pread(target, moved, named["offset_dst"])
                self.put(f"W {_inode(target)} {named['offset_dst']} {moved}", data)
            return moved

    def linked(self, _: None, _old: Any, new: Any) -> None:
        self.put(f"L {os.lstat(new).st_ino} {os.fspath(new)}")

    def renamed(self, done: int | None, *given: Any) -> None:
        """After `os.rename` or the system's `renameat2`."""
        if not done:
            old, new = (given[1], given[3]) if len(given) == 5 else given
            self.put(f"R {os.fsdecode(old)}\t{os.fsdecode(new)}")

    def committed(self, database: Any, path: str) -> None:
        """The whole database as it now is, in one go and for good."""
        with self._lock:
            name, data = f"db{self._commits}", database.serialize()
            self._commits += 1
            self.put(f"C {name} {path}.new")
            self.put(f"W {name} 0 {len(data)}", data)
            self.put(f"F {name} {self.put(f'S {name}')}")
            self.put(f"R {path}.new\t{path}")
            folder = Path(path).parent.stat().st_ino
            self.put(f"F {folder} {self.put(f'S {folder}')}")


def _inode(descriptor: int) -> int:
    return os.fstat(descriptor).st_ino


def observe(observer: Observer) -> None:
    """Put it around everything, before anything of ours is loaded."""
    observer.around("open", observer.opened)
    observer.around("write", observer.wrote)
    observer.around("pwrite", observer.wrote)
    os.splice = observer.spliced  # type: ignore[assignment]
    observer.around("ftruncate", lambda _, fd, size: observer.put(f"T {_inode(fd)} {size}"))
    observer.around_sync("fsync", "F")
    observer.around_sync("fdatasync", "f")
    observer.around("link", observer.linked)
    observer.around("rename", observer.renamed)
    observer.around("replace", observer.renamed)
    observer.around("unlink", lambda _, path: observer.put(f"U {os.fspath(path)}"))
    observer.around(
        "mkdir",
        lambda _, path, *__: observer.put(f"M {Path(path).stat().st_ino} {path}"),
    )
    observer.around(
        "setxattr",
        lambda _, fd, name, value: observer.put(f"X {_inode(fd)} {name} {len(value)}", value),
    )
    observer.around("removexattr", lambda _, fd, name: observer.put(f"x {_inode(fd)} {name}"))
    from core.disk import publish, store

    rename = publish._renameat2
    assert rename is not None, "this is for Linux"

    def renameat2(*given: Any) -> int:
        with observer._lock:
            done = rename(*given)
            observer.renamed(done, *given)
            return done

    publish._renameat2 = renameat2
    for name in ("__init__", "write", "adopt"):
        _after_commit(observer, store.Store, name)


def _after_commit(observer: Observer, owner: Any, name: str) -> None:
    real = getattr(owner, name)

    def call(self: Any, *given: Any, **named: Any) -> Any:
        done = real(self, *given, **named)
        with self._using:
            observer.committed(self._database, str(self._folder / "downloads.db"))
        return done

    setattr(owner, name, call)


def main() -> int:
    log, first, *words = sys.argv[1:]
    observe(Observer(log, int(first)))
    from gui.__main__ import main as headgate

    sys.argv = ["headgate", *words]
    return headgate()


if __name__ == "__main__":
    sys.exit(main())

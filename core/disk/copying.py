"""Copying a file to another disk; a note tells of it until it is whole, so no half of it stays.

The notes lie beside the list, one for each copy, and are locked while it is under way.
"""

import json
import logging
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from core.disk.clearing import delete_part
from core.disk.columns import restored, storable
from core.disk.faults import disk_error
from core.disk.locks import try_lock
from core.disk.partfile import PartFile
from core.disk.paths import is_bare_place
from core.disk.publish import sync_folder
from core.disk.unless_stopped import unless_stopped
from core.model.errors import NameTakenError
from core.stop import StopSignal

CHUNK = 1024 * 1024
_FOLDER = "copies"
_log = logging.getLogger(__name__)


class Copies:
    """`state_folder` is where the list lies."""

    def __init__(self, state_folder: Path) -> None:
        self._folder = state_folder / _FOLDER
        self._using = threading.Lock()  # or a note might be read before it is written

    @contextmanager
    def copied(self, old: Path, new: Path, token: str, stop: StopSignal) -> Iterator[None]:
        """Make `new` a copy of `old`, with its marks, that is on the disk; `old` stays.

        The copy is not kept before the context has ended well. `token` is the mark of its
        download. Raises `NameTakenError`, another `DiskError` or `Interrupted`.
        """
        self.clear()  # a drive may be back, and somebody's end may be why the name is taken
        if os.path.lexists(new):  # before anything says that it is ours
            raise _taken(new)
        with self._noted(new, token):
            try:
                part = PartFile.create(new, token)
            except FileExistsError as error:
                raise _taken(new) from error
            try:
                _fill(part, old, stop)
                part.close()
                yield
            except BaseException:
                part.discard()
                raise

    def clear(self) -> None:
        """Delete what copies have left that somebody's end has broken off.

        On a drive that is not there it waits for the next time.
        """
        with self._using:
            for note in sorted(self._folder.glob("*.json")):
                with suppress(OSError):  # gone meanwhile
                    descriptor = os.open(note, os.O_RDWR)
                    try:
                        if try_lock(descriptor, without_locks=False) and _clear(note):
                            note.unlink()
                    finally:
                        os.close(descriptor)

    @contextmanager
    def _noted(self, new: Path, token: str) -> Iterator[None]:
        """While the context lasts the disk knows that `new` is not whole."""
        note = self._folder / f"{os.urandom(8).hex()}.json"
        try:
            with self._using:
                descriptor = self._note(note, json.dumps([storable(new), token]))
        except OSError as error:
            raise disk_error(error, self._folder) from error
        try:
            yield
        finally:
            with suppress(OSError):  # the next start finds that there is nothing to clear
                note.unlink()
            os.close(descriptor)

    def _note(self, path: Path, text: str) -> int:
        """A locked file with that text; raises `OSError`."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            try_lock(descriptor)
            os.write(descriptor, text.encode())
            os.fsync(descriptor)
            sync_folder(self._folder)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor


def _clear(note: Path) -> bool:
    """Delete what a note tells of; False if its drive is not there."""
    try:
        place, token = json.loads(note.read_bytes())
    except ValueError:  # it broke off before there was anything to copy to
        return True
    half = restored(place)
    if os.path.lexists(half):
        _log.warning("copying a file to %s was broken off; what there is of it goes", half)
        delete_part(half, token)
        return True
    return half.parent.is_dir() and not is_bare_place(half.parent)


def _fill(part: PartFile, old: Path, stop: StopSignal) -> None:
    """Copy bytes, dates and marks; raises a `DiskError`, `Interrupted`."""
    buffer, position = memoryview(bytearray(CHUNK)), 0
    try:
        with old.open("rb", buffering=0) as source:
            while count := source.readinto(buffer):
                stop.check()
                part.write(buffer[:count], position)
                position += count
        shutil.copystat(old, part.path)
    except OSError as error:
        raise disk_error(error, part.path.parent) from error
    unless_stopped(partial(part.sync, entirely=True), stop)


def _taken(new: Path) -> NameTakenError:
    return NameTakenError(name=new.name, folder=str(new.parent))

"""Moving a file to another place, with its marks; nothing is ever overwritten."""

import errno
from contextlib import suppress
from pathlib import Path

from core.disk.copying import Copies
from core.disk.faults import disk_error
from core.disk.partfile import part_path
from core.disk.publish import publish, rename_exclusively, sync_folder
from core.model.errors import NameTakenError
from core.stop import StopSignal


def relocate(old: Path, new: Path, copies: Copies, token: str, stop: StopSignal) -> None:
    """Rename a file nobody has open, or copy it to another disk; a file that is gone is no fault.

    Raises `NameTakenError`, another `DiskError` or `Interrupted`, and `old` is where it was then.
    """
    try:
        _rename(old, new)
    except FileNotFoundError:
        return  # what it held is fetched again
    except _OtherDiskError:
        with copies.copied(old, new, token, stop):
            pass  # nothing more is to be done to it
        with suppress(OSError):  # then it stays there as well
            old.unlink()


def refile(old: Path, new: Path, copies: Copies, token: str, stop: StopSignal) -> bool:
    """Move a finished file; False if it is gone. On another disk it gets its name when it is whole.

    Raises `NameTakenError`, another `DiskError` or `Interrupted`, and `old` is where it was then.
    """
    try:
        _rename(old, new)
    except FileNotFoundError:
        return False
    except _OtherDiskError:
        if new.exists():  # before it is copied for minutes
            raise _taken(new) from None
        with copies.copied(old, part_path(new), token, stop):
            try:
                publish(part_path(new), new)
            except FileExistsError as error:
                raise _taken(new) from error
        with suppress(OSError):  # then it stays there as well
            sync_folder(new.parent)
            old.unlink()
    else:
        with suppress(OSError):  # a power cut now may leave it under its old name
            sync_folder(new.parent)
    return True


class _OtherDiskError(Exception):
    """There is no renaming from one disk to another."""


def _rename(old: Path, new: Path) -> None:
    """Raises `FileNotFoundError`, `_OtherDiskError` or a `DiskError`."""
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        rename_exclusively(old, new)
    except FileExistsError as error:
        raise _taken(new) from error
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise _OtherDiskError from error
        raise disk_error(error, new.parent) from error


def _taken(new: Path) -> NameTakenError:
    return NameTakenError(name=new.name, folder=str(new.parent))

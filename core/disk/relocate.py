"""Moving a file to another place, with its marks; nothing is ever overwritten."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from core.disk.faults import disk_error
from core.disk.partfile import part_path
from core.disk.publish import publish, rename_exclusively, sync_folder
from core.model.errors import DiskError, NameTakenError


def relocate(old: Path, new: Path) -> None:
    """Rename a file nobody has open, or copy it to another disk; a file that is gone is no fault.

    Raises `NameTakenError` or another `DiskError`, and `old` is where it was then.
    """
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        rename_exclusively(old, new)
    except FileExistsError as error:
        raise NameTakenError(name=new.name, folder=str(new.parent)) from error
    except FileNotFoundError:
        return  # what it held is fetched again
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise disk_error(error, new.parent) from error
        _copy(old, new)
        with suppress(OSError):  # then it stays there as well
            old.unlink()


def refile(old: Path, new: Path) -> bool:
    """Move a finished file; False if it is gone. On another disk it gets its name when it is whole.

    Raises `NameTakenError` or another `DiskError`, and `old` is where it was then.
    """
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        rename_exclusively(old, new)
    except FileExistsError as error:
        raise NameTakenError(name=new.name, folder=str(new.parent)) from error
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise disk_error(error, new.parent) from error
        _copy_whole(old, new)
        with suppress(OSError):  # then it stays there as well
            sync_folder(new.parent)
            old.unlink()
    else:
        with suppress(OSError):  # a power cut now may leave it under its old name
            sync_folder(new.parent)
    return True


def _copy_whole(old: Path, new: Path) -> None:
    if new.exists():  # before it is copied for minutes
        raise NameTakenError(name=new.name, folder=str(new.parent))
    halfway = part_path(new)
    _copy(old, halfway)
    try:
        publish(halfway, new)
    except (FileExistsError, DiskError) as error:
        with suppress(OSError):
            halfway.unlink()
        if isinstance(error, DiskError):
            raise
        raise NameTakenError(name=new.name, folder=str(new.parent)) from error


def _copy(old: Path, new: Path) -> None:
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise NameTakenError(name=new.name, folder=str(new.parent)) from error
    except OSError as error:
        raise disk_error(error, new.parent) from error
    try:
        with old.open("rb") as source, os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
            target.flush()
            os.fsync(target.fileno())
        shutil.copystat(old, new)  # its marks as well, where there are any
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise disk_error(error, new.parent) from error

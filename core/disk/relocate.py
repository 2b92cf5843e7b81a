"""Moving an unfinished file to another place, with its marks; nothing is ever overwritten."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from core.disk.faults import disk_error
from core.disk.publish import rename_exclusively
from core.model.errors import NameTakenError


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

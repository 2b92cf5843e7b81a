"""What the operating system says, in our words."""

import errno
import os
from pathlib import Path

import pytest

from core.disk.faults import disk_error
from core.model.errors import (
    DiskError,
    DiskFaultError,
    DiskFullError,
    FileTooLargeError,
    FolderMissingError,
    FolderNotWritableError,
    NameTooLongError,
)

FOLDER = Path("/some/folder")
MEANINGS = [
    (errno.ENOSPC, DiskFullError),
    (errno.EDQUOT, DiskFullError),
    (errno.EFBIG, FileTooLargeError),
    (errno.ENAMETOOLONG, NameTooLongError),
    (errno.ENOENT, FolderMissingError),
    (errno.ENOTDIR, FolderMissingError),
    (errno.EACCES, FolderNotWritableError),
    (errno.EPERM, FolderNotWritableError),
    (errno.EROFS, FolderNotWritableError),
    (errno.EIO, DiskFaultError),
    (errno.EISDIR, DiskFaultError),
    (errno.EMFILE, DiskFaultError),
]


@pytest.mark.parametrize(("number", "kind"), MEANINGS, ids=lambda one: getattr(one, "code", one))
def test_every_number_has_its_meaning(number: int, kind: type[DiskError]) -> None:
    error = disk_error(OSError(number, os.strerror(number)), FOLDER)
    assert type(error) is kind
    assert str(FOLDER) in str(error)
    assert "?" not in str(error)


def test_the_reason_is_told() -> None:
    error = disk_error(OSError(errno.EIO, "Input/output error"), FOLDER)
    assert "input/output error" in str(error)


def test_an_error_without_a_number_is_told_too() -> None:
    error = disk_error(OSError("Something odd"), FOLDER)
    assert isinstance(error, DiskFaultError)
    assert "something odd" in str(error)

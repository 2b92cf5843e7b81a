"""A file whose every byte is in hand: written without a name, and named when it is on the disk.

There is no part file to leave behind, and no moment at which the name stands for less than
the whole.
"""

import os

from core.disk.faults import disk_error
from core.disk.mark import set_mark
from core.disk.origin import record_origin
from core.disk.unnamed import NO_NAME, give_name, make_unnamed


class CannotName(Exception):  # noqa: N818 - not an error: there is another way
    """Files without a name can be made here, and not be given one."""


class WholeFile:
    """An open file without a name; it vanishes unless it is given one."""

    def __init__(self, descriptor: int, folder: str) -> None:
        self._descriptor = descriptor
        self._folder = folder

    @classmethod
    def create(cls, folder: str) -> "WholeFile | None":
        """An empty one in `folder`; None where that cannot be. Raises a `DiskError`."""
        try:
            descriptor = make_unnamed(folder, os.O_WRONLY, 0o666)
        except OSError as error:
            raise disk_error(error, folder) from error
        return None if descriptor is None else cls(descriptor, folder)

    def write(self, data: memoryview, url: str, token: str) -> None:
        """Bring the bytes, their origin and our mark to the disk; raises a `DiskError`."""
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
            record_origin(self._descriptor, url)
            set_mark(self._descriptor, token)
            os.fsync(self._descriptor)
        except OSError as error:
            raise disk_error(error, self._folder) from error

    def name_it(self, name: str) -> bool:
        """Give it a name in its folder; False if that is taken.

        Raises `CannotName` where only the longer way leads there, else a `DiskError`.
        """
        try:
            give_name(self._descriptor, f"{self._folder}/{name}")
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno in NO_NAME:
                raise CannotName from error
            raise disk_error(error, self._folder) from error
        return True

    def close(self) -> None:
        os.close(self._descriptor)

"""A text written as a whole or not at all."""

import os
from collections.abc import Iterable
from pathlib import Path

from core.disk.faults import disk_error


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write the parts of a text as UTF-8; a file of that name is replaced once all are written.

    Raises a `DiskError`, and the old file is as it was then.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        try:
            with fresh.open("w", encoding="utf-8", newline="\n") as file:
                for part in parts:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise disk_error(error, path.parent) from error

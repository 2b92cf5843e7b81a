"""Deleting part files that nobody wants any more, and nothing else that bears their name."""

import logging
from pathlib import Path

from core.disk.mark import bears_mark
from core.disk.partfile import PartFile
from core.model.errors import HeadgateError

_log = logging.getLogger(__name__)


def delete_part(path: Path, token: str) -> None:
    """Delete the part file of the download `token`, unless it is somebody else's by now."""
    try:
        part = PartFile.reopen(path)
    except HeadgateError:  # gone, or taken over by somebody who writes to it
        return
    try:
        if bears_mark(part.descriptor, token) is not False:
            path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s could not be deleted: %s", path.name, error)
    finally:
        part.close()

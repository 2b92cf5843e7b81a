"""Where a file came from, kept with the file as browsers do, and without secrets."""

import logging
import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_ATTRIBUTE = "user.xdg.origin.url"
_log = logging.getLogger(__name__)


def without_secrets(url: str) -> str:
    """The address without user name, password, query and fragment."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def record_origin(path: Path, url: str) -> None:
    """Note the address in the file's extended attributes, where the disk has them."""
    if not hasattr(os, "setxattr"):
        return
    try:
        os.setxattr(path, _ATTRIBUTE, without_secrets(url).encode())
    except OSError as error:  # a disk without attributes, which harms nothing
        _log.debug("no origin for %s: %s", path.name, error)

"""Where a file came from, kept with the file as browsers do, and without secrets."""

import logging
import os
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

_ATTRIBUTE = "user.xdg.origin.url"
_MAY_HOLD_SECRETS = re.compile("[@?#]")  # for thousands of small files, parsing each takes long
_log = logging.getLogger(__name__)


def without_secrets(url: str) -> str:
    """The address without user name, password, query and fragment."""
    if not _MAY_HOLD_SECRETS.search(url):
        return url
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def record_origin(file: Path | int, url: str) -> None:
    """Note the address in the extended attributes of a file, by path or descriptor."""
    if not hasattr(os, "setxattr"):
        return
    try:
        os.setxattr(file, _ATTRIBUTE, without_secrets(url).encode())
    except OSError as error:  # a disk without attributes, which harms nothing
        _log.debug("no origin for %s: %s", file, error)

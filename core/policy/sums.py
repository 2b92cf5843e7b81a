"""Files of checksums that lie beside the files they are of: what they are called and say."""

import re
from collections.abc import Mapping
from posixpath import basename
from urllib.parse import urlsplit, urlunsplit

from core.model.checksum import Algorithm, Checksum, algorithm_of, checksum_of, find_algorithm
from core.policy.filenames import from_url

# In the order in which they are asked for.
LISTS = ("SHA256SUMS", "SHA512SUMS", "MD5SUMS")
ENDINGS = (".sha256", ".sha512", ".sha1", ".md5")
_GNU = re.compile(r"(\\?)([0-9A-Fa-f]{32,128})(?:[ \t]+\*?(\S.*))?")
_BSD = re.compile(r"(\\?)([A-Za-z][A-Za-z0-9/-]{1,15}) ?\((.+)\) ?= ?([0-9A-Za-z+/=_-]{22,})")


def place_of(url: str) -> tuple[str, str]:
    """The folder a link points into, with a slash at its end, and the last part of its path.

    Both as they stand in the link; what follows a question mark is left out.
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    return urlunsplit((parts.scheme, parts.netloc, folder + "/", "", "")), name


def read_sums(text: str, name: str) -> dict[str, Checksum]:
    """The checksums in a file called `name`, by file name; one without a name is that of "".

    Understands what `sha256sum` and the BSDs' `sha256` write, and passes over all else.
    """
    hint = find_algorithm(re.split(r"[./]", name)[-1].removesuffix("S"))
    found: dict[str, Checksum] = {}
    for line in text.splitlines():
        told = _told(line.strip(), hint)
        if told is not None:
            found.setdefault(*told)
    return found


def sum_of(url: str, listed: Mapping[str, Checksum]) -> Checksum | None:
    """The checksum of the file behind a link, in a list for its whole folder."""
    return listed.get(from_url(url))


def only_sum_of(url: str, listed: Mapping[str, Checksum]) -> Checksum | None:
    """The same in a file that is about this file alone: it may name it with a path, or not."""
    wanted = from_url(url)
    for name, checksum in listed.items():
        if basename(name) == wanted:
            return checksum
    return listed.get("", listed.get("-")) if len(listed) == 1 else None


def _told(line: str, hint: Algorithm | None) -> tuple[str, Checksum] | None:
    if found := _BSD.fullmatch(line):
        escaped, algorithm, name, value = found.groups()
        entry = find_algorithm(algorithm)
    elif found := _GNU.fullmatch(line):
        escaped, value, name = found.groups()
        fits = hint is not None and len(value) == 2 * hint.size
        entry = hint if fits else algorithm_of(value)
    else:
        return None
    checksum = checksum_of(entry, value) if entry else None
    if checksum is None:
        return None
    name = name or ""
    if escaped:
        name = re.sub(r"\\([\\n])", lambda one: "\n" if one[1] == "n" else "\\", name)
    return name.removeprefix("./"), checksum

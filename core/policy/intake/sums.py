"""Files of checksums, as `sha256sum` and the BSDs print them."""

import re
from collections.abc import Iterator
from itertools import takewhile
from posixpath import basename
from urllib.parse import quote

from core.model.checksum import Checksum, algorithm_of, checksum_of, find_algorithm
from core.model.errors import NoAddressesError
from core.policy.intake.collector import Collector
from core.policy.intake.entry import Entry, Why

_GNU = re.compile(r"(?P<escaped>\\?)(?P<value>[0-9A-Fa-f]{32,128})[ \t]+\*?(?P<name>\S.*)")
_BSD = re.compile(
    r"(?P<escaped>\\?)(?P<algorithm>[A-Za-z][A-Za-z0-9/-]{1,15}) ?\((?P<name>.+)\) ?= ?"
    r"(?P<value>[0-9A-Za-z+/=_-]{22,})"
)
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[^\n]+\n)*")
_SIGNATURE = re.compile(r"-----BEGIN PGP SIGNATURE-----.*", re.DOTALL)
_Sum = tuple[int, str, Checksum | None]  # line, file name, value


def is_sums(lines: list[str]) -> bool:
    """Whether the first lines are checksums with file names."""
    body = takewhile(lambda line: not _SIGNATURE.match(line), lines)
    told = [line.strip() for line in body if not line.startswith(("#", ";", "-----", "Hash:"))]
    return bool(told) and all(_GNU.fullmatch(line) or _BSD.fullmatch(line) for line in told)


def read_sums(text: str, into: Collector) -> bool:
    """Each file as an entry, if it is known where they lie: beside the list itself.

    Otherwise their checksums are kept for links to files of these names.
    """
    placed = 0
    for line, name, checksum in _sums(text, into):
        if checksum is None:
            into.reject(name, line, Why.CHECKSUM)
        elif "://" in name:
            into.link(name, line, Entry("", checksum=checksum))
            placed += 1
        else:
            into.sum(basename(name.replace("\\", "/")), checksum)
            if into.base_url:
                into.reference(quote(name), line, Entry("", name=basename(name), checksum=checksum))
                placed += 1
    if into.found.sums and not placed:
        into.found.messages.append(NoAddressesError())
    return True


def _sums(text: str, into: Collector) -> Iterator[_Sum]:
    body = _SIGNATURE.sub("", text)
    signed = _SIGNED.match(body)
    first = body.count("\n", 0, signed.end()) + 1 if signed else 1
    for number, raw in enumerate(body[signed.end() if signed else 0 :].split("\n"), first):
        line = raw.strip()
        if not line or line.startswith(("#", ";")):
            continue
        found = _GNU.fullmatch(line) or _BSD.fullmatch(line)
        if found is None:
            into.reject(line, number, Why.NOT_A_LINK)
            continue
        name = found["name"].strip()
        if found["escaped"]:
            name = name.replace("\\n", "\n").replace("\\\\", "\\")
        yield number, name, _value(found)


def _value(found: re.Match[str]) -> Checksum | None:
    groups = found.groupdict()
    if "algorithm" in groups:
        entry = find_algorithm(groups["algorithm"])
    else:
        entry = algorithm_of(groups["value"])
    return checksum_of(entry, groups["value"]) if entry else None

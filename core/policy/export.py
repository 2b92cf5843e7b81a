"""A list of downloads as a file for other programs, or for the intake of another Headgate.

Nothing secret goes along: no credentials, no cookies, no headers but harmless ones, no folders.
"""

import csv
import html
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from urllib.parse import urlsplit

from core.model.checksum import ALGORITHMS
from core.model.download import Download
from core.policy.filenames import from_url
from core.policy.links import as_sent
from core.policy.redirects import headers_for
from core.policy.safe_names import safe

# Checksums that aria2 knows; it refuses a list with any other.
_ARIA2_CHECKSUMS = frozenset({"md5", "sha-1", "sha-224", "sha-256", "sha-384", "sha-512"})


class Form(StrEnum):
    """What a list can be written as."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    ARIA2 = "aria2"
    METALINK = "metalink"


@dataclass(frozen=True, slots=True)
class _File:
    """What of a download leaves the house."""

    url: str
    name: str | None
    checksum: str | None
    size: int | None
    mirrors: tuple[str, ...]
    referer: str
    headers: tuple[tuple[str, str], ...]


def export(downloads: Iterable[Download], form: Form) -> Iterator[str]:
    """The downloads as the parts of a text, one after the other."""
    return _WRITERS[form](downloads)


def _public(one: Download) -> _File:
    request = one.request
    name = one.name or request.name
    return _File(
        as_sent(request.url),
        safe(name) if name else None,
        str(request.checksum) if request.checksum else None,
        one.size if one.size is not None else request.size,
        tuple(map(as_sent, request.mirrors)),
        _page(request.options.referer),
        headers_for(request.options.headers, at_home=False),
    )


def _page(referer: str) -> str:
    """Where a link was found, without user, password and what was asked there."""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _text(downloads: Iterable[Download]) -> Iterator[str]:
    for one in downloads:
        yield f"{_public(one).url}\n"


def _csv(downloads: Iterable[Download]) -> Iterator[str]:
    line = StringIO()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(("url", "name", "checksum", "size"))
    for one in downloads:
        file = _public(one)
        writer.writerow((file.url, file.name, file.checksum, file.size))
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()  # the heading, if there was nothing else


def _json(downloads: Iterable[Download]) -> Iterator[str]:
    before = "[\n"
    for one in downloads:
        file = _public(one)
        record = {
            "url": file.url,
            "name": file.name,
            "checksum": file.checksum,
            "size": file.size,
            "mirrors": file.mirrors,
            "referer": file.referer,
            "headers": dict(file.headers),
        }
        kept = {key: value for key, value in record.items() if value not in (None, "", (), {})}
        yield before + json.dumps(kept, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _aria2(downloads: Iterable[Download]) -> Iterator[str]:
    for one in downloads:
        file = _public(one)
        lines = ["\t".join((file.url, *file.mirrors))]
        if file.name:
            lines.append(f"  out={file.name}")
        if file.checksum and file.checksum.partition("=")[0] in _ARIA2_CHECKSUMS:
            lines.append(f"  checksum={file.checksum}")
        if file.referer:
            lines.append(f"  referer={file.referer}")
        lines += [f"  header={name}: {value}" for name, value in file.headers]
        yield "\n".join(lines) + "\n"


def _metalink(downloads: Iterable[Download]) -> Iterator[str]:
    """RFC 5854; every file must have a name there."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<metalink xmlns="urn:ietf:params:xml:ns:metalink">\n'
    for one in downloads:
        file = _public(one)
        name = file.name or safe(from_url(file.url))
        lines = [f'  <file name="{_escaped(name)}">']
        if file.size is not None:
            lines.append(f"    <size>{file.size}</size>")
        if file.checksum:
            kind, _, value = file.checksum.partition("=")
            lines.append(f'    <hash type="{kind}">{value}</hash>')
        lines += _pieces(one)
        for place, url in enumerate((file.url, *file.mirrors), 1):
            lines.append(f'    <url priority="{place}">{_escaped(url)}</url>')
        yield "\n".join(lines) + "\n  </file>\n"
    yield "</metalink>\n"


def _pieces(one: Download) -> Iterator[str]:
    pieces = one.request.pieces
    if pieces is None:
        return
    yield f'    <pieces length="{pieces.length}" type="{ALGORITHMS[pieces.algorithm].name}">'
    for number in range(pieces.count):
        yield f"      <hash>{pieces.value(number).hex()}</hash>"
    yield "    </pieces>"


def _escaped(text: str) -> str:
    """For XML, which has no way to write some letters."""
    return html.escape("".join(letter for letter in text if letter.isprintable()))


_WRITERS: dict[Form, Callable[[Iterable[Download]], Iterator[str]]] = {
    Form.TEXT: _text,
    Form.CSV: _csv,
    Form.JSON: _json,
    Form.ARIA2: _aria2,
    Form.METALINK: _metalink,
}

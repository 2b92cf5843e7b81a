"""Single columns of the state database: what they say, and the text it is stored as."""

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from core.model.checksum import ALGORITHMS, Checksum, parse_checksum
from core.model.download import Conflict, Options, Request
from core.model.pieces import Pieces
from core.model.resource import NOTHING, UNKNOWN_MIRROR, Announced, Resource, Validator
from core.policy.redirects import headers_for

# Called once a row while a list is opened: `json.loads` would first look what it was given.
_decode = json.JSONDecoder().decode
_NO_VALIDATOR = Validator()
_OLDEST_RESOURCE = 5  # so many values there were in the first version
_ENCODED = "%:"  # no absolute path begins like this


def storable(folder: Path) -> str:
    """A path as text that any database takes: what is not UTF-8 is written as `%XX`."""
    text = str(folder)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _ENCODED + quote(os.fsencode(folder))
    return text


@lru_cache(maxsize=4096)
def restored(text: str) -> Path:
    """The path that `storable` wrote; folders repeat, and to read one takes a while."""
    if text.startswith(_ENCODED):
        return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(_ENCODED))))
    return Path(text)


def options_to(options: Options) -> str | None:
    """Options as stored. Credentials and headers that may hold secrets stay in memory."""
    if options == Options():
        return None
    headers = headers_for(options.headers, at_home=False)
    return json.dumps(
        {
            "headers": headers,
            "referer": _without_user(options.referer),
            "conflict": options.conflict,
            "connections": options.connections,
        }
    )


def _without_user(url: str) -> str:
    head, slashes, rest = url.partition("//")
    authority, slash, path = rest.partition("/")
    return head + slashes + authority.rpartition("@")[2] + slash + path


def options_from(text: str | None) -> Options:
    if not text:
        return Options()
    stored = json.loads(text)
    return Options(
        headers=tuple((name, value) for name, value in stored["headers"]),
        referer=stored["referer"],
        conflict=Conflict(stored["conflict"]),
        connections=int(stored.get("connections", 0)),
    )


def checksum_to(checksum: Checksum | None) -> str | None:
    return None if checksum is None else str(checksum)


def described_to(request: Request) -> str | None:
    """Mirrors, pieces and size, where there are any."""
    pieces, size = request.pieces, request.size
    if not request.mirrors and pieces is None and size is None:
        return None
    shares = [pieces.algorithm, pieces.length, pieces.values.hex()] if pieces else None
    return json.dumps([request.mirrors, shares, size])


def described_from(text: str | None) -> tuple[tuple[str, ...], Pieces | None, int | None]:
    if not text:
        return (), None, None
    mirrors, shares, size = json.loads(text)
    return tuple(map(str, mirrors)), _pieces(*shares) if shares else None, size


def _pieces(algorithm: str, length: int, values: str) -> Pieces:
    if algorithm not in ALGORITHMS:
        raise ValueError(f"no such checksum: {algorithm}")
    return Pieces(algorithm, length, bytes.fromhex(values))


def resource_to(resource: Resource | None, mirrors: tuple[str, ...] = ()) -> str | None:
    """What must be known to go on: size, validator and checksum.

    Addresses a server has sent may hold secrets: only that of one of our `mirrors` is kept.
    """
    if resource is None:
        return None
    tag, mirror = resource.validator, resource.mirror
    told = [resource.size, resource.ranges, tag.etag, tag.last_modified, tag.date]
    told += [resource.coding, checksum_to(resource.announced.digest)]
    return json.dumps([*told, mirror if mirror in ("", *mirrors) else UNKNOWN_MIRROR])


def resource_from(text: str | None) -> Resource | None:
    if not text:
        return None
    values: list[Any] = _decode(text)
    values += ["", None, ""][len(values) - _OLDEST_RESOURCE :]  # older rows say less
    size, ranges, etag, modified, date, coding, digest, mirror = values
    announced = Announced(parse_checksum(digest)) if digest else NOTHING
    tag = Validator(etag, modified, date) if etag or modified or date else _NO_VALIDATOR
    return Resource("", size, tag, ranges, "", "", coding, announced, mirror)

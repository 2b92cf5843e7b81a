"""How a download stands in the state database: its columns, and the way there and back."""

import json
import os
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from core.model import evidence
from core.model.checksum import ALGORITHMS, Checksum, parse_checksum
from core.model.download import Conflict, Download, Options, Request
from core.model.errors import HeadgateError, InputError, from_record
from core.model.pieces import Pieces
from core.model.resource import NOTHING, UNKNOWN_MIRROR, Announced, Resource, Validator
from core.model.states import State
from core.policy.links import parse_link
from core.policy.redirects import headers_for

# One step for a whole group: each step of its own would give the interpreter lock away and
# wait for it again. A row is an array; its columns stand in the order of `_WRITTEN`.
_WRITTEN = (
    "id", "rank", "state", "name", "replaces", "resource", "error", "finished_at", "unconfirmed",
    "limit_rate",
    "owner", "session", "url", "folder", "wanted", "checksum", "options", "added_at", "described",
)  # fmt: skip
_CHANGING = 10  # so many of them from the start; the others stay what they were


ALL_COLUMNS = (*_WRITTEN, "held")
_READ = (
    "id", "rank", "state", "url", "folder", "wanted", "checksum", "options", "name", "resource",
    "held", "error", "added_at", "finished_at", "unconfirmed", "replaces", "limit_rate",
    "described",
)  # fmt: skip
COLUMNS = ", ".join(_READ)
MAX_ID = 2**62

# What a damaged row may raise while it is read.
UNREADABLE = (ValueError, TypeError, IndexError, KeyError, AttributeError, InputError)


def _value(number: int) -> str:
    return f"json_extract(value, '$[{number}]')"


INSERT = (
    f"INSERT INTO downloads ({', '.join(_WRITTEN)}) "  # noqa: S608 - our own names
    f"SELECT {', '.join(map(_value, range(len(_WRITTEN))))} FROM json_each(?)"
)
UPDATE = (
    "UPDATE downloads SET "  # noqa: S608 - our own names
    + ", ".join(f"{_WRITTEN[number]} = {_value(number)}" for number in range(1, _CHANGING))
    + f" FROM json_each(?) WHERE downloads.id = {_value(0)}"
)
_STORED = frozenset({State.PAUSED, State.COMPLETED, State.FAILED})  # others load as queued
_OLDEST_RESOURCE = 5  # so many values there were in the first version
_ENCODED = "%:"  # no absolute path begins like this


class Row(NamedTuple):
    """A download at one moment, all of it immutable, so that another thread may write it."""

    id: int
    session: int
    rank: float
    state: State
    request: Request
    name: str | None
    replaces: bool
    resource: Resource | None
    error: HeadgateError | None
    added_at: float
    finished_at: float | None
    unconfirmed: bool
    limit_rate: int


def changing(row: Row) -> tuple[Any, ...]:
    """What an `UPDATE` brings."""
    return (
        row.id,
        row.rank,
        row.state if row.state in _STORED else State.QUEUED,
        row.name,
        row.replaces,
        resource_to(row.resource, row.request.mirrors),
        json.dumps([row.error.code, row.error.details]) if row.error else None,
        row.finished_at,
        row.unconfirmed,
        row.limit_rate,
    )


def lasting(row: Row, owner: str, options: dict[int, str | None]) -> tuple[Any, ...]:
    """What only an `INSERT` brings, after what changes; `options` remembers what rows share."""
    request = row.request
    if id(request.options) not in options:
        options[id(request.options)] = options_to(request.options)
    return (
        owner,
        row.session,
        request.url,
        storable(request.folder),
        request.name,
        checksum_to(request.checksum),
        options[id(request.options)],
        row.added_at,
        described_to(request),
    )


def to_note(row: Row, owner: str, place: str) -> str:
    """The row for the note on its part file, after the place of the list it belongs to."""
    return json.dumps([place, *changing(row), *lasting(row, owner, {})])


def from_note(text: str, place: str) -> dict[str, Any] | None:
    """The values of the row by column, if the list it belongs to is the one in `place`.

    Raises `ValueError` and its like if the note is damaged.
    """
    found, *values = json.loads(text)
    return dict(zip(_WRITTEN, values, strict=True)) if found == place else None


def check_values(values: dict[str, Any]) -> None:
    """Raise one of `UNREADABLE` if a row, by column, cannot be one of ours."""
    for value in values.values():
        if isinstance(value, str):
            value.encode()
    one = download_from(tuple(values[name] for name in _READ), {})
    parse_link(one.request.url)
    if not (isinstance(values["session"], int) and isinstance(values["owner"], str)):
        raise TypeError("nobody's row")


def download_from(row: tuple[Any, ...], shared: dict[str | None, Options]) -> Download:
    """A row read with `COLUMNS`; raises one of `UNREADABLE` if it is damaged."""
    options = shared.get(row[7])
    if options is None:
        options = shared[row[7]] = options_from(row[7])
    request = Request(
        row[3],
        restored(row[4]),
        row[5],
        parse_checksum(row[6]) if row[6] else None,
        options,
        *described_from(row[17]),
    )
    held = evidence.from_text(row[10])
    one = Download(
        id=row[0],
        request=request,
        rank=row[1],
        added_at=row[12],
        state=State(row[2]),
        name=row[8],
        resource=resource_from(row[9]),
        held=tuple(held.spans),
        evidence=held,
        error=from_record(*json.loads(row[11])) if row[11] else None,
        finished_at=row[13],
        unconfirmed=bool(row[14]),
        replaces=bool(row[15]),
        limit_rate=row[16],
    )
    _check(one)
    return one


def _check(one: Download) -> None:
    """Raise `ValueError` or `TypeError` for values that could not have been written."""
    times = one.rank, one.added_at, one.finished_at or 0.0
    if not (0 < one.id < MAX_ID and all(map(isfinite, times))):
        raise ValueError(f"no such numbers: {one.id}, {times}")
    if not (one.host and one.request.url.startswith("http") and one.request.folder.is_absolute()):
        raise ValueError(f"no such place: {one.request.url} in {one.request.folder}")
    for name in (one.name, one.request.name):
        if name is not None and (not name.strip(".") or "\0" in name):
            raise ValueError(f"no such name: {name}")
    if one.name is not None and "/" in one.name:
        raise ValueError(f"no such name: {one.name}")


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
    values: list[Any] = json.loads(text)
    values += ["", None, ""][len(values) - _OLDEST_RESOURCE :]  # older rows say less
    size, ranges, etag, modified, date, coding, digest, mirror = values
    announced = Announced(parse_checksum(digest)) if digest else NOTHING
    tag = Validator(etag, modified, date)
    return Resource("", size, tag, ranges, coding=coding, announced=announced, mirror=mirror)

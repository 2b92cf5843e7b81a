"""How a download stands in the state database: its columns, and the way there and back."""

import json
from dataclasses import replace
from math import isfinite
from typing import Any, NamedTuple

from core.disk.columns import (
    checksum_to,
    described_from,
    described_to,
    options_from,
    options_to,
    resource_from,
    resource_to,
    restored,
    storable,
)
from core.model import evidence
from core.model.checksum import parse_checksum
from core.model.download import Download, NameSource, Options, Request
from core.model.errors import HeadgateError, InputError, from_record
from core.model.resource import Resource
from core.model.states import State
from core.policy.links import parse_link

# One step for a whole group: each step of its own would give the interpreter lock away and
# wait for it again. A row is an array; its columns stand in the order of `_WRITTEN`.
_WRITTEN = (
    "id", "rank", "state", "name", "replaces", "resource", "error", "finished_at", "unconfirmed",
    "limit_rate", "source",
    "owner", "session", "url", "folder", "wanted", "checksum", "options", "added_at", "described",
)  # fmt: skip
_CHANGING = 11  # so many of them from the start; the others stay what they were


ALL_COLUMNS = (*_WRITTEN, "held")
_READ = (
    "id", "rank", "state", "url", "folder", "wanted", "checksum", "options", "name", "resource",
    "held", "error", "added_at", "finished_at", "unconfirmed", "replaces", "limit_rate",
    "described", "source",
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
ASK = (
    "UPDATE downloads SET url = ?, folder = ?, wanted = ?, checksum = ?, options = ?, "
    "described = ? WHERE id = ?"
)
_STATES = {str(state): state for state in State}
_STORED = frozenset({State.PAUSED, State.COMPLETED, State.FAILED})  # others load as queued


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
    source: NameSource | None


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
        row.source,
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


def asking(row: Row) -> tuple[Any, ...]:
    """What an `ASK` brings: the same download is to be fetched in another way."""
    request = row.request
    return (
        request.url,
        storable(request.folder),
        request.name,
        checksum_to(request.checksum),
        options_to(request.options),
        described_to(request),
        row.id,
    )


def to_note(row: Row, owner: str, place: str) -> str:
    """The row for the note on its part file, after the place of the list it belongs to.

    Hashes of shares take more room than a note has. They are left out if a checksum proves as
    much: a file of several servers must not lose its only proof.
    """
    request = row.request
    if request.checksum is not None and request.checksum.strong:
        row = row._replace(request=replace(request, pieces=None))
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
        state=_STATES[row[2]],
        name=row[8],
        resource=resource_from(row[9]),
        held=tuple(held.spans) if held.proofs else (),
        evidence=held,
        error=from_record(*json.loads(row[11])) if row[11] else None,
        finished_at=row[13],
        unconfirmed=bool(row[14]),
        replaces=bool(row[15]),
        limit_rate=row[16],
        source=NameSource(row[18]) if row[18] else None,
    )
    _check(one)
    return one


def _check(one: Download) -> None:
    """Raise `ValueError` or `TypeError` for values that could not have been written."""
    request, finished = one.request, one.finished_at
    if not (0 < one.id < MAX_ID and isfinite(one.rank + one.added_at + (finished or 0.0))):
        raise ValueError(f"no such numbers: {one.id}, {one.rank}, {one.added_at}, {finished}")
    if not (request.url.startswith("http") and one.host and request.folder.is_absolute()):
        raise ValueError(f"no such place: {request.url} in {request.folder}")
    _check_name(one.name)
    _check_name(request.name)
    if one.name is not None and "/" in one.name:
        raise ValueError(f"no such name: {one.name}")


def _check_name(name: str | None) -> None:
    if name is not None and (not name.strip(".") or "\0" in name):
        raise ValueError(f"no such name: {name}")

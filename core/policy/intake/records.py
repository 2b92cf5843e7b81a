"""JSON: arrays of links or of objects that describe files, also one object a line."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from core.model.checksum import Checksum, checksum_of, find_algorithm, strongest
from core.model.download import Credentials, Options
from core.model.errors import InputError
from core.policy.headers import taken_over
from core.policy.intake.collector import Collector
from core.policy.intake.entry import PLAIN, Entry, Why
from core.policy.intake.lists import read_checksum
from core.policy.intake.places import Lines
from core.policy.links import parse_link

MAX_DEPTH = 32
_GAP = re.compile(r"[\s,]*+")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|\n]+\.[A-Za-z0-9]{1,10}")
# What keys without case and signs stand for, the best first.
_ROLES = {
    "link": "browserdownloadurl downloadurl directurl contenturl fileurl url uri href link src"
    " address",
    "name": "filename name out output saveas file",
    "title": "title description label",
    "folder": "folder dir directory",
    "referer": "referer referrer",
    "cookie": "cookie cookies",
    "agent": "useragent",
    "user": "username user",
    "password": "password passwd",
    "method": "method",
    "size": "size bytes length filesize contentlength",
    "mirrors": "mirrors urls uris",
    "headers": "headers",
    "request": "request",
}
_ROLE_OF = {
    key: (role, rank) for role, keys in _ROLES.items() for rank, key in enumerate(keys.split())
}
_NO_TEXT = frozenset({"size", "mirrors", "headers", "request"})
_HASHES = frozenset({"checksum", "hash", "digest", "checksums", "hashes"})
_INSIDE = frozenset(
    [
        "links",
        "files",
        "downloads",
        "items",
        "assets",
        "urls",
        "data",
        "results",
        "entries",
        "list",
        "log",
    ]
)
_Object = dict[str, Any]


def read_json(text: str, into: Collector) -> bool:
    """Every link in it; False if it is no JSON."""
    lines = Lines(text)
    done = 0
    try:
        for place, value in _values(text):
            _walk(value, lines.at(place), into, 0)
            done = place
            into.breathe()
    except (ValueError, RecursionError):
        if not into.found.entries:
            return False
        into.reject(text[done : done + 80], lines.at(done), Why.NOT_A_LINK)
    return True


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """The elements of the outer array, or the values one after the other; raises `ValueError`."""
    decoder = json.JSONDecoder()
    place = _skip(text, 0)
    array = text.startswith("[", place)
    place = _skip(text, place + 1) if array else place
    while place < len(text) and not (array and text[place] == "]"):
        value, end = decoder.raw_decode(text, place)
        yield place, value
        place = _skip(text, end)


def _skip(text: str, place: int) -> int:
    found = _GAP.match(text, place)
    return found.end() if found else place


def _walk(value: Any, line: int, into: Collector, depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        if _ADDRESS.fullmatch(value.strip()):
            into.link(value, line)
    elif isinstance(value, list):
        for one in value:
            _walk(one, line, into, depth + 1)
    elif isinstance(value, dict) and not _take(value, line, into):
        for one in _inner(value):
            _walk(one, line, into, depth + 1)


def _inner(value: _Object) -> Iterator[Any]:
    """What may hold links in an object that is no link itself."""
    if all(isinstance(one, dict) for one in value.values()):
        yield from value.values()
        return
    for key, one in value.items():
        named = _FILE_NAME.fullmatch(key)
        if isinstance(one, str) and named and _ADDRESS.fullmatch(one):
            yield {"url": one, "name": key}
        elif isinstance(one, list) or _plain(key) in _INSIDE:
            yield one


def _take(value: _Object, line: int, into: Collector) -> bool:
    """Take an object that describes a file; False if it is something else."""
    known = _known(value)
    if isinstance(known.get("request"), dict):  # as the log of a browser has it
        return _take(known["request"], line, into)
    mirrors = _addresses(known.get("mirrors"))
    hashes = _hashes(value)
    address = known.get("link", "")
    if not address and mirrors and ("name" in known or hashes):
        address = mirrors.pop(0)
    if not _is_address(address, into.base_url) or _holds_files(value):
        return False
    if known.get("method", "GET").upper() not in ("GET", "HEAD") or hashes is None:
        into.reject(address, line, Why.SENDS if hashes is not None else Why.CHECKSUM)
        return True
    size = known.get("size")
    like = Entry(
        "",
        name=known.get("name"),
        checksum=strongest(hashes),
        options=_options(known),
        size=size if type(size) is int and size >= 0 else None,
        mirrors=tuple(one for one in mirrors if one != address),
        hashes=tuple(hashes),
        folder=known.get("folder", ""),
        title=known.get("title", ""),
    )
    into.reference(address, line, like)
    return True


def _known(value: _Object) -> _Object:
    """What an object says of a file, by role; texts without blanks around them."""
    known: dict[str, tuple[int, Any]] = {}
    for key, one in value.items():
        role, rank = _ROLE_OF.get(_plain(key), ("", 0))
        if role and role not in _NO_TEXT:
            one = one.strip() if isinstance(one, str) else ""  # noqa: PLW2901
        if role and one != "" and (role not in known or rank < known[role][0]):
            known[role] = (rank, one)
    return {role: one for role, (_, one) in known.items()}


def _holds_files(value: _Object) -> bool:
    """Whether its address is only that of a description, and the files stand below it."""
    below = (value.get(key) for key in ("assets", "files", "downloads"))
    return any(isinstance(one, list) and any(map(_is_object, one)) for one in below)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_address(text: str, base: str) -> bool:
    return bool(_ADDRESS.fullmatch(text)) or (bool(base and text) and not re.search(r"\s", text))


@lru_cache(1024)
def _plain(key: str) -> str:
    return "".join(letter for letter in key.lower() if letter.isalnum())


def _addresses(value: Any) -> list[str]:
    """Usable addresses in a list of strings, or of objects with a priority."""
    found: list[tuple[int, str]] = []
    for one in value if isinstance(value, list) else []:
        priority = one.get("priority", 0) if isinstance(one, dict) else 0
        text = one.get("url") if isinstance(one, dict) else one
        try:
            url = parse_link(text).url if isinstance(text, str) else ""
        except InputError:
            continue
        if url:
            found.append((priority if isinstance(priority, int) else 0, url))
    return [url for _, url in sorted(found, key=lambda one: one[0])]


def _hashes(value: _Object) -> list[Checksum] | None:
    """All checksums; None if the one that was given cannot be understood."""
    found: list[Checksum | None] = []
    for key, one in value.items():
        plain = _plain(key)
        if plain not in _HASHES:
            # The `sha` of a version control system is not that of the file.
            found.append(_named(plain, one) if plain != "sha" else None)
        elif isinstance(one, str) and one:
            found.append(read_checksum(one))
            if found[-1] is None and plain == "checksum":
                return None
        elif isinstance(one, dict):
            found += [_named(name, each) for name, each in one.items()]
        elif isinstance(one, list):
            found += [read_checksum(each) for each in one if isinstance(each, str)]
    return list(dict.fromkeys(one for one in found if one))


def _named(name: str, value: object) -> Checksum | None:
    entry = find_algorithm(name) if isinstance(value, str) else None
    return checksum_of(entry, str(value)) if entry else None


def _options(known: _Object) -> Options:
    headers: dict[str, str] = {}
    referer = known.get("referer", "")
    given = [*_pairs(known.get("headers")), ("Cookie", known.get("cookie", ""))]
    for name, value in [*given, ("User-Agent", known.get("agent", ""))]:
        kept = taken_over(name, value)
        if kept and kept[0].lower() == "referer":
            referer = kept[1]
        elif kept:
            headers[kept[0]] = kept[1]
    login = None
    if "user" in known:
        login = Credentials(known["user"], known.get("password", ""))
    options = Options(tuple(headers.items()), referer, login)
    return PLAIN if options == PLAIN else options


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    """Headers as an object, as lines, or as objects with name and value."""
    if isinstance(value, dict):
        value = [{"name": name, "value": one} for name, one in value.items()]
    for one in value if isinstance(value, list) else []:
        if isinstance(one, str):
            name, _, text = one.partition(":")
            yield name, text
        elif isinstance(one, dict):
            yield str(one.get("name", "")), str(one.get("value", ""))

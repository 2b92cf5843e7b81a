"""JSON: arrays of links or of objects that describe files, also one object a line."""

import json
import re
from collections.abc import Iterator
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
# Keys without case and signs, the best first.
_LINK = "browserdownloadurl downloadurl directurl contenturl fileurl url uri href link src address"
_NAME = "filename name out output saveas file"
_SIZE = "size bytes length filesize contentlength"
_TITLE = "title description label"
_FOLDER = "folder dir directory"
_REFERER = "referer referrer"
_MIRRORS = "mirrors urls uris"
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
    known = {_plain(key): one for key, one in value.items()}
    if isinstance(known.get("request"), dict):  # as the log of a browser has it
        return _take(known["request"], line, into)
    name, hashes = _first(known, _NAME), _hashes(known)
    mirrors = [one for key in _MIRRORS.split() for one in _addresses(known.get(key))]
    address = next((one for one in (_text(known, key) for key in _LINK.split()) if one), "")
    if not address and mirrors and (name or hashes):
        address = mirrors.pop(0)
    if not _is_address(address, into.base_url) or _holds_files(known):
        return False
    if _text(known, "method").upper() not in ("", "GET", "HEAD") or hashes is None:
        into.reject(address, line, Why.SENDS if hashes is not None else Why.CHECKSUM)
        return True
    sizes = (known.get(key) for key in _SIZE.split())
    like = Entry(
        "",
        name=name or None,
        checksum=strongest(hashes),
        options=_options(known),
        size=next((one for one in sizes if type(one) is int and one >= 0), None),
        mirrors=tuple(one for one in mirrors if one != address),
        hashes=tuple(hashes),
        folder=_first(known, _FOLDER),
        title=_first(known, _TITLE),
    )
    into.reference(address, line, like)
    return True


def _holds_files(known: _Object) -> bool:
    """Whether its address is only that of a description, and the files stand below it."""
    below = (known.get(key) for key in ("assets", "files", "downloads"))
    return any(isinstance(one, list) and any(map(_is_object, one)) for one in below)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_address(text: str, base: str) -> bool:
    return bool(_ADDRESS.fullmatch(text)) or (bool(base and text) and not re.search(r"\s", text))


def _plain(key: str) -> str:
    return "".join(letter for letter in key.lower() if letter.isalnum())


def _text(known: _Object, key: str) -> str:
    value = known.get(key)
    return value.strip() if isinstance(value, str) else ""


def _first(known: _Object, keys: str) -> str:
    return next(filter(None, (_text(known, key) for key in keys.split())), "")


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


def _hashes(known: _Object) -> list[Checksum] | None:
    """All checksums; None if the one that was given cannot be understood."""
    found: list[Checksum | None] = []
    for key in ("checksum", "hash", "digest", "checksums", "hashes"):
        value = known.get(key)
        if isinstance(value, str) and value:
            checksum = read_checksum(value)
            if checksum is None and key == "checksum":
                return None
            found.append(checksum)
        elif isinstance(value, dict):
            found += [_named(name, one) for name, one in value.items()]
        elif isinstance(value, list):
            found += [read_checksum(one) for one in value if isinstance(one, str)]
    # The `sha` of a version control system is not that of the file.
    found += [_named(key, one) for key, one in known.items() if key != "sha"]
    return list(dict.fromkeys(one for one in found if one))


def _named(name: str, value: object) -> Checksum | None:
    entry = find_algorithm(name)
    return checksum_of(entry, value) if entry and isinstance(value, str) else None


def _options(known: _Object) -> Options:
    headers: dict[str, str] = {}
    referer = _first(known, _REFERER)
    given = [*_pairs(known.get("headers")), ("Cookie", _text(known, "cookie"))]
    for name, value in [*given, ("User-Agent", _text(known, "useragent"))]:
        kept = taken_over(name, value)
        if kept and kept[0].lower() == "referer":
            referer = kept[1]
        elif kept:
            headers[kept[0]] = kept[1]
    user = _first(known, "username user")
    login = Credentials(user, _text(known, "password")) if user else None
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

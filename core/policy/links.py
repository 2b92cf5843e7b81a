"""Finding links in whatever a person drops, pastes or lists in a file."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from core.model.download import Credentials
from core.model.errors import NotALinkError, UnsupportedSchemeError

MAX_LINKS = 1_000_000
_LINK = re.compile(r"https?://[^\s<>\"'`{}|\\^\u3000-\u303f\uff00-\uff60]+", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_UNFIT = re.compile(r"[\s\x00-\x1f\ud800-\udfff]")
_TRAILING = ".,;:!?*_~"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Link:
    """A usable address, without fragment and credentials, and the line it came from."""

    url: str
    credentials: Credentials | None = None
    line: int = 1


def find_links(text: str) -> Iterator[Link]:
    """Every http and https link in a text, in order, each once."""
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        for found in _LINK.finditer(line):
            try:
                link = parse_link(_trim(found[0]), number)
            except (NotALinkError, UnsupportedSchemeError):
                continue
            if link.url not in seen:
                seen.add(link.url)
                yield link
                if len(seen) >= MAX_LINKS:
                    return


def read_list(lines: Iterable[str]) -> Iterator[Link]:
    """One link a line; blank lines and `#` comments are skipped.

    Raises `NotALinkError` or `UnsupportedSchemeError` that names the line.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip().lstrip("\ufeff")
        if not text or text.startswith("#"):
            continue
        try:
            yield parse_link(text, number)
        except NotALinkError as error:
            raise NotALinkError(link=f"{text} (line {number})") from error
        except UnsupportedSchemeError as error:
            scheme = f"{error.details['scheme']}: (line {number})"
            raise UnsupportedSchemeError(scheme=scheme, link=text) from error


def parse_link(text: str, line: int = 1) -> Link:
    """Read one link strictly; raises `NotALinkError` or `UnsupportedSchemeError`."""
    text = text.strip()
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("http", "https"):
        if "//" in text or scheme[1].lower() in ("magnet", "mailto", "data", "file"):
            raise UnsupportedSchemeError(scheme=scheme[1].lower(), link=text)
        raise NotALinkError(link=text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise NotALinkError(link=text) from error
    if not scheme or not host or _UNFIT.search(text) or not _is_host(host):
        raise NotALinkError(link=text)
    authority = f"[{host}]" if ":" in host else host
    if port is not None:
        authority += f":{port}"
    credentials = None
    if parts.username is not None:
        credentials = Credentials(unquote(parts.username), unquote(parts.password or ""))
    url = urlunsplit((parts.scheme, authority, parts.path or "/", parts.query, ""))
    return Link(url, credentials, line)


def _is_host(host: str) -> bool:
    if ":" in host:
        return True
    labels = host.removesuffix(".").split(".")
    return all(0 < len(label) <= 63 and all(map(_in_host, label)) for label in labels)


def _in_host(letter: str) -> bool:
    return letter in "-_" or letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc")


def _trim(link: str) -> str:
    """Drop the punctuation of the sentence around a link."""
    spare = {one: link.count(one) - link.count(opening) for one, opening in _BRACKETS.items()}
    end = len(link)
    while end and (link[end - 1] in _TRAILING or spare.get(link[end - 1], 0) > 0):
        end -= 1
        if link[end] in spare:
            spare[link[end]] -= 1
    return link[:end]

"""Links and media of an HTML page, however broken it is.

html.parser is not used: the one of Python 3.11 takes quadratic time on crafted pages, and ends
at some with an assertion.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from core.policy.intake.collector import Collector
from core.policy.intake.entry import Entry, Why
from core.policy.intake.places import Lines
from core.policy.intake.prose import read_prose

_TAG = re.compile(
    r"<(?:(?P<comment>!--)|(?P<name>[A-Za-z][^\s/>]*+)|/(?P<close>[A-Za-z][^\s/>]*+)|[!?/])"
)
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>=][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<plain>[^\s>]*+)))?|=)"
)
# In an attribute `&copy=1` is no copyright sign.
_ENTITY = re.compile(
    r"&(?:#[0-9]{1,8};?|#[xX][0-9A-Fa-f]{1,8};?|[A-Za-z][A-Za-z0-9]{1,31}+(?:;|(?![=A-Za-z0-9])))"
)
_UNREAD = {name: re.compile(rf"(?i)</{name}") for name in ("script", "style")}
_SOURCES = {
    "a": ("href",),
    "area": ("href",),
    "img": ("src", "data-src", "srcset", "data-srcset"),
    "source": ("src", "srcset", "data-srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
}
_RELATIONS = frozenset({"enclosure", "image_src", "icon", "apple-touch-icon"})
_MEDIA = re.compile(r"og:(?:image|video|audio)(?::url|:secure_url)?|twitter:player:stream")
_REFRESH = re.compile(r"[\s0-9.]*+[;,]?\s*+(?:url\s*+=\s*+)?['\"]?([^'\"\s]++)", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*+(\S++)([^,]*+)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_QUIET = frozenset({"javascript", "mailto", "tel", "sms", "data", "blob", "about", "cid", "callto"})
_CLOSED = re.compile(r"</[aA]")
_MARKUP = re.compile(r"<[^<>]*+>")
_SOURCE_URL = re.compile(r"(?m)^SourceURL:(\S+)\s*$")
_Attributes = dict[str, str]


def read_page(text: str, into: Collector) -> bool:
    """Every link and medium, and links in the text outside of links."""
    lines = Lines(text)
    place = _clipboard_header(text, into)
    in_link = False
    while (tag := _TAG.search(text, place)) is not None:
        if not in_link:
            _read_text(text, place, tag.start(), lines, into)
        place = tag.end()
        if tag["comment"]:
            end = text.find("-->", place)
            place = end + 3 if end >= 0 else len(text)
        elif tag["name"]:
            name = tag["name"].lower()
            attributes, place = _attributes(text, place)
            in_link |= name == "a" and "href" in attributes
            for link, entry in _offered(name, attributes, text, place):
                _take(link, entry, lines.at(tag.start()), into)
            if name == "base" and attributes.get("href"):
                into.base_url = _based(into.base_url, attributes["href"].strip())
            if name in _UNREAD:
                end_tag = _UNREAD[name].search(text, place)
                place = end_tag.start() if end_tag else len(text)
        else:
            in_link &= (tag["close"] or "").lower() != "a"
            end = text.find(">", place)
            place = end + 1 if end >= 0 else len(text)
        into.breathe()
    if not in_link:
        _read_text(text, place, len(text), lines, into)
    return True


def _clipboard_header(text: str, into: Collector) -> int:
    """Windows puts lines before a copied page, and the page's address in them."""
    if not text[:8].lower().startswith("version:"):
        return 0
    start = max(0, text.find("<"))
    found = _SOURCE_URL.search(text, 0, start)
    if found and not into.base_url:
        into.base_url = found[1]
    return start


def _based(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return base


def _attributes(text: str, place: int) -> tuple[_Attributes, int]:
    """The attributes of a tag, the first of each name, and where the tag ends."""
    attributes: _Attributes = {}
    while (found := _ATTRIBUTE.match(text, place)) is not None:
        place = found.end()
        if found["end"]:
            return attributes, place
        if found["name"]:
            value = found["double"] or found["single"] or found["plain"] or ""
            attributes.setdefault(found["name"].lower(), _unescaped(value))
    return attributes, len(text)


def _unescaped(value: str) -> str:
    if "&" not in value:
        return value
    return _ENTITY.sub(lambda found: html.unescape(found[0]), value)


def _offered(
    name: str, attributes: _Attributes, text: str, place: int
) -> Iterator[tuple[str, Entry]]:
    """The links of a tag with what it says about them."""
    if name == "meta":
        yield from ((link, Entry("")) for link in _of_meta(attributes))
    elif name == "link" and not _RELATIONS.isdisjoint(attributes.get("rel", "").lower().split()):
        yield attributes.get("href", ""), Entry("")
    for source in _SOURCES.get(name, ()):
        value = attributes.get(source, "")
        if source.endswith("srcset"):
            yield from ((link, Entry("")) for link in _candidates(value))
        elif value:
            title = _title(text, place) if name == "a" else attributes.get("alt", "")
            yield value, Entry("", name=attributes.get("download") or None, title=title)


def _of_meta(attributes: _Attributes) -> Iterator[str]:
    content = attributes.get("content", "")
    if attributes.get("http-equiv", "").lower() == "refresh":
        found = _REFRESH.fullmatch(content.strip().rstrip("'\""))
        if found and not found[1].isdigit():
            yield found[1]
    elif _MEDIA.fullmatch(attributes.get("property", "") or attributes.get("name", "")):
        yield content


def _candidates(srcset: str) -> Iterator[str]:
    """The addresses in a srcset, each with or without a size behind it."""
    place = 0
    while (found := _CANDIDATE.match(srcset, place)) is not None:
        alone = found[1].endswith(",")
        place = found.end(1) if alone else found.end()
        yield found[1].rstrip(",")


def _title(text: str, place: int) -> str:
    """The words of a link."""
    closed = _CLOSED.search(text, place, place + 1000)
    if closed is None:
        return ""
    words = _MARKUP.sub(" ", text[place : closed.start()])
    return " ".join(html.unescape(words).split())[:200]


def _take(value: str, entry: Entry, line: int, into: Collector) -> None:
    """Read an address as browsers do: blanks at its ends and breaks inside do not count."""
    link = re.sub(r"[\t\r\n]+", "", value.strip()).replace(" ", "%20")
    head, mark, query = link.partition("?")
    link = head.replace("\\", "/") + mark + query
    if not link or link.startswith("#"):
        return
    scheme = _SCHEME.match(link)
    name = scheme[1].lower() if scheme else ""
    if name in ("", "http", "https"):
        into.reference(link, line, entry)
    elif name not in _QUIET:
        into.reject(link, line, Why.SCHEME)


def _read_text(text: str, start: int, end: int, lines: Lines, into: Collector) -> None:
    """Links that nobody made links of."""
    if text.find("://", start, end) >= 0 or text.find("www.", start, end) >= 0:
        read_prose(html.unescape(text[start:end]), into, lines.at(start))

"""Any text with links in it: mails, Markdown, logs, tables, chats."""

import re
from collections.abc import Iterator

from core.policy.intake import commands
from core.policy.intake.collector import Collector
from core.policy.intake.ends import FILES, LEAD, RUN, links_in, mended
from core.policy.intake.entry import Why
from core.policy.intake.places import Lines, pieces, search

MAX_BROKEN = 4096  # characters of a link that goes over several lines
_QUOTED = re.compile(r"^(?:>[ \t]?)++(?=\S)", re.MULTILINE)  # a `>` alone may close a link
_BREAK = re.compile(r"[ \t]*\n[ \t]*")
# Mails break lines with an equals sign, and write others as =3D (RFC 2045, section 6.7).
_SOFT_BREAK = re.compile(r"^[^\n]{57,75}=\n", re.MULTILINE)
_SOFT_COLUMNS = range(58, 77)
_NOT_ENCODED = re.compile(r"=(?![0-9A-F]{2})")
_ENCODED = re.compile(r"=([0-9A-F]{2})")
_WWW_HOST = re.compile(r"www\.(?:[\w-]{1,63}\.){1,10}[^\W\d_]{2,}", re.IGNORECASE)
# Most links are like this, and end where a blank or a quote follows.
_CLEAN = re.compile(
    r"https?://[a-z0-9.-]++/[\w.~%=&+/?-]*+(?<![.?=])(?=[.,:!?]?(?:[\s\"<>`]|\Z))", re.ASCII
)
_MATTERS = frozenset("<:'_~")  # before a link, these say where it ends
_HOST_END = re.compile(r"\.([A-Za-z]{2,6})(?=(?::[0-9]{2,5})?/[^\s/])")
# Top-level domains that are no endings of files, for links without a scheme.
_DOMAINS = frozenset(
    [
        "com",
        "org",
        "net",
        "edu",
        "gov",
        "mil",
        "int",
        "info",
        "biz",
        "app",
        "dev",
        "cloud",
        "online",
        "site",
        "io",
        "ai",
        "co",
        "tv",
        "me",
        "fm",
        "gg",
        "to",
        "ac",
        "ar",
        "at",
        "au",
        "be",
        "br",
        "ca",
        "ch",
        "cl",
        "cn",
        "cz",
        "de",
        "dk",
        "es",
        "eu",
        "fi",
        "fr",
        "gr",
        "hk",
        "hu",
        "ie",
        "il",
        "it",
        "jp",
        "kr",
        "lt",
        "lv",
        "mx",
        "nl",
        "no",
        "nz",
        "pt",
        "ro",
        "ru",
        "se",
        "sg",
        "si",
        "sk",
        "th",
        "tr",
        "tw",
        "ua",
        "uk",
        "us",
        "vn",
        "za",
    ]
)
_HOST_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"
_INSIDE = re.compile(r"[\w/@:\\=&?%#~+$.-]", re.ASCII)  # before it: a part of something else
_FILE = re.compile(rf"[^?#]*/[^/?#]+\.(?i:{FILES})(?:[?#]|\Z)")
_SCHEME_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}\Z")
_OURS = ("http", "ttps", "hxxp", "xxps")  # the last four letters of the schemes we take
_AROUND = ".,;:!?'*)]}"  # what stands behind a link, roughly
_Found = tuple[int, int, str]  # start, end, and the link as it is meant


def read_prose(text: str, into: Collector, first_line: int = 1) -> bool:
    """Every link in a text, and what the command lines of curl and wget in it would fetch."""
    if any(piece.startswith(">") or "\n>" in piece for piece in pieces(text)):
        # Signs that mails put before what they quote.
        text = "".join(_QUOTED.sub("", piece) for piece in pieces(text))
    prose = _Prose(text, into, first_line)
    done = 0
    for command in commands.find(text, into.breathe):
        prose.read(done, command.start)
        command.give(into, prose.lines.at(command.start))
        done = command.end
    prose.read(done, len(text))
    return True


class _Prose:
    """One text, read part by part."""

    def __init__(self, text: str, into: Collector, first_line: int) -> None:
        self.lines = Lines(text, first_line)
        self._text = text
        self._into = into
        self._encoded = (
            any("=\n" in piece for piece in pieces(text))
            and search(_SOFT_BREAK, text, 0, len(text), into.breathe) is not None
        )

    def read(self, start: int, end: int) -> None:
        """Take the links of a part."""
        done = start
        for place, after, link in self._links(start, end):
            for before, bare in self._bare(done, place):
                self._into.link(bare, self.lines.at(before))
            self._into.link(link, self.lines.at(place))
            done = after
        for before, bare in self._bare(done, end):
            self._into.link(bare, self.lines.at(before))
        for place, foreign in _foreign(self._text, start, end):
            self._into.reject(foreign, self.lines.at(place), Why.SCHEME)

    def _search(self, pattern: re.Pattern[str], start: int, end: int) -> re.Match[str] | None:
        return search(pattern, self._text, start, end, self._into.breathe)

    def _links(self, start: int, end: int) -> Iterator[_Found]:
        """Links that begin with their scheme or with www."""
        text, place = self._text, start
        while (lead := self._search(LEAD, place, end)) is not None:
            start, place = lead.span()
            before = text[start - 1 : start]
            clean = _CLEAN.match(text, start, end)
            if clean is not None and not self._encoded and before not in _MATTERS:
                place = clean.end()
                yield start, place, clean[0]
                continue
            if lead[0][0] in "wW" and _INSIDE.match(before):
                continue
            place = _run_end(text, place, end)
            joined = _joined(text, start, place, end) if text.startswith("\n", place) else None
            if joined is not None:
                place = joined[1]
                yield joined
                continue
            for first, last in links_in(text[start:place], before):
                link = text[start + first : start + last]
                if link[0] in "wW" and not _WWW_HOST.match(link):
                    continue
                if not link.endswith("/") or link.count("/") > 2:
                    link = mended(_decoded(link) if self._encoded else link)
                    yield start + first, start + last, link

    def _bare(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        """Host and path without a scheme, where they cannot be anything else."""
        text, place = self._text, start
        while (found := self._search(_HOST_END, place, end)) is not None:
            place = found.end()
            if found[1].lower() not in _DOMAINS:
                continue
            before = text[max(start, found.start() - 253) : found.start()]
            host = before[len(before.rstrip(_HOST_LETTERS)) :]
            first = found.start() - len(host)
            outside = text[first - 1 : first] if first else ""
            if not host or host[0] in ".-" or _INSIDE.match(outside):
                continue
            place = _run_end(text, place, end)
            link = "https://" + text[first:place]
            _, last = next(links_in(link, outside))
            if _FILE.match(link[8:last]):
                yield first, mended(link[:last])


def _run_end(text: str, place: int, end: int) -> int:
    found = RUN.match(text, place, end)
    return found.end() if found else place


def _joined(text: str, start: int, place: int, end: int) -> _Found | None:
    """A link that goes on in the next line (RFC 3986, appendix C, and mails)."""
    if text[start - 1 : start] == "<" or text[max(0, start - 5) : start].upper() == "<URL:":
        close = text.find(">", place, min(end, start + MAX_BROKEN))
        parts = _BREAK.split(text[start:close].rstrip()) if close > 0 else []
        if parts and all(map(_whole, parts)) and not any(map(LEAD.match, parts[1:])):
            return start, close, mended("".join(parts))
    parts = []
    begin = start
    while text[place - 1] == "=" and _column(text, place) in _SOFT_COLUMNS:
        parts.append(text[begin : place - 1])
        begin = place + 1
        place = _run_end(text, begin, end)
        if not text.startswith("\n", place):
            break
    if not parts:
        return None
    run = _decoded("".join(parts) + text[begin:place])
    _, last = next(links_in(run, text[start - 1 : start]))
    return start, place, mended(run[:last])


def _whole(part: str) -> bool:
    """Whether a line is nothing but a part of a link."""
    return bool(part) and RUN.fullmatch(part) is not None


def _column(text: str, place: int) -> int:
    return place - (text.rfind("\n", max(0, place - 100), place) + 1)


def _decoded(link: str) -> str:
    """With =3D for an equals sign, if that is how this link is written."""
    if "=" not in link or _NOT_ENCODED.search(link):
        return link
    raw = _ENCODED.sub(lambda found: chr(int(found[1], 16)), link)
    return link if not raw.isprintable() else raw


def _foreign(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Links of schemes that cannot be downloaded."""
    place = start
    while (place := text.find("://", place, end)) >= 0:
        if text[place - 4 : place].lower() not in _OURS:
            scheme = _SCHEME_BEFORE.search(text, max(start, place - 21), place)
            after = _run_end(text, place + 3, end)
            if scheme and after > place + 3:
                yield scheme.start(), text[scheme.start() : after].rstrip(_AROUND)
            place = after
        place += 3
    place = start
    while (place := text.find("magnet:?", place, end)) >= 0:
        after = _run_end(text, place, end)
        yield place, text[place:after].rstrip(_AROUND)
        place = after

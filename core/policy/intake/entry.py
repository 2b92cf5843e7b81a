"""What an intake gives: links with all that is known of them, and what was no link."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from core.model.checksum import Checksum
from core.model.download import Options, Request
from core.model.errors import (
    InputError,
    NotALinkError,
    UnsupportedSchemeError,
    UnusableLinkError,
)
from core.model.pieces import Pieces
from core.policy.intake.patterns import Pattern
from core.policy.intake.subfolders import folders_in
from core.policy.links import parse_link
from core.policy.safe_names import harmless, safe

PLAIN = Options()  # shared by all links that come without any


class Format(StrEnum):
    """The kinds of text that links come in."""

    TEXT = "text"  # anything with links in it
    LIST = "list"  # one link a line
    URI_LIST = "uri-list"
    MOZ_URL = "moz-url"
    PAGE = "page"
    TABLE = "table"
    SUMS = "sums"
    METALINK = "metalink"
    ARIA2 = "aria2"
    JSON = "json"
    SHORTCUT = "shortcut"


class Why(StrEnum):
    """Why something that looked like a link is none to download."""

    NOT_A_LINK = "it is not a link"
    SCHEME = "only http and https links can be downloaded"
    RELATIVE = "it names no host, and where it stood is not known"
    DAMAGED = "some of its letters are lost"
    PLACEHOLDER = "a part of it is still to be filled in"
    SENDS = "it sends data instead of fetching a file"
    CHECKSUM = "its checksum cannot be understood"
    NO_ADDRESS = "it has no address on a web server"


@dataclass(frozen=True, slots=True)
class Reject:
    """What looked like a link and is none; `line` counts from 1."""

    text: str
    line: int
    why: Why
    part: int = 0  # which of several texts that were put together

    def error(self) -> InputError:
        """The complaint that names the line."""
        text = f"{self.text} (line {self.line})"
        match self.why:
            case Why.NOT_A_LINK:
                return NotALinkError(link=text)
            case Why.SCHEME:
                scheme = f"{self.text.partition(':')[0].lower()}: (line {self.line})"
                return UnsupportedSchemeError(scheme=scheme, link=self.text)
            case _:
                return UnusableLinkError(link=text, reason=self.why)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that is offered. `url` is one of `parse_link`; sizes in bytes.

    `name` is as written, not made safe. `hashes` are all that were given, `checksum` the
    strongest of them. `folder` is where the list would put it: a wish of whoever wrote it.
    """

    url: str
    line: int = 1  # where it came from, from 1; in JSON without lines the element's number
    name: str | None = None
    checksum: Checksum | None = None
    options: Options = PLAIN
    size: int | None = None
    mirrors: tuple[str, ...] = ()  # the best first
    hashes: tuple[Checksum, ...] = ()
    pieces: Pieces | None = None
    folder: str = ""
    title: str = ""  # the words a page shows for it
    pattern: Pattern | None = None  # what it may grow into; `url` is good without
    part: int = 0  # which of several texts that were put together

    def request(self, folder: Path, shared: Options = PLAIN) -> Request:
        """What to ask the engine for; `shared` holds for all links of a batch.

        What the list says about one link goes before what is shared. Its wish for a folder is
        followed inside of `folder` alone, and what a desktop would run gets a harmless ending:
        the name is that of whoever wrote the list, and not the user's own.
        """
        own = {name.lower() for name, _ in self.options.headers}
        headers = [one for one in shared.headers if one[0].lower() not in own]
        options = shared
        if self.options != PLAIN:
            options = replace(
                shared,
                headers=(*headers, *self.options.headers),
                referer=self.options.referer or shared.referer,
                credentials=self.options.credentials or shared.credentials,
            )
        return Request(
            self.url,
            folder.joinpath(*folders_in(self.folder)) if self.folder else folder,
            self.safe_name or None,
            self.checksum,
            options,
            self.mirrors,
            self.pieces,
            self.size,
        )

    @property
    def safe_name(self) -> str:
        """The name as it may be saved; empty if none was given."""
        return harmless(safe(self.name)) if self.name else ""

    def wants_the_same(self, other: "Entry") -> bool:
        """Whether two entries of one address ask for one file."""
        mine, its = self.options, other.options
        return (mine.credentials, mine.headers) == (its.credentials, its.headers) and (
            self.name == other.name or not self.name or not other.name
        )

    def completed_by(self, other: "Entry") -> "Entry":
        """The same entry, with what only a repetition of it says."""
        known = {
            name: value
            for name in ("name", "checksum", "size", "mirrors", "hashes", "pieces", "title")
            if not getattr(self, name) and (value := getattr(other, name))
        }
        return replace(self, **known) if known else self

    def grown(self) -> Iterator["Entry"]:
        """The entries its pattern stands for, one after the other; itself without one."""
        if self.pattern is None:
            yield self
            return
        for text in self.pattern:
            try:
                link = parse_link(text)
            except InputError:
                continue
            yield replace(self, url=link.url, pattern=None)


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found in one text, in the order it stood there."""

    format: Format
    entries: list[Entry] = field(default_factory=list)
    duplicates: list[Entry] = field(default_factory=list)  # of one that is in `entries`
    rejects: list[Reject] = field(default_factory=list)
    messages: list[InputError] = field(default_factory=list)  # limits that were reached
    sums: dict[str, Checksum] = field(default_factory=dict)  # by file name, without address

    @property
    def clear(self) -> bool:
        """Whether it is links alone and each is meant, so that nobody needs to look them over."""
        page = self.format is Format.PAGE and len(self.entries) > 1
        return not (self.rejects or page or any(one.pattern for one in self.entries))

    def in_order(self) -> list[Entry]:
        """Every entry, repetitions too, by line."""
        return sorted([*self.entries, *self.duplicates], key=lambda one: (one.part, one.line))

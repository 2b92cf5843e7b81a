"""Metalinks: what a file is called, what it must come to, and where it lies.

Version 4 is RFC 5854, version 3 what people wrote before. Neither is trusted: a document type
(and with it every entity of its own) is refused, and so is what goes on without end.
"""

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from core.model.checksum import Checksum, checksum_of, find_algorithm, strongest
from core.model.download import Options, Request
from core.model.errors import BadMetalinkError, InputError
from core.model.pieces import Pieces
from core.policy.links import parse_link

MAX_BYTES = 64 * 1024 * 1024
MAX_FILES = 10_000
MAX_SOURCES = 1000  # of one file
MAX_DEPTH = 32
LAST_PRIORITY = 999_999  # RFC 5854, section 4.2.16.2
_TOLD = frozenset({"size", "hash", "url"})  # elements whose text matters
_NAMESPACES = ("urn:ietf:params:xml:ns:metalink", "http://www.metalinker.org/", "")


@dataclass(frozen=True, slots=True)
class Source:
    """One address of a file; a low `priority` comes first, `location` is a country code."""

    url: str
    priority: int = LAST_PRIORITY
    location: str = ""


@dataclass(frozen=True, slots=True)
class MetalinkFile:
    """One file: `name` as written, not made safe; `sources` by http and https, best first."""

    name: str
    size: int | None = None
    checksums: tuple[Checksum, ...] = ()
    pieces: Pieces | None = None
    sources: tuple[Source, ...] = ()

    def request(self, folder: Path, options: Options) -> Request:
        """The request for it; there must be at least one source."""
        first, *others = (one.url for one in self.sources)
        return Request(
            url=first,
            folder=folder,
            name=self.name,
            checksum=strongest(self.checksums),
            options=options,
            mirrors=tuple(others),
            pieces=self.pieces,
            size=self.size,
        )


def is_metalink(text: bytes) -> bool:
    """Whether the beginning of a file looks like that of a Metalink."""
    head = text[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and b"<metalink" in head


def read_metalink(text: bytes) -> tuple[MetalinkFile, ...]:
    """The files a Metalink describes, those without a usable source too.

    What cannot be used (a foreign hash, an ftp address) is left out. Raises `BadMetalinkError`.
    """
    if len(text) > MAX_BYTES:
        raise BadMetalinkError(reason="it is too large")
    reader = _Reader()
    try:
        reader.read(text)
    except expat.ExpatError as error:
        reason = f"{expat.ErrorString(error.code)} in line {error.lineno}"
        raise BadMetalinkError(reason=reason) from error
    except (LookupError, ValueError) as error:
        raise BadMetalinkError(reason="it is written in letters nobody knows") from error
    if not reader.is_metalink:
        raise BadMetalinkError(reason="it is something else")
    return tuple(one.finished() for one in reader.files)


@dataclass(slots=True)
class _File:
    """A file while it is being read."""

    name: str
    size: int | None = None
    checksums: list[Checksum] = field(default_factory=list)
    pieces: list[Pieces] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def finished(self) -> MetalinkFile:
        fitting = [one for one in self.pieces if self.size is None or one.fit(self.size)]
        known: dict[str, Source] = {}
        for source in sorted(self.sources, key=lambda one: one.priority):
            known.setdefault(source.url, source)
        return MetalinkFile(
            self.name,
            self.size,
            tuple(self.checksums),
            max(fitting, key=lambda one: len(one.value(0)), default=None),
            tuple(known.values()),
        )


@dataclass(slots=True)
class _Shares:
    """A list of piece hashes while it is being read; version 3 numbers them."""

    algorithm: str
    length: int
    values: dict[int, bytes] = field(default_factory=dict)
    broken: bool = False

    def finished(self) -> Pieces | None:
        numbers = range(len(self.values))
        if self.broken or not self.values or any(one not in self.values for one in numbers):
            return None
        return Pieces(self.algorithm, self.length, b"".join(self.values[one] for one in numbers))


class _Reader:
    """Hears the document's tags one after the other; keeps nothing but what is of use."""

    def __init__(self) -> None:
        self.files: list[_File] = []
        self.is_metalink = False
        self._path: list[str] = []
        self._attributes: dict[str, str] = {}
        self._text: list[str] = []
        self._shares: _Shares | None = None

    def read(self, text: bytes) -> None:
        """Hear all of it; raises `expat.ExpatError`, `ValueError`, `BadMetalinkError`."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.Parse(text, True)

    def _doctype(self, *_: object) -> None:
        raise BadMetalinkError(reason="it declares a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        ours = namespace in _NAMESPACES
        if not self._path:
            self.is_metalink = ours and name == "metalink"
        self._path.append(name if ours else "")
        if len(self._path) > MAX_DEPTH:
            raise BadMetalinkError(reason="it is too deep")
        self._attributes, self._text = attributes, []
        if name == "file" and ours:
            if len(self.files) >= MAX_FILES:
                raise BadMetalinkError(reason=f"it has more than {MAX_FILES} files")
            self.files.append(_File(attributes.get("name", "")))
        elif name == "pieces" and ours:
            entry = find_algorithm(attributes.get("type", ""))
            length = _number(attributes.get("length", ""))
            self._shares = _Shares(entry.name, length) if entry and length else None

    def _say(self, text: str) -> None:
        if self._path[-1] in _TOLD:
            self._text.append(text)

    def _end(self, _tag: str) -> None:
        name, text = self._path.pop(), "".join(self._text).strip()
        self._text = []
        if not self.is_metalink or "file" not in self._path:
            return
        one, parent = self.files[-1], self._path[-1]
        match name:
            case "size" if parent == "file":
                one.size = _number(text)
            case "hash" if parent == "pieces":
                self._share(text)
            case "hash" if parent in ("file", "verification"):
                entry = find_algorithm(self._attributes.get("type", ""))
                found = checksum_of(entry, text) if entry else None
                if found is not None:
                    one.checksums.append(found)
            case "pieces":
                finished = self._shares.finished() if self._shares else None
                if finished is not None:
                    one.pieces.append(finished)
                self._shares = None
            case "url" if parent in ("file", "resources"):
                self._source(one, text)

    def _share(self, text: str) -> None:
        shares = self._shares
        if shares is None:
            return
        number = _number(self._attributes.get("piece", str(len(shares.values))))
        entry = find_algorithm(shares.algorithm)
        found = checksum_of(entry, text) if entry else None
        if found is None or number is None or number in shares.values:
            shares.broken = True
        else:
            shares.values[number] = bytes.fromhex(found.value)

    def _source(self, one: _File, text: str) -> None:
        if len(one.sources) >= MAX_SOURCES:
            return
        try:
            url = parse_link(text).url
        except InputError:
            return
        if self._attributes.get("type") == "bittorrent":
            return
        priority = _number(self._attributes.get("priority", ""))
        preference = _number(self._attributes.get("preference", ""))  # version 3: 100 is best
        if priority is None and preference is not None:
            priority = max(1, 101 - preference)
        location = self._attributes.get("location", "")
        one.sources.append(Source(url, priority or LAST_PRIORITY, location))


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 19 else None

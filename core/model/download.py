"""A download: one request that becomes one file."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.model.checksum import Checksum
from core.model.errors import HeadgateError
from core.model.evidence import NOTHING, Evidence
from core.model.pieces import Pieces
from core.model.resource import Resource
from core.model.segment import Span
from core.model.states import State


class Conflict(StrEnum):
    """What to do when the final name is taken."""

    RENAME = "rename"
    SKIP = "skip"
    OVERWRITE = "overwrite"
    RESUME = "resume"  # it is the beginning of this file, which another program left


class NameSource(StrEnum):
    """Where a file's name is from; the first that has one to give."""

    USER = "user"
    SERVER = "server"  # its Content-Disposition
    FINAL_LINK = "final-link"  # where redirects led
    LINK = "link"
    HOST = "host"  # nothing had a name: the server lends its own, the type gives the ending


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password from a link; kept in memory, never written to disk."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """How to ask; one object is shared by all links that were added together."""

    headers: tuple[tuple[str, str], ...] = ()
    referer: str = ""
    credentials: Credentials | None = None
    conflict: Conflict = Conflict.RENAME
    connections: int = 0  # at most so many; 0: as the settings say


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for. Addresses have no fragment and no credentials.

    `mirrors` are further addresses of the same file, the best first. `size` (bytes) and
    `pieces` are what a Metalink says about it.
    """

    url: str
    folder: Path
    name: str | None = None
    checksum: Checksum | None = None
    options: Options = Options()
    mirrors: tuple[str, ...] = ()
    pieces: Pieces | None = None
    size: int | None = None


@dataclass(slots=True)
class Download:
    """One row of the list. Changed by `engine.work` alone, inside its lock."""

    id: int
    request: Request
    rank: float
    added_at: float  # seconds since the epoch, for people
    state: State = State.QUEUED
    name: str | None = None  # file name as chosen; its part file is `name.part`
    resource: Resource | None = None
    held: tuple[Span, ...] = ()
    evidence: Evidence = NOTHING  # what the last checkpoint recorded of it
    error: HeadgateError | None = None
    attempts: int = 0  # failed attempts since the last progress
    finished_at: float | None = None
    replaces: bool = False  # the file that has the final name now is to go
    unconfirmed: bool = False  # the server never said how long the file is
    limit_rate: int = 0  # bytes per second; 0: no limit of its own
    turned_away: bool = False  # refused while its server worked for others of ours
    source: NameSource | None = None  # where `name` is from
    skipped: bool = False  # a file of that name was there already and stayed

    def begin_anew(self) -> None:
        """Nothing is held, and nothing is known of the file."""
        self.held, self.evidence, self.resource, self.name = (), NOTHING, None, None

    @property
    def size(self) -> int | None:
        return self.resource.size if self.resource else None

    @property
    def coding(self) -> str:
        """Content coding although none was asked for, in which the file is kept."""
        return self.resource.coding if self.resource else ""

    @property
    def checksum(self) -> Checksum | None:
        """What its bytes must come to: by the user's word, else by the server's."""
        if self.request.checksum is not None or self.resource is None:
            return self.request.checksum
        return self.resource.announced.digest

    @property
    def pieces(self) -> Pieces | None:
        """Checksums of its shares, if they fit its size."""
        pieces, size = self.request.pieces, self.size
        return pieces if pieces and size is not None and pieces.fit(size) else None

    @property
    def host(self) -> str:
        """The host its link names, with its port: another port is another server."""
        return self.request.url.split("/", 3)[2].lower()

    @property
    def path(self) -> Path | None:
        """The final path, once the name is known."""
        return self.request.folder / self.name if self.name else None

"""What the server says about the file behind a link."""

import re
from dataclasses import dataclass

from core.model.checksum import Checksum
from core.model.http_date import seconds_since_epoch

_STRONG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]+"')


@dataclass(frozen=True, slots=True)
class Validator:
    """ETag and Last-Modified of one version of a file, as sent (RFC 9110, section 8.8)."""

    etag: str = ""
    last_modified: str = ""
    date: str = ""

    @property
    def strong(self) -> bool:
        """Whether equality proves equal bytes.

        An ETag counts when it is neither weak nor malformed nor empty; a Last-Modified, when
        it lies at least 60 seconds before the reply's Date (RFC 9110, section 8.8.2.2).
        """
        if self.etag:
            return bool(_STRONG.fullmatch(self.etag))
        modified, sent = seconds_since_epoch(self.last_modified), seconds_since_epoch(self.date)
        return modified is not None and sent is not None and sent - modified >= 60

    def contradicts(self, other: "Validator") -> bool:
        """Whether the two cannot belong to the same version."""
        if self.etag and other.etag:
            return self.etag.removeprefix("W/") != other.etag.removeprefix("W/")
        if self.last_modified and other.last_modified:
            return self.last_modified != other.last_modified
        return False

    def proves(self, other: "Validator") -> bool:
        """Whether the two certainly belong to the same version."""
        if self.contradicts(other) or not (self.strong and other.strong):
            return False
        if self.etag or other.etag:
            return self.etag == other.etag
        return self.last_modified == other.last_modified


@dataclass(frozen=True, slots=True)
class Announced:
    """What a reply says about the file beside its bytes."""

    digest: Checksum | None = None  # of the whole file
    mirrors: tuple[str, ...] = ()  # where else it lies, the best first
    metalink: str = ""  # the address of a Metalink that describes it


NOTHING = Announced()
UNKNOWN_MIRROR = "?"  # one whose address was not kept


@dataclass(frozen=True, slots=True)
class Resource:
    """The answer to the first request, read strictly."""

    url: str  # after redirects
    size: int | None  # bytes; None when the server does not say
    validator: Validator
    ranges: bool  # whether a range was answered with exactly that range
    content_type: str = ""
    disposition: str = ""  # Content-Disposition as sent
    coding: str = ""  # content coding although none was asked for; the file is kept in it
    announced: Announced = NOTHING
    mirror: str = ""  # the mirror that was asked; empty for the link itself

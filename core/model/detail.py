"""All there is to know of one download, for the inspector."""

from dataclasses import dataclass

from core.model.checksum import Checksum
from core.model.download import Request
from core.model.resource import Resource
from core.model.segment import Span
from core.model.snapshot import Row
from core.model.timeline import Moment


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A byte range on its way; `rate` in bytes per second, None until measured."""

    start: int
    position: int
    end: int | None
    rate: float | None
    racing: bool  # another connection fetches the same bytes


@dataclass(frozen=True, slots=True)
class Detail:
    """A download as it stood when it was looked at."""

    row: Row
    request: Request
    resource: Resource | None
    held: tuple[Span, ...]
    segments: tuple[SegmentView, ...]
    limit_rate: int  # bytes per second; 0: none of its own
    checksum: Checksum | None  # what it must come to, by the user's word or the server's
    proven: bool  # it is completed, and came to that
    verified: int  # bytes checked so far
    attempts: int
    moments: tuple[Moment, ...]

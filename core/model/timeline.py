"""What happened to a download and when, for the window's log."""

from dataclasses import dataclass, field
from enum import StrEnum

from core.model.errors import HeadgateError


class Kind(StrEnum):
    """What a moment tells of; its values stand in `Moment.values` by these names."""

    ANSWERED = "answered"  # address; received: bytes that were there before
    SPLIT = "split"  # connections, start
    LEFT = "left"  # why one of several connections ended: `error`
    REFUSED = "refused"  # connections the server allows
    BEGAN_ANEW = "began_anew"
    RETRY = "retry"  # seconds until then; why: `error`
    CHECKED = "checked"  # checksum: what the file came to
    DAMAGED = "damaged"  # ranges that are fetched again
    COMPLETED = "completed"  # name
    FAILED = "failed"  # why: `error`
    STOPPED = "stopped"  # received


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the log."""

    at: float  # seconds since the epoch
    kind: Kind
    values: dict[str, str] = field(default_factory=dict)
    error: HeadgateError | None = None

"""What the engine tells its listeners. Listeners run on worker threads and must only post."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.model.errors import HeadgateError


class Cause(StrEnum):
    """Why a batch was asked to stop."""

    USER = "user"
    CLOSING = "closing"
    SLEEP = "sleep"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Added:
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Started:
    """The server answered and the file has a name; `received` bytes were there already."""

    id: int
    url: str
    path: Path
    received: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Retrying:
    id: int
    url: str
    error: HeadgateError
    seconds: float  # until the next attempt
    received: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Completed:
    id: int
    url: str
    path: Path
    received: int
    skipped: bool  # the file was there already and the user said to keep it
    unconfirmed: bool = False  # the server never said how long the file is
    coding: str = ""  # content coding the file was kept in


@dataclass(frozen=True, slots=True)
class DownloadFailed:
    id: int
    url: str
    path: Path | None
    error: HeadgateError
    received: int
    total: int | None


@dataclass(frozen=True, slots=True)
class DownloadStopped:
    id: int
    url: str
    path: Path | None
    received: int
    total: int | None


@dataclass(frozen=True, slots=True)
class BatchStarted:
    pass


@dataclass(frozen=True, slots=True)
class BatchEnded:
    """The batch's AsyncResult completed and the pool is idle again."""

    cause: Cause | None  # None: nothing was left to do
    stop_ms: float | None  # from the stop signal to the completion
    seconds: float  # from Start to the completion
    fault: HeadgateError | None = None


@dataclass(frozen=True, slots=True)
class StateFault:
    """Our own list cannot be kept, or was damaged and made anew; concerns every download."""

    error: HeadgateError


@dataclass(frozen=True, slots=True)
class ResourceLost:
    """What downloads need is gone; they wait and go on by themselves when it is back."""

    error: HeadgateError


@dataclass(frozen=True, slots=True)
class ResourceBack:
    """What was told as lost is there again."""

    error: HeadgateError


Event = (
    Added
    | Started
    | Retrying
    | Completed
    | DownloadFailed
    | DownloadStopped
    | BatchStarted
    | BatchEnded
    | StateFault
    | ResourceLost
    | ResourceBack
)

"""One line of the sheet, and what lines come to together."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from core.model.download import NameSource
from core.model.errors import HeadgateError
from core.policy.intake.entry import Entry, Why


class Standing(StrEnum):
    """What a row of the sheet is, before anything was asked of a server."""

    FOUND = "found"
    DUPLICATE = "duplicate"  # of a row above
    LISTED = "listed"  # already in the list of downloads
    ON_DISK = "on_disk"  # a file of its name is in the folder
    NOT_A_LINK = "not_a_link"


@dataclass(slots=True)
class SheetRow:
    """One line of the sheet. `name` is as it would be saved, sizes are bytes."""

    text: str  # the address, or what was taken for one
    line: int
    standing: Standing
    entry: Entry | None = None
    why: Why | None = None  # it is no link
    name: str = ""
    named: bool = False  # by the list or by hand, and not only guessed
    checked: bool = False
    size: int | None = None
    error: HeadgateError | None = None  # what its server said when asked
    folder: Path | None = None  # given by hand
    source: NameSource = NameSource.LINK  # where `name` is from

    @property
    def host(self) -> str:
        return urlsplit(self.entry.url).hostname or "" if self.entry else ""

    @property
    def count(self) -> int:
        """How many links it stands for."""
        pattern = self.entry.pattern if self.entry else None
        return pattern.count if pattern else 1


@dataclass(frozen=True, slots=True)
class Total:
    """What the checked rows come to."""

    count: int
    size: int  # bytes, of those whose size is known
    unknown: int  # how many of them have an unknown size

    def plus(self, other: "Total") -> "Total":
        """Both together."""
        return Total(self.count + other.count, self.size + other.size, self.unknown + other.unknown)

    def exceeds(self, free: int) -> bool:
        """Whether it certainly does not fit into `free` bytes."""
        return self.size > free

"""What is about to be added, as someone looks it over: checked, named, weighed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from core.model.checksum import Checksum
from core.model.download import Options, Request
from core.model.errors import HeadgateError, TooManyLinksError
from core.policy.filenames import from_url
from core.policy.intake.collector import MAX_LINKS
from core.policy.intake.entry import PLAIN, Entry, Intake, Why
from core.policy.links import normal_form
from core.policy.masks import masked
from core.policy.safe_names import safe


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

    def exceeds(self, free: int) -> bool:
        """Whether it certainly does not fit into `free` bytes."""
        return self.size > free


class Sheet:
    """All rows of what was taken in, those that can be added and those that cannot.

    `listed` are the normal forms of the addresses in the list of downloads. What is new is
    checked at first; what would be a repetition is not.
    """

    def __init__(self, intake: Intake, folder: Path, listed: Collection[str] = ()) -> None:
        self.folder = folder
        self.messages = intake.messages
        self._listed = listed
        rows = [self._row(entry) for entry in intake.entries]
        rows += [_repeated(entry) for entry in intake.duplicates]
        rows += [
            SheetRow(one.text, one.line, Standing.NOT_A_LINK, why=one.why) for one in intake.rejects
        ]
        self.rows = sorted(rows, key=lambda row: row.line)

    def _row(self, entry: Entry) -> SheetRow:
        known = normal_form(entry.url) in self._listed
        standing = Standing.LISTED if known else Standing.FOUND
        name = safe(entry.name or from_url(entry.url))
        return SheetRow(
            entry.url,
            entry.line,
            standing,
            entry,
            None,
            name,
            bool(entry.name),
            not known,
            entry.size,
        )

    # --- looking ---------------------------------------------------------------------------

    def visible(
        self, text: str = "", standings: Collection[Standing] = tuple(Standing)
    ) -> list[int]:
        """The places of the rows that have all words of a text in name or address."""
        words = text.lower().split()
        return [
            place
            for place, row in enumerate(self.rows)
            if row.standing in standings
            and all(word in row.name.lower() or word in row.text.lower() for word in words)
        ]

    def counts(self) -> dict[Standing, int]:
        """How many rows there are of each kind."""
        counts = dict.fromkeys(Standing, 0)
        for row in self.rows:
            counts[row.standing] += 1
        return counts

    def total(self) -> Total:
        """What was checked, all together."""
        sizes = [row.size for row in self._checked()]
        known = [size for size in sizes if size is not None]
        return Total(len(sizes), sum(known), len(sizes) - len(known))

    # --- changing --------------------------------------------------------------------------

    def check(self, places: Iterable[int], *, on: bool) -> None:
        """Check or uncheck rows; what is no link stays unchecked."""
        for place in places:
            row = self.rows[place]
            row.checked = on and row.entry is not None

    def rename(self, place: int, name: str) -> None:
        """Give one row a name; without one it is the server's to say."""
        row = self.rows[place]
        row.named = bool(name.strip())
        row.name = safe(name) if row.named else _guess(row)

    def name_all(self, mask: str, at: datetime) -> None:
        """Name the checked rows by a mask, `at` that time; raises `BadOptionError`."""
        rows = list(self._checked())
        for number, row in enumerate(rows, 1):
            row.name = masked(mask, row.name, number=number, count=len(rows), host=row.host, at=at)
            row.named = True

    def set_checksum(self, place: int, checksum: Checksum | None) -> None:
        row = self.rows[place]
        if row.entry is not None:
            row.entry = replace(row.entry, checksum=checksum)

    def learn(
        self,
        place: int,
        *,
        size: int | None = None,
        name: str = "",
        error: HeadgateError | None = None,
    ) -> None:
        """What a server says of a link; a name that was given stays, a dead link is unchecked."""
        row = self.rows[place]
        row.error = error
        row.size = row.size if size is None else size
        row.checked = row.checked and error is None
        if name and not row.named:
            row.name = safe(name)

    def compare(self, present: Collection[str]) -> None:
        """Mark what is in the folder already; `present` are the names there."""
        for row in self.rows:
            if row.standing is Standing.FOUND and row.name in present:
                row.standing, row.checked = Standing.ON_DISK, False
            elif row.standing is Standing.ON_DISK and row.name not in present:
                row.standing, row.checked = Standing.FOUND, True

    def grow(self, place: int) -> None:
        """Put the links a pattern stands for in its place; raises `TooManyLinksError`."""
        row = self.rows[place]
        if row.entry is None or row.entry.pattern is None:
            return
        if row.count + len(self.rows) > MAX_LINKS:
            raise TooManyLinksError(limit=f"{MAX_LINKS:,}")
        entries = islice(row.entry.grown(), MAX_LINKS)
        known = {normal_form(one.entry.url) for one in self.rows if one.entry and one is not row}
        grown = []
        for entry in entries:
            form = normal_form(entry.url)
            grown.append(_repeated(entry) if form in known else self._row(entry))
            known.add(form)
        self.rows[place : place + 1] = grown

    # --- adding ----------------------------------------------------------------------------

    def requests(self, shared: Options = PLAIN) -> list[Request]:
        """What to ask the engine for: the checked rows, in their order."""
        return [
            replace(row.entry, name=row.name if row.named else None).request(self.folder, shared)
            for row in self._checked()
            if row.entry is not None
        ]

    def _checked(self) -> Iterator[SheetRow]:
        return (row for row in self.rows if row.checked)


def _guess(row: SheetRow) -> str:
    return safe(from_url(row.entry.url)) if row.entry else ""


def _repeated(entry: Entry) -> SheetRow:
    name = safe(entry.name or from_url(entry.url))
    return SheetRow(
        entry.url,
        entry.line,
        Standing.DUPLICATE,
        entry,
        name=name,
        named=bool(entry.name),
        size=entry.size,
    )

"""What is about to be added, as someone looks it over: checked, named, weighed."""

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice, pairwise
from operator import itemgetter
from pathlib import Path
from typing import TypeVar

from core.model.checksum import Checksum
from core.model.download import NameSource, Options, Request
from core.model.errors import TooManyLinksError
from core.policy.asking import Answer, is_dead
from core.policy.filenames import from_url
from core.policy.intake.collector import MAX_LINKS
from core.policy.intake.entry import PLAIN, Entry, Intake, Reject
from core.policy.links import normal_form
from core.policy.masks import masked
from core.policy.safe_names import safe
from core.policy.sheet_row import SheetRow, Standing, Total

_Found = TypeVar("_Found", Entry, Reject)
Rule = Callable[[str, str | None], Path | None]  # the folder for a link and a name, if one says


def no_rule(_url: str, _name: str | None) -> None:
    """Nothing is said about folders."""


class Sheet:
    """All rows of what was taken in, those that can be added and those that cannot.

    `listed` are the normal forms of the addresses in the list of downloads. What is new is
    checked at first; what would be a repetition is not. Links go to the folder of the `rule`
    that fits, else to `folder`; both may be exchanged.
    """

    def __init__(
        self, intake: Intake, folder: Path, listed: Collection[str] = (), rule: Rule = no_rule
    ) -> None:
        self.folder = folder
        self.rule = rule
        self.messages = intake.messages
        self._listed = listed
        rows = heapq.merge(
            _placed(intake.entries, self._row),
            _placed(intake.duplicates, _repeated),
            _placed(intake.rejects, _refused),
            key=itemgetter(0),
        )
        self.rows = [row for _, row in rows]

    def _row(self, entry: Entry) -> SheetRow:
        known = normal_form(entry.url) in self._listed
        standing = Standing.LISTED if known else Standing.FOUND
        name = _name_of(entry)
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
            source=_given(entry.name),
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
        return _total([row.size for row in self._checked()])

    def totals(self) -> dict[Path, Total]:
        """What was checked, for each folder."""
        sizes: dict[Path, list[int | None]] = {}
        for row in self._checked():
            sizes.setdefault(self.folder_of(row), []).append(row.size)
        return {folder: _total(of_folder) for folder, of_folder in sizes.items()}

    def folder_of(self, row: SheetRow) -> Path:
        """Where a row's file goes: as chosen for it, by the rule, or as all others."""
        if row.folder is not None or row.entry is None:
            return row.folder or self.folder
        return self.rule(row.entry.url, row.name or None) or self.folder

    def folders(self) -> set[Path]:
        """All folders that files may go to."""
        return {self.folder_of(row) for row in self.rows if row.entry is not None}

    def all_checked(self, places: Iterable[int]) -> bool:
        """Whether all of these rows are checked, as far as they are links."""
        rows = map(self.rows.__getitem__, places)
        return all(row.checked for row in rows if row.entry is not None)

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
        row.source = _given(name.strip())

    def name_all(self, mask: str, at: datetime) -> None:
        """Name the checked rows by a mask, `at` that time; raises `BadOptionError`."""
        rows = list(self._checked())
        for number, row in enumerate(rows, 1):
            row.name = masked(mask, row.name, number=number, count=len(rows), host=row.host, at=at)
            row.named, row.source = True, NameSource.USER

    def set_folder(self, places: Iterable[int], folder: Path | None) -> None:
        """Have files go to a folder of their own; None lets the rules decide again."""
        for place in places:
            self.rows[place].folder = folder

    def set_checksum(self, place: int, checksum: Checksum | None) -> None:
        row = self.rows[place]
        if row.entry is not None:
            row.entry = replace(row.entry, checksum=checksum)

    def learn(self, answers: Mapping[str, Answer]) -> None:
        """What servers say of links, by address; names that were given stay.

        A link that is certainly dead is unchecked.
        """
        for row in self.rows:
            answer = answers.get(row.text)
            if answer is None or row.entry is None:
                continue
            row.size = row.size if answer.size is None else answer.size
            if answer.error is not None and is_dead(answer.error):
                row.error, row.checked = answer.error, False
            if answer.name and not row.named:
                row.name, row.source = safe(answer.name), answer.source

    def compare(self, present: Mapping[Path, Collection[str]]) -> None:
        """Mark what is on disk already; `present` are the names in each folder."""
        for row in self.rows:
            if row.standing not in (Standing.FOUND, Standing.ON_DISK):
                continue
            there = row.name in present.get(self.folder_of(row), ())
            if there and row.standing is Standing.FOUND:
                row.standing, row.checked = Standing.ON_DISK, False
            elif not there and row.standing is Standing.ON_DISK:
                row.standing, row.checked = Standing.FOUND, True

    def take_over(self, old: "Sheet") -> None:
        """Keep what was changed and learnt in an earlier sheet of the same links."""
        known = {
            row.entry.url: row
            for row in old.rows
            if row.entry is not None and row.standing is not Standing.DUPLICATE
        }
        for row in self.rows:
            before = known.get(row.text)
            if before is None or row.entry is None or row.standing is Standing.DUPLICATE:
                continue
            row.checked, row.folder = before.checked, before.folder
            row.size, row.error = before.size, before.error
            if before.name and not row.named:
                row.name, row.named, row.source = before.name, before.named, before.source
            if before.entry is not None and before.entry.checksum is not None:
                row.entry = replace(row.entry, checksum=before.entry.checksum)

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
            _as_named(row, row.entry.request(self.folder_of(row), shared))
            for row in self._checked()
            if row.entry is not None
        ]

    def _checked(self) -> Iterator[SheetRow]:
        return (row for row in self.rows if row.checked)


def _total(sizes: list[int | None]) -> Total:
    known = [size for size in sizes if size is not None]
    return Total(len(sizes), sum(known), len(sizes) - len(known))


def _as_named(row: SheetRow, request: Request) -> Request:
    name = row.name if row.named else None
    return request if name == request.name else replace(request, name=name)


def _place(one: Entry | Reject) -> tuple[int, int]:
    return one.part, one.line


def _placed(
    found: list[_Found], make: Callable[[_Found], SheetRow]
) -> Iterator[tuple[tuple[int, int], SheetRow]]:
    """Rows as they stood, with their places; mostly they come in this order.

    To sort a long list would hold up other threads.
    """
    if any(_place(after) < _place(one) for one, after in pairwise(found)):
        found = sorted(found, key=_place)
    for one in found:
        yield _place(one), make(one)


def _given(name: str | None) -> NameSource:
    return NameSource.USER if name else NameSource.LINK


def _name_of(entry: Entry) -> str:
    return entry.safe_name or safe(from_url(entry.url))


def _guess(row: SheetRow) -> str:
    return safe(from_url(row.entry.url)) if row.entry else ""


def _refused(one: Reject) -> SheetRow:
    return SheetRow(one.text, one.line, Standing.NOT_A_LINK, why=one.why)


def _repeated(entry: Entry) -> SheetRow:
    name = _name_of(entry)
    return SheetRow(
        entry.url,
        entry.line,
        Standing.DUPLICATE,
        entry,
        name=name,
        named=bool(entry.name),
        size=entry.size,
        source=_given(entry.name),
    )

"""One look at a whole sheet, on a thread: what is shown, counted, and where it would go."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from core.disk.volumes import Volume, names_in, volumes
from core.engine.inquiry import MOST
from core.policy.asking import may_be_asked
from core.policy.intake import Entry
from core.policy.sheet import Sheet
from core.policy.sheet_row import Standing, Total


@dataclass(frozen=True, slots=True)
class Wish:
    """Which rows someone wants to see."""

    words: str = ""
    standing: Standing | None = None  # None: all


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen."""

    places: list[int]  # of the rows to show
    counts: dict[Standing, int]
    total: Total
    volumes: list[Volume]
    growing: list[int]  # rows that stand for many links
    grown: int  # how many links those are
    unknown: list[Entry]  # what servers could be asked about, the first few


def survey(sheet: Sheet, wish: Wish) -> Survey:
    """Compare a sheet with the disk and add it up; takes a third of a second for 100 000 rows."""
    sheet.compare({folder: names_in(folder) for folder in sheet.folders()})
    kinds = tuple(Standing) if wish.standing is None else (wish.standing,)
    growing = [
        place
        for place, row in enumerate(sheet.rows)
        if row.entry is not None and row.entry.pattern is not None
    ]
    return Survey(
        sheet.visible(wish.words, kinds),
        sheet.counts(),
        sheet.total(),
        volumes(sheet.totals()),
        growing,
        sum(sheet.rows[place].count for place in growing),
        list(islice(_unknown(sheet), MOST)),
    )


def _unknown(sheet: Sheet) -> Iterator[Entry]:
    for row in sheet.rows:
        if row.checked and row.size is None and row.entry is not None and may_be_asked(row.entry):
            yield row.entry

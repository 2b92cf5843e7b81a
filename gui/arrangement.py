"""Which rows are shown, and in which order: decided from the rows alone, without Qt."""

import heapq
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from core.model.snapshot import Row
from core.model.states import RUNNING, State
from core.policy.meter import Meter
from gui.columns import COLUMNS
from gui.texts import QT_TRANSLATE_NOOP

_SLICE = 1000  # rows looked at in one go, for a few milliseconds
Key = tuple[Any, ...]


class Group(StrEnum):
    """The filters of the sidebar."""

    ALL = "all"
    ACTIVE = "active"
    QUEUED = "queued"
    PAUSED = "paused"
    DONE = "done"
    FAILED = "failed"


GROUPS: dict[Group, tuple[str, frozenset[State]]] = {
    Group.ALL: (QT_TRANSLATE_NOOP("Group", "All"), frozenset(State)),
    Group.ACTIVE: (QT_TRANSLATE_NOOP("Group", "Active"), RUNNING | {State.RETRY_WAIT}),
    Group.QUEUED: (QT_TRANSLATE_NOOP("Group", "Queued"), frozenset({State.QUEUED})),
    Group.PAUSED: (QT_TRANSLATE_NOOP("Group", "Paused"), frozenset({State.PAUSED})),
    Group.DONE: (QT_TRANSLATE_NOOP("Group", "Done"), frozenset({State.COMPLETED})),
    Group.FAILED: (QT_TRANSLATE_NOOP("Group", "Failed"), frozenset({State.FAILED})),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user wants to see: a group, words to find, and a column to sort by."""

    group: Group = Group.ALL
    words: tuple[str, ...] = ()
    column: int = -1  # -1: the order of the queue
    descending: bool = False

    @property
    def plain(self) -> bool:
        """Whether everything is shown in the order of the queue."""
        return self == Wish()

    def fits(self, row: Row) -> bool:
        """Whether a row is to be shown."""
        if row.state not in GROUPS[self.group][1]:
            return False
        if not self.words:
            return True
        text = f"{row.name}\n{row.url}\n{row.folder}".casefold()
        return all(word in text for word in self.words)

    def key(self, row: Row, meter: Meter | None) -> Key:
        """What a row is sorted by, its id last; equal ones keep the order of the queue."""
        if self.column < 0:
            return (row.rank, row.id)
        return (COLUMNS[self.column].sort(row, meter), row.rank, row.id)

    def moved(self, old: Row, new: Row) -> bool:
        """Whether a change may put a row somewhere else."""
        if self.fits(old) != self.fits(new):
            return True
        if self.column < 0:
            return old.rank != new.rank
        if not COLUMNS[self.column].lively:
            return self.key(old, None) != self.key(new, None)
        return True


class Order(NamedTuple):
    """Ids of the rows to show, and where each of them stands."""

    ids: list[int]
    places: dict[int, int]

    @classmethod
    def of(cls, ids: list[int]) -> "Order":
        made = cls([], {})
        made.append(ids)
        return made

    def append(self, ids: list[int]) -> None:
        """Put these behind the others."""
        first = len(self.ids)
        self.ids.extend(ids)
        self.places.update(zip(ids, range(first, first + len(ids)), strict=True))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, as they are compared."""
    return tuple(text.casefold().split())


def arrange(
    rows: Iterable[Row], meters: Mapping[int, Meter], wish: Wish
) -> Generator[None, None, Order]:
    """The rows to show, in order; done in steps of a few milliseconds, each ends with a yield."""
    waiting = iter(rows)
    slices: list[list[Key]] = []
    while some := list(islice(waiting, _SLICE)):
        keys = [wish.key(row, meters.get(row.id)) for row in some if wish.fits(row)]
        keys.sort(reverse=wish.descending)
        slices.append(keys)
        yield
    merged = heapq.merge(*slices, reverse=wish.descending)
    order = Order([], {})
    while more := [key[-1] for key in islice(merged, _SLICE)]:
        order.append(more)
        yield
    while slices:  # to give back so many keys at once would take a tenth of a second
        slices.pop()
        yield
    return order

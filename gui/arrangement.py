"""Which rows are shown, and in which order: decided from the rows alone, without Qt."""

import heapq
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from core.model.snapshot import Row
from core.model.states import RUNNING, State
from core.policy.meter import Meter
from gui.columns import COLUMNS
from gui.texts import QT_TRANSLATE_NOOP

_SLICE = 4000  # rows sorted in one go: a longer sort would hold up the window's thread
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
        """What a row is sorted by; equal ones keep the order of the queue."""
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


def words_of(text: str) -> tuple[str, ...]:
    """The words of a search, as they are compared."""
    return tuple(text.casefold().split())


def arrange(
    rows: Iterable[Row],
    meters: Mapping[int, Meter],
    wish: Wish,
    stop: Callable[[], bool] = lambda: False,
) -> list[int] | None:
    """Ids of the rows to show, in order; None when `stop` says so.

    Meant for a thread: it works in slices, so that other threads get their turn.
    """
    waiting = iter(rows)
    slices: list[list[tuple[Key, int]]] = []
    while some := list(islice(waiting, _SLICE)):
        if stop():
            return None
        slices.append(
            sorted(
                ((wish.key(row, meters.get(row.id)), row.id) for row in some if wish.fits(row)),
                reverse=wish.descending,
            )
        )
    return [number for _, number in heapq.merge(*slices, reverse=wish.descending)]

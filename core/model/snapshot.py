"""Immutable views of the queue, for the window and for `--json`."""

from dataclasses import dataclass
from pathlib import Path

from core.model.download import NameSource
from core.model.errors import HeadgateError
from core.model.segment import Span
from core.model.states import Hold, State


@dataclass(frozen=True, slots=True)
class Row:
    """One download as it stood when the snapshot was taken. Sizes in bytes, times in seconds."""

    id: int
    rank: float
    url: str
    folder: Path
    name: str  # the chosen name, or the best guess so far
    named: bool  # whether `name` is the file's real name
    state: State
    size: int | None
    received: int
    connections: int
    error: HeadgateError | None
    retry_in: float | None
    hold: Hold | None
    unconfirmed: bool
    added_at: float
    finished_at: float | None
    source: NameSource | None = None  # where the name is from, once it has one
    coding: str = ""  # content coding in which the file is kept
    verified: int = 0  # bytes that were checked so far, while that is done
    held: tuple[Span, ...] = ()  # which bytes are there of what is not finished

    @property
    def fraction(self) -> float | None:
        """How much is there, or is checked, from 0 to 1; None while the size is unknown."""
        if self.state is State.COMPLETED:
            return 1.0
        if self.size is None:
            return None
        done = self.verified if self.state is State.VERIFYING else self.received
        return done / self.size if self.size else 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many downloads are in which state."""

    by_state: dict[State, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    def of(self, *states: State) -> int:
        return sum(self.by_state.get(state, 0) for state in states)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new since the last look: changed rows, and ids that are gone."""

    rows: list[Row]
    removed: list[int]
    counts: Counts
    received: int  # bytes that arrived since the program started
    more: bool  # whether further changed rows are waiting

    def with_newer(self, newer: "Changes") -> "Changes":
        """Two looks as one; of a row in both the newer counts, coming last."""
        gone = set(newer.removed)
        rows = [row for row in self.rows if row.id not in gone] if gone else self.rows
        return Changes(
            [*rows, *newer.rows],
            [*self.removed, *newer.removed],
            newer.counts,
            newer.received,
            newer.more,
        )


NOTHING = Changes([], [], Counts({}), 0, more=False)

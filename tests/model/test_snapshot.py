"""Views of the queue: how much is there, and how many of each."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.model.snapshot import Changes, Counts, Row
from core.model.states import State


def row(state: State, size: int | None, received: int) -> Row:
    return Row(
        id=1,
        rank=1.0,
        url="https://example.org/a",
        folder=Path("/folder"),
        name="a",
        named=True,
        state=state,
        size=size,
        received=received,
        connections=0,
        error=None,
        retry_in=None,
        hold=None,
        unconfirmed=False,
        added_at=0.0,
        finished_at=None,
    )


@pytest.mark.parametrize(
    ("state", "size", "received", "fraction"),
    [
        (State.DOWNLOADING, 200, 50, 0.25),
        (State.DOWNLOADING, 200, 200, 1.0),
        (State.DOWNLOADING, None, 50, None),
        (State.QUEUED, 0, 0, 0.0),
        (State.COMPLETED, None, 50, 1.0),
        (State.COMPLETED, 0, 0, 1.0),
    ],
)
def test_how_much_is_there(
    state: State, size: int | None, received: int, fraction: float | None
) -> None:
    assert row(state, size, received).fraction == fraction


def test_while_a_file_is_checked_that_is_what_is_shown() -> None:
    assert replace(row(State.VERIFYING, 200, 200), verified=50).fraction == 0.25


def test_counts_add_up() -> None:
    counts = Counts({State.QUEUED: 3, State.PAUSED: 2, State.FAILED: 1})
    assert counts.total == 6
    assert counts.of(State.QUEUED, State.FAILED) == 4
    assert counts.of(State.COMPLETED) == 0


def test_two_looks_become_one_and_what_is_gone_stays_gone() -> None:
    first = Changes([row(State.QUEUED, 0, 10)], [5], Counts({}), 1, more=True)
    newer = Changes([], [first.rows[0].id], Counts({State.QUEUED: 1}), 2, more=False)
    both = first.with_newer(newer)
    assert both.rows == []
    assert both.removed == [5, first.rows[0].id]
    assert (both.counts, both.received, both.more) == (newer.counts, 2, False)
    assert first.with_newer(first).rows == first.rows * 2

"""Where the selected downloads go in the order of the queue, for the keys that move them."""

import heapq
from collections.abc import Callable, Iterable
from enum import StrEnum

from core.model.snapshot import Row


class Move(StrEnum):
    """The four ways to move."""

    TOP = "top"
    UP = "up"
    DOWN = "down"
    BOTTOM = "bottom"


def _turn(row: Row) -> tuple[float, int]:
    return (row.rank, row.id)


def place_for(rows: Iterable[Row], selected: frozenset[int], move: Move) -> int | None:
    """The id before which the selected ones are to stand; None is the end."""
    chosen: list[Row] = []
    others: list[Row] = []
    for row in rows:
        (chosen if row.id in selected else others).append(row)
    if move is Move.BOTTOM or not others or not chosen:
        return None
    first, last = min(map(_turn, chosen)), max(map(_turn, chosen))
    top: Callable[[], int] = lambda: min(others, key=_turn).id  # noqa: E731 - used twice
    if move is Move.TOP:
        return top()
    if move is Move.UP:
        above = [row for row in others if _turn(row) < first]
        return max(above, key=_turn).id if above else top()
    below = heapq.nsmallest(2, (row for row in others if _turn(row) > last), key=_turn)
    return below[1].id if len(below) > 1 else None

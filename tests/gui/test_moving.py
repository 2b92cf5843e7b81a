"""Keys that move downloads: by one, or to either end, all that are selected together."""

import pytest

from gui.moving import Move, place_for
from tests.gui.test_downloads_model import row

ROWS = [row(number) for number in (3, 1, 4, 2, 5)]


@pytest.mark.parametrize(
    ("selected", "move", "before"),
    [
        ({3}, Move.TOP, 1),
        ({3}, Move.UP, 2),
        ({3}, Move.DOWN, 5),
        ({3}, Move.BOTTOM, None),
        ({1}, Move.UP, 2),
        ({1}, Move.TOP, 2),
        ({4}, Move.DOWN, None),
        ({5}, Move.DOWN, None),
        ({2, 4}, Move.UP, 1),
        ({2, 4}, Move.DOWN, None),
        ({1, 2}, Move.DOWN, 4),
        ({1, 2, 3, 4, 5}, Move.TOP, None),
        (set(), Move.TOP, None),
    ],
)
def test_where_they_go(selected: set[int], move: Move, before: int | None) -> None:
    assert place_for(ROWS, frozenset(selected), move) == before

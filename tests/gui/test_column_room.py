"""Which columns give way to the names, and which come back."""

import pytest

from gui.column_room import GIVE_WAY, columns_away
from gui.columns import COLUMNS

WIDTHS = {"name": 200, "size": 80, "progress": 140, "speed": 90, "left": 90, "status": 100}


@pytest.mark.parametrize(
    ("room", "away"),
    [
        (700, []),
        (699, ["left"]),
        (610, ["left"]),
        (609, ["left", "speed"]),
        (10, ["left", "speed", "size", "progress"]),
    ],
)
def test_no_more_go_than_have_to(room: int, away: list[str]) -> None:
    assert columns_away(WIDTHS, room) == away


def test_what_the_user_asked_for_stays() -> None:
    assert columns_away(WIDTHS, 610, keep={"left"}) == ["speed"]


def test_those_that_give_way_are_columns() -> None:
    assert set(GIVE_WAY) < {column.key for column in COLUMNS}

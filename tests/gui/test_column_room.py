"""Which columns give way to the names, and which come back."""

import pytest

from gui.column_room import GIVE_WAY, Wish, columns_away, status_width
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


@pytest.mark.parametrize(
    ("room", "width"),
    [
        (100, 60),  # no less, whatever becomes of the names
        (210, 70),  # names have their share first
        (230, 90),
        (250, 100),  # both grow alike
        (260, 105),
        (270, 110),
        (310, 150),  # names have all they want by now
        (900, 160),
    ],
)
def test_names_and_status_share_the_room(room: int, width: int) -> None:
    assert status_width(room, Wish(80, 140, 160), Wish(60, 90, 160)) == width

"""Which rows are shown, and in which order."""

from collections.abc import Generator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.snapshot import Row
from core.model.states import State
from core.policy.meter import Meter
from gui import arrangement
from gui.arrangement import GROUPS, Group, Order, Wish, arrange, words_of
from gui.columns import COLUMNS
from tests.gui.test_downloads_model import row

ROWS = [
    row(1, State.DOWNLOADING, 50, name="Zebra.iso"),
    row(2, State.QUEUED, name="apple.iso", url="http://h/special"),
    row(3, State.COMPLETED, 100, name="Birne.iso", size=5),
    row(4, State.FAILED, name="apple.iso", size=None),
]
NUMBER = {column.key: number for number, column in enumerate(COLUMNS)}


def run(steps: Generator[None, None, Order]) -> Order:
    """Let it come to its end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Order = end.value
            return found


def shown(wish: Wish, rows: list[Row] = ROWS) -> list[int]:
    order = run(arrange(rows, {}, wish))
    assert order.places == {number: place for place, number in enumerate(order.ids)}
    return order.ids


def test_without_wishes_everything_is_in_the_order_of_the_queue() -> None:
    assert shown(Wish(), ROWS[::-1]) == [1, 2, 3, 4]


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_group(state: State) -> None:
    found = [group for group, (_, states) in GROUPS.items() if state in states]
    assert len(found) == 2
    assert Group.ALL in found


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [1, 2, 3, 4]),
        ("APPLE", [2, 4]),
        ("apple special", [2]),
        ("  iso  zeb ", [1]),
        ("/f", [1, 2, 3, 4]),
        ("nowhere", []),
    ],
)
def test_every_word_must_be_found_somewhere(text: str, ids: list[int]) -> None:
    assert shown(Wish(words=words_of(text))) == ids


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("name", [2, 4, 3, 1]),
        ("size", [4, 3, 1, 2]),
        ("progress", [4, 2, 1, 3]),
        ("status", [1, 2, 4, 3]),
    ],
)
def test_columns_sort_by_value(key: str, ids: list[int]) -> None:
    assert shown(Wish(column=NUMBER[key])) == ids


def test_descending_is_the_reverse() -> None:
    up, down = (shown(Wish(column=NUMBER["name"], descending=one)) for one in (False, True))
    assert down == up[::-1]


@pytest.mark.parametrize("column", range(-1, len(COLUMNS)))
@pytest.mark.parametrize("meter", [None, Meter(0.0, 0), Meter(0.0, 0).add(1.0, 10)])
def test_every_column_sorts_anything(column: int, meter: Meter | None) -> None:
    meters = {} if meter is None else {one.id: meter for one in ROWS[:2]}
    assert sorted(run(arrange(ROWS, meters, Wish(column=column))).ids) == [1, 2, 3, 4]


@given(ranks=st.lists(st.integers(0, 50), max_size=60), descending=st.booleans())
def test_slices_make_no_difference(ranks: list[int], descending: bool) -> None:
    rows = [row(number, rank=float(rank)) for number, rank in enumerate(ranks)]
    wish = Wish(column=NUMBER["name"], descending=descending)
    whole = shown(wish, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrangement, "_SLICE", 7)
        assert shown(wish, rows) == whole


def test_a_long_list_is_arranged_in_steps() -> None:
    rows = [row(number) for number in range(3 * arrangement._SLICE)]
    looked, ordered, given_back = 3, 3, 3
    assert len(list(arrange(rows, {}, Wish()))) == looked + ordered + given_back


@pytest.mark.parametrize(
    ("wish", "new", "moved"),
    [
        (Wish(), row(2, State.PAUSED), False),
        (Wish(), row(2, rank=9.0), True),
        (Wish(Group.QUEUED), row(2, State.PAUSED), True),
        (Wish(words=("2.bin",)), row(2, name="other"), True),
        (Wish(column=NUMBER["name"]), row(2, received=50), False),
        (Wish(column=NUMBER["size"]), row(2, size=50), True),
        (Wish(column=NUMBER["progress"]), row(2, received=50), True),
    ],
)
def test_a_change_moves_a_row_or_not(wish: Wish, new: Row, moved: bool) -> None:
    assert wish.moved(row(2), new) is moved

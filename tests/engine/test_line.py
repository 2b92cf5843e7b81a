"""The order of those who wait, compared with a list that is sorted every time."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.line import Line


def everybody(line: Line) -> list[int]:
    """Ids in the order in which they are taken out."""
    taken = []
    while (number := line.pop()) is not None:
        taken.append(number)
    return taken


def test_a_group_that_nobody_is_in_takes_no_room() -> None:
    line = Line()
    for number in range(100):
        line.put(number, float(number % 7), str(number))
    everybody(line)
    assert not line._groups


def test_who_has_gone_takes_no_room_for_long() -> None:
    line = Line()
    for number in range(100):
        line.put(number, float(number))
    for _ in range(80):
        line.pop()
    line.first()
    assert len(line._groups[""]._run) <= 40


def closed(shut: str, _number: int, group: str) -> bool:
    return group == shut


def test_an_empty_line_has_nobody() -> None:
    line = Line()
    assert not line
    assert (line.first(), line.lowest(), line.pop(), line.rank(1)) == (None, None, None, None)
    line.drop(1)
    assert 1 not in line


def test_the_lowest_rank_comes_first_whatever_the_group() -> None:
    line = Line()
    line.put(1, 3.0, "a")
    line.put(2, 1.0, "b")
    line.put(3, 2.0, "a")
    assert (line.first(), line.lowest(), len(line)) == (2, 1.0, 3)
    assert set(line) == {1, 2, 3}
    assert everybody(line) == [2, 3, 1]


def test_of_equal_ranks_the_lower_id_comes_first() -> None:
    line = Line()
    for number in (3, 1, 2):
        line.put(number, 1.0, str(number % 2))
    assert everybody(line) == [1, 2, 3]


def test_who_has_moved_stands_in_the_new_place_alone() -> None:
    line = Line()
    line.put(1, 1.0)
    line.put(2, 2.0)
    line.put(1, 3.0)
    assert (line.first(), line.rank(1), len(line)) == (2, 3.0, 2)
    line.put(1, 1.0)
    assert everybody(line) == [1, 2]


def test_who_was_dropped_is_passed_over_and_may_come_again() -> None:
    line = Line()
    line.put(1, 1.0)
    line.put(2, 2.0)
    line.drop(1)
    assert line.first() == 2
    line.put(1, 1.0)
    assert everybody(line) == [1, 2]


def test_a_closed_group_is_passed_over_and_keeps_its_place() -> None:
    line = Line()
    for number in range(6):
        line.put(number, float(number), "closed" if number < 3 else "open")
    asked: list[int] = []

    def asking(number: int, group: str) -> bool:
        asked.append(number)
        return group == "closed"

    assert line.pop(asking) == 3
    assert asked == [0, 3], "one question a group, however many are in it"
    assert line.first() == 0
    assert everybody(line) == [0, 1, 2, 4, 5]


def test_when_all_groups_are_closed_nobody_leaves() -> None:
    line = Line()
    line.put(1, 1.0, "a")
    line.put(2, 2.0, "b")
    assert line.pop(lambda _number, _group: True) is None
    assert everybody(line) == [1, 2]


class Asked(float):
    """A rank that counts how often it is compared."""

    comparisons = 0

    def __lt__(self, other: float) -> bool:
        Asked.comparisons += 1
        return float(self) < float(other)


@pytest.mark.parametrize("groups", [1, 50])
def test_in_a_line_thirty_times_as_long_hardly_more_is_compared(groups: int) -> None:
    def comparisons(size: int) -> int:
        line = Line()
        for number in range(size):
            line.put(number, Asked(number), str(number % groups))
        Asked.comparisons = 0
        for number in range(100):
            line.put(size, Asked(size), str(number % groups))
            line.put(size, Asked(number - 0.5), str(number % groups))
            assert line.pop() == size
            line.drop(number)
            assert line.first() is not None
            assert (line.pop(partial(closed, "0")) is None) == (groups == 1)
        return Asked.comparisons

    assert comparisons(30_000) <= 1.1 * comparisons(1_000)


kinds = st.sampled_from(["put", "put", "put", "drop", "pop", "pass"])
deeds = st.lists(
    st.tuples(kinds, st.integers(0, 7), st.integers(0, 5).map(float)), min_size=10, max_size=60
)


@settings(deadline=None, max_examples=150)
@given(deeds)
def test_it_does_what_a_sorted_list_would_do(several: list[tuple[str, int, float]]) -> None:
    line, model = Line(), dict[int, float]()
    group = {number: "ab"[number % 2] for number in range(8)}
    for deed, number, rank in several:
        shut = group[number] if deed == "pass" else ""
        if deed == "put":
            line.put(number, rank, group[number])
            model[number] = rank
        elif deed == "drop":
            line.drop(number)
            model.pop(number, None)
        else:
            fits = [one for one in model if group[one] != shut]
            first = min(fits, key=lambda one: (model[one], one), default=None)
            assert line.pop(partial(closed, shut)) == first
            if first is not None:
                del model[first]
        order = sorted(model, key=lambda one: (model[one], one))
        assert (len(line), set(line)) == (len(model), set(model))
        assert line.first() == (order[0] if order else None)
        assert line.lowest() == (model[order[0]] if order else None)
        assert all(line.rank(one) == model.get(one) for one in range(8))
    assert everybody(line) == sorted(model, key=lambda one: (model[one], one))

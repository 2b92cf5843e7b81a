"""The user's order: kept whatever is moved where, and there again after a restart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.engine.engine import Engine
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig


@pytest.fixture
def queue(rig: MakeRig) -> Callable[[int], Rig]:
    def make(count: int) -> Rig:
        made = rig()
        made.add(*(f"http://a.example/{number}" for number in range(count)))
        return made

    return make


def order(engine: Engine) -> list[int]:
    """Ids in the order of the list."""
    work = engine._work
    return [one.id for one in sorted(work.roster, key=lambda one: (one.rank, one.id))]


def turns(engine: Engine) -> list[int]:
    """Ids in the order in which workers would take them."""
    queue = engine._work.queue
    taken = []
    while (one := queue.next()) is not None:
        taken.append(one)
    for one in taken:
        queue.put(one)
    return [one.id for one in taken]


def expected(before: list[int], moved: list[int], target: int | None) -> list[int]:
    rest = [one for one in before if one not in moved]
    place = len(rest) if target is None else rest.index(target)
    return rest[:place] + [one for one in before if one in moved] + rest[place:]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(st.sets(st.integers(0, 9), min_size=1, max_size=9), st.integers(-1, 9)),
        max_size=30,
    )
)
def test_any_moves_give_the_order_that_was_asked_for(
    queue: Callable[[int], Rig], moves: list[tuple[set[int], int]]
) -> None:
    engine = queue(10).engine
    ids = order(engine)
    now = ids
    for places, target in moves:
        moved, before = [ids[one] for one in places], None if target < 0 else ids[target]
        engine.place(moved, before)
        if before not in moved:
            now = expected(now, moved, before)
        assert order(engine) == now
        assert turns(engine) == now


def test_there_is_room_between_neighbours_for_ever(queue: Callable[[int], Rig]) -> None:
    engine = queue(3).engine
    first, second, third = order(engine)
    for _ in range(200):
        engine.place([third], second)
        engine.place([second], third)
    assert order(engine) == [first, second, third]


def test_what_is_added_later_comes_last(queue: Callable[[int], Rig]) -> None:
    rig = queue(3)
    first, second, third = order(rig.engine)
    rig.engine.place([first], None)
    (late,) = rig.add("http://a.example/late")
    assert order(rig.engine) == [second, third, first, late]


def test_ids_that_are_gone_change_nothing(queue: Callable[[int], Rig]) -> None:
    engine = queue(3).engine
    before = order(engine)
    engine.place([10**9], before[0])
    engine.place([before[2]], 10**9)
    assert order(engine) == before


def test_the_order_is_there_again(rig: MakeRig, tmp_path: Path) -> None:
    first = rig()
    first.add(*(f"http://a.example/{number}" for number in range(3)))
    one, other, last = order(first.engine)
    first.engine.place([last], one)
    first.close()
    again = rig()
    again.engine.restore()
    assert order(again.engine) == [last, one, other]

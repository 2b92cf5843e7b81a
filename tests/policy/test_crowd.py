"""How many small files are fetched at a time: more and more, and half in a flood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.crowd import BUSY, FIRST_LEVEL, FLOOD, LOOK_SECONDS, Crowd

LOOK = 2 * LOOK_SECONDS


def flood(crowd: Crowd, busy: float = 1.0, begun: int = FLOOD, seconds: float = LOOK) -> Crowd:
    """Look again after so many downloads, and this share of a processor."""
    return crowd.look(crowd.at + seconds, crowd.processor + busy * seconds, crowd.begun + begun)


def test_it_begins_with_few() -> None:
    assert Crowd().level == FIRST_LEVEL


def test_while_workers_wait_for_the_network_their_number_doubles() -> None:
    crowd, levels = Crowd(at=5.0), []
    for _ in range(4):
        crowd = flood(crowd, busy=0.1)
        levels.append(crowd.level)
    assert levels == [2, 4, 8, 16]


def test_in_a_flood_their_number_is_halved() -> None:
    assert flood(Crowd(level=8, at=5.0)).level == 4


def test_one_always_works() -> None:
    assert flood(Crowd(level=1, at=5.0)).level == 1


@pytest.mark.parametrize(
    ("busy", "begun", "seconds"),
    [
        (BUSY - 0.01, FLOOD, LOOK),  # the processor has time
        (1.0, FLOOD - 1, LOOK),  # large files make it busy
        (1.0, FLOOD, 10 * LOOK_SECONDS),  # nobody looked for long: it says nothing of now
    ],
)
def test_it_takes_all_signs_to_make_a_flood(busy: float, begun: int, seconds: float) -> None:
    assert flood(Crowd(level=8), busy, begun, seconds).level == 16


def test_just_busy_enough_is_a_flood() -> None:
    assert flood(Crowd(level=8, at=0.0), BUSY, seconds=0.015625).level == 4


def test_too_soon_to_tell_changes_nothing() -> None:
    crowd = Crowd(level=8, at=5.0, processor=1.0, begun=7)
    assert crowd.look(5.0 + LOOK_SECONDS / 2, 9.0, 99) is crowd


def test_each_look_counts_from_the_last() -> None:
    crowd = Crowd(level=8, at=5.0, processor=1.0, begun=7).look(6.0, 1.5, 20)
    assert (crowd.at, crowd.processor, crowd.begun) == (6.0, 1.5, 20)


def test_what_was_used_before_the_last_look_makes_nobody_busy_now() -> None:
    assert flood(Crowd(level=8, at=5.0, processor=100.0, begun=7), busy=0.1).level == 16
    assert flood(Crowd(level=8, at=5.0, begun=100), begun=0).level == 16


steps = st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 4.0), st.integers(0, 1000))


@settings(deadline=None, max_examples=100)
@given(st.lists(steps, max_size=30))
def test_every_look_doubles_or_halves(several: list[tuple[float, float, int]]) -> None:
    crowd = Crowd(at=1.0)
    for seconds, busy, begun in several:
        after = flood(crowd, busy, begun, seconds)
        assert after.level in {crowd.level, crowd.level * 2, max(1, crowd.level // 2)}
        assert after is crowd or after.at > crowd.at
        crowd = after

"""1, 2, 4, 8 connections for as long as that adds speed, and another look when it did not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.ramp import (
    FIRST_PAUSE_SECONDS,
    GROWTH,
    LAST_PAUSE_SECONDS,
    TELLING_BYTES,
    WINDOW_SECONDS,
    Ramp,
)

FAST = 1_000_000_000  # bytes a second: a window of it tells something
WATCHED_SECONDS = WINDOW_SECONDS * 1.01  # rounding must not make it too short


def window(ramp: Ramp, now: float, received: int, rate: int) -> tuple[Ramp, float, int]:
    """All of a level deliver `rate` for as long as they are watched."""
    ramp = ramp.look(now, received, ramp.level)
    later = now + WATCHED_SECONDS
    received += int(rate * WATCHED_SECONDS)
    return ramp.look(later, received, ramp.level), later, received


def test_it_begins_with_one() -> None:
    assert Ramp().level == 1
    assert Ramp().due(5.0) is None


def test_the_number_doubles_up_to_the_top_while_that_adds_speed() -> None:
    ramp, now, received, levels = Ramp(top=6), 1.0, 0, []
    for step in range(4):
        ramp, now, received = window(ramp, now, received, FAST * 2**step)
        levels.append(ramp.level)
    assert levels == [2, 4, 6, 6]


def test_it_waits_until_all_of_a_level_deliver() -> None:
    ramp = Ramp(level=4)
    assert ramp.look(1.0, 0, 3).since is None
    watched = ramp.look(1.0, 0, 4)
    assert watched.since == 1.0
    assert watched.look(1.0 + WINDOW_SECONDS, 1, 3).since is None


def test_before_a_window_is_over_nothing_is_decided() -> None:
    watched = Ramp().look(1.0, 0, 1)
    assert watched.due(1.0) == pytest.approx(WINDOW_SECONDS)
    assert watched.look(1.0 + WINDOW_SECONDS / 2, FAST, 1) is watched
    assert watched.due(1.0 + WINDOW_SECONDS / 2) == pytest.approx(WINDOW_SECONDS / 2)
    assert watched.due(99.0) == 0.0


def test_twice_as_many_that_bring_no_more_are_one_step_too_far() -> None:
    ramp, now, received = window(Ramp(), 1.0, 0, FAST)
    ramp, now, received = window(ramp, now, received, FAST)
    assert ramp.level == 1
    assert ramp.due(now) == pytest.approx(FIRST_PAUSE_SECONDS)


@pytest.mark.parametrize(("growth", "level"), [(GROWTH + 0.01, 4), (GROWTH - 0.01, 1)])
def test_doubling_has_to_add_something(growth: float, level: int) -> None:
    ramp, now, received = window(Ramp(), 1.0, 0, FAST)
    assert window(ramp, now, received, int(FAST * growth))[0].level == level


def test_too_few_bytes_are_held_against_nobody() -> None:
    ramp = Ramp(level=2, previous=1e12, since=1.0)
    assert ramp.look(1.0 + WINDOW_SECONDS, TELLING_BYTES - 1, 2).level == 4
    assert ramp.look(1.0 + WINDOW_SECONDS, TELLING_BYTES, 2).level == 1


def test_after_a_pause_the_next_step_is_tried_again() -> None:
    ramp = Ramp(level=2, since=1.0, pause=0.5, received=100)
    assert ramp.look(1.4, 5000, 2) is ramp
    again = ramp.look(1.5, 5100, 2)
    assert (again.level, again.pause, again.since) == (4, 0.0, None)
    assert again.previous == pytest.approx(10_000.0)


def test_a_pause_ends_even_at_the_top() -> None:
    ramp = Ramp(level=2, top=2, since=1.0, pause=0.5)
    assert ramp.due(1.25) == 0.25
    assert ramp.look(1.5, 0, 2).pause == 0.0


def test_after_a_pause_more_than_the_level_may_still_deliver() -> None:
    ramp = Ramp(level=2, top=16, since=1.0, pause=0.5)
    assert ramp.look(2.0, 0, 4).level == 8
    assert ramp.look(2.0, 0, 0).level == 4


def test_pauses_double_up_to_a_cap() -> None:
    ramp, now, received = window(Ramp(), 1.0, 0, FAST)
    pauses = []
    for _ in range(7):
        ramp, now, received = window(ramp, now, received, FAST)
        pauses.append(ramp.pause)
        later = ramp.pause * 1.01
        now, received = now + later, received + int(FAST * later)
        ramp = ramp.look(now, received, ramp.level)
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]
    assert set(pauses[4:]) == {LAST_PAUSE_SECONDS}


def test_at_the_top_there_is_nothing_to_look_for() -> None:
    ramp = Ramp(level=8, top=8, since=1.0)
    assert ramp.look(9.0, FAST, 8) is ramp
    assert ramp.due(1.0) is None


def test_a_lower_cap_takes_the_level_with_it() -> None:
    assert Ramp(level=8, top=8).capped(3) == Ramp(level=3, top=3)
    assert Ramp(level=2, top=8).capped(3) == Ramp(level=2, top=3)


def test_another_top_is_climbed_to_at_once() -> None:
    ramp = Ramp(level=4, top=8, since=1.0, pause=8.0).topped(16)
    assert (ramp.level, ramp.top, ramp.since, ramp.pause) == (4, 16, None, 0.0)
    assert Ramp(level=4, top=8).topped(2).level == 2


looks = st.lists(
    st.tuples(
        st.floats(0.0, 2.0),
        st.integers(0, 10**9),
        st.integers(0, 64),
        st.none() | st.integers(1, 64),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 64), looks)
def test_the_level_stays_between_one_and_the_top(
    top: int, several: list[tuple[float, int, int, int | None]]
) -> None:
    ramp, now, received = Ramp(top=top), 1.0, 0
    for step, count, delivering, cap in several:
        now, received = now + step, received + count
        ramp = ramp.look(now, received, delivering)
        if cap is not None:
            ramp = ramp.capped(cap)
        assert 1 <= ramp.level <= ramp.top
        due = ramp.due(now)
        assert due is None or 0.0 <= due <= LAST_PAUSE_SECONDS

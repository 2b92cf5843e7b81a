"""Speed and time left: smooth, never negative, and honest about not knowing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.meter import Meter


def steady(rate: int, seconds: int) -> Meter:
    meter = Meter(0.0, 0)
    for second in range(1, seconds + 1):
        meter = meter.add(float(second), rate * second)
    return meter


def test_one_sample_tells_no_speed() -> None:
    assert Meter(0.0, 0).rate is None
    assert Meter(0.0, 0).seconds_left(100) is None


def test_the_second_sample_tells_the_speed_at_once() -> None:
    assert Meter(10.0, 500).add(12.0, 2500).rate == 1000.0


def test_a_steady_stream_has_its_own_speed() -> None:
    assert steady(1000, 10).rate == pytest.approx(1000.0)


def test_a_jump_moves_the_figure_only_part_of_the_way() -> None:
    rate = steady(1000, 10).add(11.0, 10_000 + 5000).rate
    assert rate is not None
    assert 1000 < rate < 3000


def test_a_new_speed_is_reached_in_the_end() -> None:
    meter = steady(1000, 10)
    for second in range(1, 41):
        meter = meter.add(10.0 + second, 10_000 + 5000 * second)
    assert meter.rate == pytest.approx(5000.0, rel=0.01)


def test_two_halves_weigh_as_much_as_the_whole() -> None:
    meter = steady(1000, 10)
    whole = meter.add(12.0, 16_000).rate
    halves = meter.add(11.0, 13_000).add(12.0, 16_000).rate
    assert halves == pytest.approx(whole)


@pytest.mark.parametrize("now", [5.0, 4.0])
def test_no_time_has_passed_so_nothing_changes(now: float) -> None:
    meter = Meter(5.0, 100, 7.0)
    assert meter.add(now, 900) == meter


def test_beginning_again_is_no_negative_speed() -> None:
    assert Meter(0.0, 1000).add(1.0, 0).rate == 0.0


def test_the_time_left_follows_from_size_and_speed() -> None:
    assert steady(1000, 10).seconds_left(30_000) == pytest.approx(20.0)


def test_nothing_is_left_of_a_file_that_is_there() -> None:
    assert steady(1000, 10).seconds_left(10_000) == 0.0
    assert steady(1000, 10).seconds_left(5_000) == 0.0


def test_nobody_can_tell_the_time_left() -> None:
    assert steady(1000, 10).seconds_left(None) is None
    assert steady(0, 10).seconds_left(10) is None


steps = st.just(0.0) | st.floats(1e-3, 1e4)
samples = st.lists(st.tuples(steps, st.integers(0, 2**50)), max_size=20)


@settings(deadline=None, max_examples=150)
@given(samples)
def test_the_speed_stays_between_the_slowest_and_the_fastest(
    pairs: list[tuple[float, int]],
) -> None:
    meter, seen = Meter(0.0, 0), []
    for step, received in pairs:
        before, meter = meter, meter.add(meter.at + step, received)
        if meter.at > before.at:
            seen.append(max(0.0, (received - before.received) / (meter.at - before.at)))
            assert meter.rate is not None
            slack = 1e-6 * max(seen)
            assert min(seen) - slack <= meter.rate <= max(seen) + slack


@settings(deadline=None, max_examples=100)
@given(st.floats(0, 1e12), st.integers(0, 2**60), st.none() | st.integers(0, 2**60))
def test_the_time_left_is_never_negative(rate: float, received: int, size: int | None) -> None:
    left = Meter(0.0, received, rate).seconds_left(size)
    assert left is None or left >= 0.0

"""When to try again, and when to give up."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.errors import NotFoundError, UnavailableError
from core.policy.retry import CAP_SECONDS, RetryPolicy


def longest(_low: float, high: float) -> float:
    return high


def shortest(low: float, _high: float) -> float:
    return low


def test_the_wait_doubles_up_to_a_cap() -> None:
    policy = RetryPolicy(further=9)
    waits = [policy.delay(UnavailableError(), count, longest) for count in range(1, 10)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_first_further_attempt_may_come_at_once() -> None:
    assert RetryPolicy().delay(UnavailableError(), 1, shortest) == 0.0


@pytest.mark.parametrize("further", [0, 1, 5])
def test_after_the_last_attempt_it_gives_up(further: int) -> None:
    policy = RetryPolicy(further)
    tries = [policy.delay(UnavailableError(), count, longest) for count in range(1, further + 2)]
    assert None not in tries[:-1]
    assert tries[-1] is None


def test_a_lasting_fault_is_not_tried_again() -> None:
    assert RetryPolicy().delay(NotFoundError(retry_after=1.0), 1, longest) is None


def test_the_server_is_never_asked_earlier_than_it_says() -> None:
    error = UnavailableError(retry_after=90.0)
    assert RetryPolicy().delay(error, 1, longest) == 90.0


def test_the_server_may_not_shorten_the_wait() -> None:
    assert RetryPolicy().delay(UnavailableError(retry_after=0.0), 3, longest) == 4.0


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, 1000),
    st.integers(1, 1001),
    st.none() | st.floats(0, 1e6),
    st.randoms(use_true_random=False),
)
def test_every_wait_is_within_its_bounds(
    further: int, attempts: int, asked: float | None, chance: random.Random
) -> None:
    error = UnavailableError(retry_after=asked)
    delay = RetryPolicy(further).delay(error, attempts, chance.uniform)
    if attempts > further:
        assert delay is None
    else:
        assert delay is not None
        assert (asked or 0.0) <= delay <= max(CAP_SECONDS, asked or 0.0)

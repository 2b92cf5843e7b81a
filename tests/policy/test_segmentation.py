"""Where a further connection begins: inside a rest, worth its request, and never in crumbs."""

from statistics import median

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.policy.segmentation import MIN_GAIN_SECONDS, MIN_PIECE_BYTES, Cut, Rest, best_cut

MB = 1_000_000
rates = st.none() | st.just(0.0) | st.floats(1e-6, 1e9)
sizes = st.integers(1, 4 * MIN_PIECE_BYTES) | st.integers(1, 2**40)
several = st.lists(
    st.builds(
        lambda start, size, rate: Rest(start, start + size, rate),
        st.integers(0, 2**40),
        sizes,
        rates,
    ),
    max_size=6,
)
latencies = st.floats(0.0, 5.0)


def seconds_with(rest: Rest, cut: Cut, rate: float, fresh: float, latency: float) -> float:
    """How long a rest takes once a helper of rate `fresh` was sent for, told step by step."""
    if cut.start == rest.start:  # a race: the faster of the two brings all of it
        return latency + (rest.end - rest.start) / fresh
    owner = (cut.start - rest.start) / rate
    helper = latency + (rest.end - cut.start) / fresh
    return max(owner, helper)


def expected(rests: list[Rest], number: int) -> float | None:
    """What a further connection is likely to bring, in words of the test's own."""
    others = [rest.rate for rest in rests[:number] + rests[number + 1 :] if rest.rate]
    return median(others) if others else rests[number].rate


def test_nothing_can_be_cut_of_nothing() -> None:
    assert best_cut([], 0.1) is None


def test_of_two_equals_each_gets_half() -> None:
    assert best_cut([Rest(0, 100 * MB, 10 * MB)], 0.0) == Cut(0, 50 * MB)


def test_what_the_owner_brings_meanwhile_is_left_to_it() -> None:
    cut = best_cut([Rest(0, 100 * MB, 10 * MB)], 1.0)
    assert cut == Cut(0, 55 * MB)  # 10 MB until the helper comes, and half of the other 90


def test_a_slow_owner_keeps_the_smaller_share() -> None:
    rests = [Rest(0, 40 * MB, 1.0 * MB), Rest(90 * MB, 91 * MB, 3.0 * MB)]
    assert best_cut(rests, 0.0) == Cut(0, 10 * MB)


def test_the_rest_that_gains_most_is_taken() -> None:
    rests = [Rest(0, 10 * MB, 8 * MB), Rest(10 * MB, 30 * MB, 8 * MB), Rest(40 * MB, 45 * MB, None)]
    cut = best_cut(rests, 0.0)
    assert cut is not None
    assert cut.number == 1


def test_the_rest_of_a_crawling_connection_goes_before_a_larger_one() -> None:
    rests = [Rest(0, 30 * MB, 8 * MB), Rest(30 * MB, 40 * MB, 0.25 * MB), Rest(50, 51, 8.0 * MB)]
    cut = best_cut(rests, 0.05)
    assert cut is not None
    assert cut.number == 1


@pytest.mark.parametrize("size", [1, 1000, MIN_PIECE_BYTES])
def test_a_rest_too_small_to_share_is_raced(size: int) -> None:
    rests = [Rest(100, 100 + size, 0.0), Rest(0, 1, 1.0 * MB)]
    assert best_cut(rests, 0.0) == Cut(0, 100)


def test_a_race_among_equals_gains_nothing() -> None:
    size = 2 * MIN_PIECE_BYTES - 2
    assert best_cut([Rest(0, size, 1000.0), Rest(0, 1, 1000.0)], 0.0) is None


def test_a_race_that_begins_too_late_is_not_run() -> None:
    rests = [Rest(0, 1000, 1000.0), Rest(0, 1, 1.0 * MB)]
    assert best_cut(rests, 0.8) == Cut(0, 0)
    assert best_cut(rests, 0.95) is None


def test_one_outlier_does_not_say_what_help_brings() -> None:
    others = [Rest(0, 1, 1.0 * MB), Rest(0, 1, 2.0 * MB), Rest(0, 1, 900.0 * MB)]
    assert best_cut([Rest(0, 40 * MB, 2.0 * MB), *others], 0.0) == Cut(0, 20 * MB)


def test_one_connection_alone_is_not_raced_by_another_that_would_be_as_slow() -> None:
    assert best_cut([Rest(0, MIN_PIECE_BYTES, 1000.0)], 0.0) is None


def test_the_smallest_share_is_shared() -> None:
    size = 2 * MIN_PIECE_BYTES
    assert best_cut([Rest(0, size, 100_000.0)], 0.0) == Cut(0, MIN_PIECE_BYTES)


@pytest.mark.parametrize(("seconds", "helps"), [(0.5, True), (0.15, False)])
def test_a_gain_too_short_to_feel_is_left(seconds: float, helps: bool) -> None:
    rest = Rest(0, 100 * MB, 100 * MB / seconds)
    assert (best_cut([rest], 0.0) is not None) == helps


def test_who_is_through_before_help_could_come_gets_none() -> None:
    assert best_cut([Rest(0, 10 * MB, 10 * MB)], 1.0) is None


def test_a_connection_too_young_to_tell_counts_as_the_others() -> None:
    rests = [Rest(0, 80 * MB, None), Rest(80 * MB, 81 * MB, 4.0 * MB)]
    assert best_cut(rests, 0.0) == Cut(0, 40 * MB)


def test_when_all_are_too_young_to_tell_nobody_gets_help() -> None:
    assert best_cut([Rest(0, 80 * MB, None), Rest(80 * MB, 160 * MB, None)], 0.0) is None


def test_a_stalled_connection_says_nothing_of_what_others_bring() -> None:
    rests = [Rest(0, 80 * MB, 4.0 * MB), Rest(80 * MB, 81 * MB, 0.0)]
    cut = best_cut(rests, 0.0)
    assert cut is not None
    assert cut.number == 1  # and it is the one that needs help


@settings(deadline=None, max_examples=300)
@given(several, latencies)
@example([Rest(5, 6, 0.0), Rest(9, 10, 1e9)], 0.0)
@example([Rest(0, 2**40, 1e-6), Rest(9, 10, 1e9)], 5.0)
def test_every_cut_lies_in_its_rest_and_pays(rests: list[Rest], latency: float) -> None:
    cut = best_cut(rests, latency)
    if cut is None:
        return
    rest = rests[cut.number]
    fresh = expected(rests, cut.number)
    assert fresh, "who has nothing to expect expects nothing"
    assert rest.start <= cut.start < rest.end
    assert cut.start == rest.start or rest.end - cut.start >= MIN_PIECE_BYTES
    rate = fresh if rest.rate is None else max(1.0, rest.rate)
    alone = (rest.end - rest.start) / rate
    gain = alone - seconds_with(rest, cut, rate, fresh, latency)
    # The share is cut down to whole bytes, of which the owner has one more to bring.
    assert gain > MIN_GAIN_SECONDS - 1 / rate - 1e-9 * alone


@settings(deadline=None, max_examples=300)
@given(several, latencies)
def test_only_what_is_too_small_to_share_is_raced(rests: list[Rest], latency: float) -> None:
    cut = best_cut(rests, latency)
    if cut is None or cut.start != rests[cut.number].start:
        return
    rest, fresh = rests[cut.number], expected(rests, cut.number)
    assert fresh
    rate = fresh if rest.rate is None else max(1.0, rest.rate)
    left = (rest.end - rest.start) - rate * latency
    assert left * fresh / (fresh + rate) < MIN_PIECE_BYTES
    assert fresh > rate, "a race is for those who are faster"


@settings(deadline=None, max_examples=100)
@given(several, latencies)
def test_whether_help_pays_does_not_hang_on_the_order(rests: list[Rest], latency: float) -> None:
    assert (best_cut(rests, latency) is None) == (best_cut(rests[::-1], latency) is None)

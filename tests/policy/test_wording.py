"""Figures as people read them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policy.wording import duration, size, speed


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 B"),
        (1, "1 B"),
        (999, "999 B"),
        (999.4, "999 B"),
        (999.6, "1.00 kB"),
        (1000, "1.00 kB"),
        (9_994, "9.99 kB"),
        (9_996, "10.0 kB"),
        (99_940, "99.9 kB"),
        (99_960, "100 kB"),
        (999_499, "999 kB"),
        (999_501, "1.00 MB"),
        (4_200_000, "4.20 MB"),
        (2**32, "4.29 GB"),
        (10**12, "1.00 TB"),
        (10**15, "1.00 PB"),
        (5 * 10**18, "5000 PB"),
    ],
)
def test_sizes_have_three_figures(count: float, words: str) -> None:
    assert size(count) == words


@settings(deadline=None, max_examples=150)
@given(st.floats(0, 9.9e17))
def test_no_size_is_longer_than_three_figures(count: float) -> None:
    figures = size(count).split()[0]
    assert len(figures.replace(".", "")) <= 3


@settings(deadline=None, max_examples=150)
@given(st.integers(1, 10**17))
def test_a_size_is_right_to_half_a_percent(count: int) -> None:
    figures, unit = size(count).split()
    shown = float(figures) * 1000 ** ["B", "kB", "MB", "GB", "TB", "PB"].index(unit)
    assert shown == pytest.approx(count, rel=0.00501)


def test_speed_is_a_size_a_second() -> None:
    assert speed(1_500_000) == "1.50 MB/s"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 s"),
        (0, "0 s"),
        (0.4, "0 s"),
        (12, "12 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (61, "1 min 1 s"),
        (599, "9 min 59 s"),
        (600, "10 min"),
        (3599, "59 min"),
        (3600, "1 h 0 min"),
        (4800, "1 h 20 min"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d 0 h"),
        (200_000, "2 d 7 h"),
    ],
)
def test_durations_have_the_two_units_that_matter(seconds: float, words: str) -> None:
    assert duration(seconds) == words

"""The speed of the last minutes: a sample a second, and no more than are shown."""

import pytest

from gui.inspector.history import SECONDS, SpeedHistory


def test_one_sample_a_second_is_kept() -> None:
    history = SpeedHistory()
    for tick in range(50):
        history.feed([(1, float(tick))], tick / 5)
    samples = history.of([1], 9.8)
    assert len(samples) == 10
    assert samples[0] == (-10.0, 0.0)
    assert samples[-1][1] == 45.0


def test_several_downloads_add_up() -> None:
    history = SpeedHistory()
    history.feed([(1, 10.0), (2, 5.0)], 100.0)
    history.feed([(1, 20.0)], 101.0)
    assert history.of([1, 2], 101.0) == [(-1.0, 15.0), (0.0, 20.0)]
    assert history.of([2], 101.0) == [(-1.0, 5.0)]
    assert history.of([3], 101.0) == []


@pytest.mark.parametrize("later", [SECONDS + 2.0, SECONDS * 10.0])
def test_what_is_too_old_is_forgotten(later: float) -> None:
    history = SpeedHistory()
    history.feed([(1, 10.0)], 0.0)
    history.feed([(2, 1.0)], later)
    assert history.of([1], later) == []
    assert list(history._samples) == [2]

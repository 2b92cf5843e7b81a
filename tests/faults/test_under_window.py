"""A few stops heard by a window; how soon, and how free it stays, is measured by the long run."""

import pytest

from tests.benchmarks.stopping import FROZEN, measure
from tests.faults.blockages import Ground
from tests.faults.test_stops import GENEROUS_MS, here

__all__ = ["here"]


@pytest.mark.parametrize("name", ["body stall", FROZEN])
@pytest.mark.usefixtures("qtbot")
def test_the_window_hears_of_every_stop(here: Ground, name: str) -> None:
    times, heart = measure(name, here, 2, real=False)
    assert len(times) == 2
    assert max(*times, heart.worst * 1000) < 10 * GENEROUS_MS

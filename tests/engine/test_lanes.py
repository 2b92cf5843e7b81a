"""Lanes: so many at a time, handed on, and no trap when one is never given back."""

import threading

import pytest

from core.engine import lanes as module
from core.engine.lanes import Lanes

SOON = 30.0  # seconds that are never needed


@pytest.mark.parametrize(("processors", "count"), [(1, 1), (2, 1), (4, 3), (None, 1)])
def test_one_processor_is_left_to_the_others(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, count: int
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    lanes = Lanes()
    assert [lanes.take() for _ in range(count + 1)] == [*[True] * count, False]


def test_a_lane_goes_to_whoever_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", SOON)
    lanes = Lanes(1)
    assert lanes.take()
    taken: list[bool] = []
    waiter = threading.Thread(target=lambda: taken.append(lanes.take()))
    waiter.start()
    lanes.give()
    waiter.join(SOON)
    assert taken == [True]


def test_a_lane_that_is_never_given_back_holds_nobody_up_for_ever() -> None:
    lanes = Lanes(1)
    assert lanes.take()
    assert not lanes.take()

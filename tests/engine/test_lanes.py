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


def test_who_wakes_and_comes_too_late_waits_no_longer_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.02)
    lanes = Lanes(1)
    over = threading.Event()

    def come_and_go() -> None:
        while not over.is_set():
            if lanes.take():
                lanes.give()

    workers = [threading.Thread(target=come_and_go, daemon=True) for _ in range(8)]
    for worker in workers:
        worker.start()
    for _ in range(2000):
        if lanes.take():
            lanes.give()
    while not lanes.take():
        pass
    over.set()  # and the lane is never given back
    for worker in workers:
        worker.join(SOON)
    assert not any(worker.is_alive() for worker in workers)

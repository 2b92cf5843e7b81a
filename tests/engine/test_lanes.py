"""Lanes: so many at a time, handed on in turn, and no trap when one is never given back."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from core.engine import lanes as module
from core.engine.lanes import MANY, Lane, Lanes
from core.stop import Interrupted, StopSignal
from tests.engine.conftest import NewSignal

SOON = 30.0  # seconds that are never needed


class Queue(Lanes):
    """Tells whenever somebody queues."""

    def __init__(self, count: int | None = None) -> None:
        super().__init__(count)
        self.queued = threading.Semaphore(0)

    def _queue(self, turn: "threading.Lock | None") -> threading.Lock:
        try:
            return super()._queue(turn)
        finally:
            self.queued.release()


@pytest.fixture(autouse=True)
def _nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LATE_SECONDS", SOON)


@contextmanager
def taking(lanes: Queue, stop: StopSignal, count: int) -> Iterator[list[Future[Lane]]]:
    """So many workers that wait for a lane; who still does at the end is stopped."""
    with ThreadPoolExecutor(count) as pool:
        waiting: list[Future[Lane]] = []
        for _ in range(count):
            waiting.append(pool.submit(lanes.take, stop))
            assert lanes.queued.acquire(timeout=SOON)
        yield waiting
        stop.set()
        lanes.wake()


@pytest.mark.parametrize(("processors", "count"), [(1, 1), (2, 1), (4, 3), (None, 1)])
def test_one_processor_is_left_to_the_others(
    monkeypatch: pytest.MonkeyPatch, signal: NewSignal, processors: int | None, count: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    lanes, stop = Queue(), signal()
    for _ in range(count):
        lanes.take(stop)
    with taking(lanes, stop, 1) as (waiting,):
        assert not waiting.done()


def test_a_lane_goes_to_who_waits_longest(signal: NewSignal) -> None:
    lanes, stop = Queue(1), signal()
    first = lanes.take(stop)
    with taking(lanes, stop, 3) as waiting:
        lanes.give(first)
        lanes.give(waiting[0].result(SOON))
        waiting[1].result(SOON)
        assert not waiting[2].done()


def test_who_was_called_and_came_too_late_keeps_his_place(signal: NewSignal) -> None:
    lanes, stop = Queue(1), signal()
    held = lanes.take(stop)
    with taking(lanes, stop, 2) as waiting:
        first = lanes._waiting[0]
        with lanes._lock:  # somebody is quicker
            first.release()
            lanes._waiting.popleft()
        assert lanes.queued.acquire(timeout=SOON)
        assert lanes._waiting[0] is first
        lanes.give(held)
        waiting[0].result(SOON)
        assert not waiting[1].done()


def test_while_many_wait_there_is_one_more(signal: NewSignal) -> None:
    lanes, stop = Queue(1), signal()
    held = [lanes.take(stop)]
    with taking(lanes, stop, MANY + 1) as waiting:
        held.append(lanes.take(stop))
        lanes.give(held[0])
        waiting[0].result(SOON)  # and no more than MANY wait now
        lanes.give(held[1])
        assert not waiting[1].done()
        lanes.give(waiting[0].result(SOON))
        waiting[1].result(SOON)


def test_a_lane_that_is_not_given_back_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, signal: NewSignal
) -> None:
    monkeypatch.setattr(module, "LATE_SECONDS", 0.02)
    lanes, stop = Queue(1), signal()
    lost = lanes.take(stop)
    new = lanes.take(stop)
    monkeypatch.setattr(module, "LATE_SECONDS", SOON)
    lanes.give(lost)  # after all
    with taking(lanes, stop, 1) as (waiting,):
        assert not waiting.done()
        lanes.give(new)
        waiting.result(SOON)


def test_a_stop_wakes_who_waits(signal: NewSignal) -> None:
    lanes, stop = Queue(1), signal()
    held = lanes.take(signal())
    with taking(lanes, stop, 2) as waiting:
        with stop.waking(lanes.wake):
            stop.set()
        assert all(isinstance(one.exception(SOON), Interrupted) for one in waiting)
    lanes.give(held)
    lanes.take(signal())


def test_a_stop_leaves_the_lane_to_others(signal: NewSignal) -> None:
    lanes, stop, others = Queue(1), signal(), signal()
    held = lanes.take(others)
    with taking(lanes, stop, 1) as (stopped,), ThreadPoolExecutor(1) as pool:
        other = pool.submit(lanes.take, others)
        assert lanes.queued.acquire(timeout=SOON)
        stop.set()
        lanes.give(held)  # calls who is stopped
        assert isinstance(stopped.exception(SOON), Interrupted)
        other.result(SOON)


def test_with_the_signal_set_there_is_none(signal: NewSignal) -> None:
    stop = signal()
    stop.set()
    with pytest.raises(Interrupted):
        Lanes(1).take(stop)


def test_there_are_never_more_at_work_and_none_is_lost(signal: NewSignal) -> None:
    lanes, stop = Queue(2), signal()
    lock, at_work, most = threading.Lock(), [0], [0]

    def work() -> None:
        for _ in range(300):
            lane = lanes.take(stop)
            with lock:
                at_work[0] += 1
                most[0] = max(most[0], at_work[0])
            with lock:
                at_work[0] -= 1
            lanes.give(lane)

    workers = [threading.Thread(target=work, daemon=True) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(SOON)
    assert not any(worker.is_alive() for worker in workers)
    assert most[0] <= 2
    assert not lanes._held
    assert not lanes._waiting

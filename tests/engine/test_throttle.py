"""The speed limit: kept over all connections, shared fairly, changed while they wait."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine.throttle import LOOK_SECONDS, SLACK_SECONDS, SPARE_SECONDS, Throttle
from core.stop import StopSignal

SOON = 30.0  # seconds that are never needed


class Time:
    """A clock, and a stop signal whose waits move it; it wakes late if asked to."""

    def __init__(self, late: float = 0.0) -> None:
        self.now = 0.0
        self.late = late
        self.waits: list[float] = []
        self.stopped = False

    def clock(self) -> float:
        return self.now

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        if not self.stopped:
            self.now += seconds + self.late
        return self.stopped

    def pay(self, throttle: Throttle, count: int) -> None:
        throttle.pay(count, self)  # type: ignore[arg-type]  # `wait` is all it asks of a signal


def test_without_a_limit_nobody_waits() -> None:
    time = Time()
    time.pay(Throttle(0, time.clock), 10**12)
    assert time.waits == []


@given(
    rate=st.integers(10_000, 300_000_000),
    reads=st.lists(st.integers(1, 1_000_000), min_size=50, max_size=100),
    late=st.floats(0.0, 0.01),
)
def test_the_limit_is_kept_whatever_the_reads(rate: int, reads: list[int], late: float) -> None:
    time = Time(late)
    throttle = Throttle(rate, time.clock)
    for count in reads:
        time.pay(throttle, count)
    ideal = sum(reads) / rate
    assert time.now > ideal - reads[0] / rate - SLACK_SECONDS - SPARE_SECONDS - 1e-6
    assert time.now < ideal + SLACK_SECONDS + late + 1e-6 * len(reads)


def test_the_time_of_the_reading_counts() -> None:
    time = Time()
    throttle = Throttle(1_000_000, time.clock)
    for _ in range(100):
        time.now += 0.05  # the network took half of the time the limit gives
        time.pay(throttle, 100_000)
    assert time.now == pytest.approx(10.0, abs=0.05)


def test_what_was_not_used_is_not_saved_up() -> None:
    time = Time()
    throttle = Throttle(1_000_000, time.clock)
    time.now += 1000.0
    for _ in range(20):
        time.pay(throttle, 50_000)
    assert time.now - 1000.0 == pytest.approx(0.95, abs=0.03)  # all but the first


def test_connections_that_share_a_limit_wait_in_turn() -> None:
    time = Time()
    throttle = Throttle(1_000_000, time.clock)
    throttle._taken = 3_000_000.0  # others have paid before
    time.pay(throttle, 1_000_000)
    assert time.now == pytest.approx(4.0, abs=0.05)


@pytest.mark.parametrize(("rate", "seconds"), [(4_000_000, 2.0), (500_000, 16.0), (0, 0.0)])
def test_a_wait_under_way_follows_a_new_limit(rate: int, seconds: float) -> None:
    time = Time()
    throttle = Throttle(1_000_000, time.clock)

    class Changing(Time):
        def wait(self, wanted: float) -> bool:
            assert wanted <= LOOK_SECONDS
            if len(self.waits) == 20:
                throttle.rate = rate
            self.waits.append(wanted)
            time.now += wanted
            return False

    throttle.pay(10_000_000, Changing())  # type: ignore[arg-type]
    assert time.now == pytest.approx(20 * LOOK_SECONDS + seconds, abs=LOOK_SECONDS * 2)


def test_a_limit_set_late_does_not_count_what_came_before() -> None:
    time = Time()
    throttle = Throttle(0, time.clock)
    time.pay(throttle, 10**9)
    time.now += 5.0
    throttle.rate = 1000
    time.pay(throttle, 1000)
    assert time.now == pytest.approx(6.0, abs=0.05)


def test_a_stop_ends_the_wait() -> None:
    time = Time()
    time.stopped = True
    time.pay(Throttle(1, time.clock), 10**9)
    assert len(time.waits) == 1


def test_a_real_stop_signal_ends_the_wait_at_once() -> None:
    stop, throttle = StopSignal(), Throttle(1)
    waiter = threading.Thread(target=throttle.pay, args=(10**9, stop))
    waiter.start()
    stop.set()
    waiter.join(SOON)
    assert not waiter.is_alive()
    stop.close()


@pytest.mark.parametrize(
    ("rate", "size", "chunk"),
    [
        (0, 65536, 65536),
        (100, 65536, 1024),
        (50_000, 65536, 2500),
        (1_000_000, 65536, 50_000),
        (200_000_000, 1_048_576, 1_048_576),
    ],
)
def test_reads_suit_the_limit(rate: int, size: int, chunk: int) -> None:
    assert Throttle(rate).chunk(size) == chunk

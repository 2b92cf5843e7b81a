"""A slow call is waited for, but not when there is a stop."""

import threading
from collections.abc import Iterator

import pytest

from core.disk.unless_stopped import unless_stopped
from core.stop import Interrupted, StopSignal


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    signal = StopSignal()
    yield signal
    signal.close()


def left_behind() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "disk"]


def test_it_returns_when_the_call_has(stop: StopSignal) -> None:
    done: list[int] = []
    unless_stopped(lambda: done.append(1), stop)
    assert done == [1]


def test_it_raises_what_the_call_raises(stop: StopSignal) -> None:
    def fails() -> None:
        raise OSError("no")

    with pytest.raises(OSError, match="no"):
        unless_stopped(fails, stop)


def test_with_a_stop_the_call_is_not_even_made(stop: StopSignal) -> None:
    done: list[int] = []
    stop.set()
    with pytest.raises(Interrupted):
        unless_stopped(lambda: done.append(1), stop)
    assert done == []


def test_a_stop_does_not_wait_for_the_call(stop: StopSignal) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait(30)

    def stop_it() -> None:
        begun.wait(30)
        stop.set()

    setter = threading.Thread(target=stop_it)
    setter.start()
    with pytest.raises(Interrupted):
        unless_stopped(slow, stop)
    setter.join()
    [thread] = left_behind()
    go_on.set()
    thread.join(30)
    assert left_behind() == []

"""The stop signal: the Event first, then everybody who waits."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from core.stop import Interrupted, StopSignal

LONG = 30.0  # seconds nobody may really wait


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    signal = StopSignal()
    yield signal
    signal.close()


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def interrupted(wait: Callable[[], object]) -> bool:
    try:
        wait()
    except Interrupted:
        return True
    return False


def in_threads(count: int, action: Callable[[], object]) -> list[object]:
    """What `action` returned in each of `count` threads that began together."""
    barrier = threading.Barrier(count)
    results: list[object] = []

    def run() -> None:
        barrier.wait(LONG)
        results.append(action())

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    return results


def test_a_new_signal_is_not_set(stop: StopSignal) -> None:
    assert not stop.is_set()
    stop.check()
    assert not stop.wait(0)


def test_a_set_signal_says_so_everywhere(stop: StopSignal) -> None:
    stop.set()
    assert stop.is_set()
    assert stop.wait(LONG)
    with pytest.raises(Interrupted):
        stop.check()


def test_clear_makes_ready_for_the_next_batch(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    stop.set()
    stop.clear()
    stop.check()
    assert not stop.ready(pair[0].fileno(), seconds=0)
    stop.set()
    with pytest.raises(Interrupted):
        stop.ready(pair[0].fileno(), seconds=LONG)


def test_after_a_clear_there_is_waiting_for_data_again(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    stop.set()
    stop.clear()
    sender = threading.Timer(0.02, pair[1].send, [b"x"])
    sender.start()
    ready = stop.ready(pair[0].fileno(), seconds=LONG)
    sender.join()
    assert ready


def test_clearing_a_signal_that_is_not_set_changes_nothing(stop: StopSignal) -> None:
    stop.clear()
    assert not stop.is_set()
    stop.set()
    assert stop.is_set()


def test_wait_ends_when_the_signal_is_set(stop: StopSignal) -> None:
    results: list[bool] = []
    thread = threading.Thread(target=lambda: results.append(stop.wait(LONG)))
    thread.start()
    stop.set()
    thread.join(LONG)
    assert results == [True]


def test_ready_tells_when_there_is_something_to_read(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    one, other = pair
    assert not stop.ready(one.fileno(), seconds=0)
    other.send(b"x")
    assert stop.ready(one.fileno(), seconds=LONG)


def test_ready_tells_when_there_is_room_to_write(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    assert stop.ready(pair[0].fileno(), write=True, seconds=LONG)
    fill(pair[0])
    assert not stop.ready(pair[0].fileno(), write=True, seconds=0)


def test_stopping_comes_before_data_that_is_there(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    pair[1].send(b"x")
    stop.set()
    with pytest.raises(Interrupted):
        stop.ready(pair[0].fileno(), seconds=LONG)


def test_one_set_wakes_every_thread_that_is_blocked_on_a_socket(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    setter = threading.Timer(0.02, stop.set)
    setter.start()
    waits = in_threads(8, lambda: interrupted(lambda: stop.ready(pair[0].fileno(), seconds=LONG)))
    setter.join()
    assert waits == [True] * 8


def test_the_wake_up_is_not_used_up_by_the_first_who_wakes(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    stop.set()
    for _ in range(3):
        assert interrupted(lambda: stop.ready(pair[0].fileno(), seconds=LONG))


def fill(sender: socket.socket) -> None:
    sender.setblocking(False)
    try:
        while True:
            sender.send(b"x" * 65536)
    except BlockingIOError:
        return


def test_any_ready_names_the_connection_that_can_be_written(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    full, free = pair
    fill(full)
    both = [full.fileno(), free.fileno()]
    assert stop.any_ready(both, seconds=LONG) == {free.fileno()}
    assert stop.any_ready([full.fileno()], seconds=0) == set()


def test_any_ready_ends_when_the_signal_is_set(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    fill(pair[0])
    setter = threading.Timer(0.02, stop.set)
    setter.start()
    with pytest.raises(Interrupted):
        stop.any_ready([pair[0].fileno()], seconds=LONG)
    setter.join()


def test_the_event_is_set_before_anyone_is_woken(stop: StopSignal) -> None:
    seen: list[bool] = []
    stop.on_set(lambda: seen.append(stop.is_set()))
    stop.set()
    assert seen == [True]


def test_a_second_set_wakes_nobody_again(stop: StopSignal) -> None:
    calls: list[int] = []
    stop.on_set(lambda: calls.append(1))
    stop.set()
    stop.set()
    assert len(calls) == 1
    stop.clear()
    stop.set()
    assert len(calls) == 2


def test_many_setters_at_once_wake_everyone_once(stop: StopSignal) -> None:
    calls: list[int] = []
    stop.on_set(lambda: calls.append(1))
    in_threads(8, stop.set)
    assert len(calls) == 1


def test_who_comes_too_late_is_woken_at_once(stop: StopSignal) -> None:
    calls: list[int] = []
    stop.set()
    stop.on_set(lambda: calls.append(1))
    assert calls == [1]


def test_who_waits_on_a_condition_is_woken_by_the_signal_and_by_its_parent(
    stop: StopSignal,
) -> None:
    child, calls = StopSignal(stop), list[int]()
    with child.waking(lambda: calls.append(1)):
        child.set()
        stop.set()
    assert calls == [1, 1]
    child.close()


def test_nobody_is_woken_who_has_left(stop: StopSignal) -> None:
    child, calls = StopSignal(stop), list[int]()
    with child.waking(lambda: calls.append(1)):
        pass
    child.set()
    stop.set()
    assert calls == []
    child.close()


def test_a_wake_up_may_use_the_signal_itself(stop: StopSignal) -> None:
    stop.on_set(stop.clear)
    stop.set()
    assert not stop.is_set()


def test_a_parent_sets_its_children_and_not_the_other_way_round(stop: StopSignal) -> None:
    one, other = StopSignal(stop), StopSignal(stop)
    one.set()
    assert (one.is_set(), other.is_set(), stop.is_set()) == (True, False, False)
    stop.set()
    assert other.is_set()
    one.close()
    other.close()


def test_a_child_of_a_set_parent_is_born_set(stop: StopSignal) -> None:
    stop.set()
    child = StopSignal(stop)
    assert child.is_set()
    child.close()


def test_a_child_stays_set_while_its_parent_is(stop: StopSignal) -> None:
    child = StopSignal(stop)
    stop.set()
    child.clear()
    assert child.is_set()
    stop.clear()
    child.clear()
    assert not child.is_set()
    child.close()


def test_a_child_blocked_on_a_socket_is_woken_by_the_parent(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    child = StopSignal(stop)
    setter = threading.Timer(0.02, stop.set)
    setter.start()
    with pytest.raises(Interrupted):
        child.ready(pair[0].fileno(), seconds=LONG)
    setter.join()
    child.close()


def test_a_child_that_sleeps_is_woken_by_the_parent(stop: StopSignal) -> None:
    child = StopSignal(stop)
    setter = threading.Timer(0.02, stop.set)
    setter.start()
    assert child.wait(LONG)
    setter.join()
    child.close()


def test_a_cleared_parent_lets_its_children_wait_again(
    stop: StopSignal, pair: tuple[socket.socket, socket.socket]
) -> None:
    child = StopSignal(stop)
    stop.set()
    stop.clear()
    assert not child.is_set()
    assert not child.wait(0)
    assert not child.ready(pair[0].fileno(), seconds=0)
    child.close()


def test_a_child_set_alone_outlasts_its_parents_clear(stop: StopSignal) -> None:
    child = StopSignal(stop)
    child.set()
    stop.set()
    stop.clear()
    assert child.is_set()
    child.close()


def test_a_parent_knows_nothing_of_its_children(stop: StopSignal) -> None:
    for _ in range(3):
        StopSignal(stop).close()
    stop.set()
    assert stop.is_set()


def test_closing_gives_every_descriptor_back() -> None:
    """Whatever else this process opens and closes meanwhile."""
    signal = StopSignal()
    made = [signal._reader, signal._writer]
    assert all(one.fileno() >= 0 for one in made)
    signal.close()
    assert [one.fileno() for one in made] == [-1, -1]

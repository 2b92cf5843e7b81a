"""Taking and giving back, in the orders that need luck to come about."""

from pathlib import Path

import pytest

from core.engine.engine import Engine
from core.engine.running import Piece
from core.engine.segments import Segment
from core.engine.work import Work
from core.model import events
from core.model.download import Request
from core.model.errors import ConnectionLostError, DiskFullError
from core.model.outcome import Done, Failed, Stopped
from core.model.resource import Resource, Validator
from core.model.segment import Span
from core.model.states import State
from core.stop import Interrupted
from tests.engine.conftest import MakeRig, NewSignal

SIZE = 1_000_000


class Desk:
    """The work of an engine whose own workers stay idle, and two workers of the test's."""

    def __init__(self, engine: Engine, signal: NewSignal) -> None:
        self.engine = engine
        self.work: Work = engine._work
        self.signals = [signal(), signal()]

    def begin(self) -> tuple[Piece, Segment]:
        """The first worker is answered: all of the file is its segment."""
        self.work.open_batch(None)
        piece = self.work.take(self.signals[0])
        assert piece is not None
        piece.download.name = "file.bin"
        resource = Resource(piece.download.request.url, SIZE, Validator('"v1"'), ranges=True)
        piece.segment = Segment(0, SIZE, 0, worker=piece.stop)
        piece.running.add(piece.segment)
        self.work.opened(piece, resource)
        piece.running.answered(piece.segment, 1.0)
        return piece, piece.segment

    def add(self, count: int) -> None:
        self.engine.add(
            [
                Request(f"https://example.org/{number}.bin", Path("nowhere"))
                for number in range(count)
            ]
        )

    def end(self, piece: Piece) -> None:
        """The worker that has all of the file is through with it."""
        self.through(piece)
        assert self.work.finishing(piece)
        self.work.settle(piece, Done())

    def join(self, piece: Piece, start: int) -> Piece:
        """The second worker has a part of the rest."""
        assert piece.segment is not None
        piece.segment.end = start
        more = Segment(start, SIZE, start, worker=self.signals[1])
        piece.running.add(more)
        piece.running.workers.add(self.signals[1])
        return Piece(piece.running, self.signals[1], more)

    def through(self, piece: Piece) -> None:
        """A worker has all of its segment."""
        segment = piece.segment
        assert segment is not None
        assert segment.end is not None
        piece.running.wrote(segment, segment.end - segment.position)
        piece.running.leave(segment)
        piece.segment = None


@pytest.fixture
def desk(rig: MakeRig, signal: NewSignal) -> Desk:
    here = rig(pool_size=1, connections=4)
    here.add("https://example.org/file.bin")
    return Desk(here.engine, signal)


def test_who_finds_nothing_more_leaves_and_the_last_one_finishes(desk: Desk) -> None:
    first, _ = desk.begin()
    second = desk.join(first, 400_000)
    desk.through(first)
    assert desk.work.next_segment(first) is None
    assert desk.work.finishing(first) is False
    desk.through(second)
    assert desk.work.next_segment(second) is None
    assert desk.work.finishing(second) is True
    assert second.download.state is State.VERIFYING


def test_a_connection_that_dies_once_another_found_nothing_leaves_no_gap(desk: Desk) -> None:
    first, _ = desk.begin()
    second = desk.join(first, 400_000)
    desk.through(first)
    assert desk.work.next_segment(first) is None
    desk.work.settle(second, Failed(ConnectionLostError(host="example.org"), progress=True))
    assert desk.work.finishing(first) is False, "it has left: the file is not whole"
    desk.work.settle(first, Done())
    assert second.download.state is State.RETRY_WAIT
    assert list(second.download.held) == [Span(0, 400_000)]


def test_a_connection_that_dies_before_leaves_its_rest_to_the_other(desk: Desk) -> None:
    first, _ = desk.begin()
    second = desk.join(first, 400_000)
    desk.through(first)
    desk.work.settle(second, Failed(ConnectionLostError(host="example.org"), progress=True))
    found = desk.work.next_segment(first)
    assert found is not None
    assert (found.start, found.end) == (400_000, SIZE)


@pytest.mark.parametrize("again", [False, True])
def test_what_was_paused_is_not_finished_even_if_it_is_to_go_on(desk: Desk, again: bool) -> None:
    first, _ = desk.begin()
    desk.through(first)
    desk.engine.pause([first.download.id])
    if again:
        desk.engine.resume([first.download.id])
    assert desk.work.next_segment(first) is None
    with pytest.raises(Interrupted):
        desk.work.finishing(first)
    desk.work.settle(first, Stopped())
    assert first.download.state is (State.QUEUED if again else State.PAUSED)
    assert list(first.download.held) == [Span(0, SIZE)]


def test_a_fault_of_what_was_paused_and_resumed_is_not_held_against_it(desk: Desk) -> None:
    first, _ = desk.begin()
    desk.engine.pause([first.download.id])
    desk.engine.resume([first.download.id])
    desk.work.settle(first, Failed(ConnectionLostError(host="example.org")))
    assert first.download.state is State.QUEUED
    assert first.download.attempts == 0


def test_pausing_tells_the_state_before_it_wakes_anyone(desk: Desk) -> None:
    first, _ = desk.begin()
    seen: list[State] = []
    first.stop.on_set(lambda: seen.append(first.download.state))
    desk.engine.pause([first.download.id])
    assert seen == [State.STOPPING]


def test_a_fault_of_all_ends_it_for_all(desk: Desk) -> None:
    first, _ = desk.begin()
    second = desk.join(first, 400_000)
    desk.work.settle(second, Failed(DiskFullError(folder="/")))
    assert first.stop.is_set()
    assert first.running.ending
    assert desk.work.next_segment(first) is None
    with pytest.raises(Interrupted):
        desk.work.finishing(first)
    desk.work.settle(first, Stopped())
    assert first.download.state is State.FAILED
    assert first.download.error == DiskFullError(folder="/")


# --- promises ----------------------------------------------------------------------------


def test_what_was_promised_is_taken_next(desk: Desk) -> None:
    desk.add(3)
    first, _ = desk.begin()
    promised = desk.work.promise(first.stop)
    assert promised is not None
    desk.end(first)
    second = desk.work.take(first.stop)
    assert second is not None
    assert second.download is promised


def test_what_nobody_came_for_waits_in_the_next_batch(desk: Desk) -> None:
    desk.add(1)
    first, _ = desk.begin()
    promised = desk.work.promise(first.stop)
    assert promised is not None
    desk.end(first)
    desk.work.close_batch(None)
    desk.work.open_batch(None)
    piece = desk.work.take(desk.signals[1])
    assert piece is not None
    assert piece.download is promised


def test_a_batch_is_not_over_while_somebody_holds_a_promise(desk: Desk) -> None:
    desk.add(2)
    first, _ = desk.begin()
    promised = desk.work.promise(first.stop)
    desk.end(first)
    piece = desk.work.take(desk.signals[1])
    assert piece is not None, "one is promised and one is left"
    assert piece.download is not promised


def test_what_was_paused_is_promised_to_nobody(desk: Desk) -> None:
    desk.add(1)
    first, _ = desk.begin()
    promised = desk.work.promise(first.stop)
    assert promised is not None
    desk.engine.pause([promised.id])
    desk.end(first)
    assert desk.work.take(first.stop) is None
    desk.work.close_batch(None)
    assert promised.state is State.PAUSED


def test_what_was_paused_and_resumed_is_taken_once(desk: Desk) -> None:
    desk.add(1)
    first, _ = desk.begin()
    promised = desk.work.promise(first.stop)
    assert promised is not None
    desk.engine.pause([promised.id])
    desk.engine.resume([promised.id])
    desk.end(first)
    second = desk.work.take(first.stop)
    assert second is not None
    assert second.download is promised
    assert not desk.work.queue


def test_after_a_stop_nothing_is_promised(desk: Desk) -> None:
    desk.add(1)
    first, _ = desk.begin()
    desk.work.stop.set()
    assert desk.work.promise(first.stop) is None


def test_events_are_posted_in_the_order_of_what_happened(desk: Desk) -> None:
    heard: list[events.Event] = []
    desk.engine.listen(heard.append)
    first, _ = desk.begin()
    desk.through(first)
    assert desk.work.finishing(first)
    desk.work.settle(first, Done())
    assert [type(one) for one in heard] == [events.Started, events.Completed]

"""Segments of one download: shared rests, races, losers, and never a byte too many or too few."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.engine.running import Piece, Running
from core.engine.segments import FIRST_SAMPLE_SECONDS, SAMPLE_SECONDS, Segment
from core.model import segment
from core.model.download import Download, Request
from core.model.resource import Resource, Validator
from core.model.segment import Span
from core.policy.segmentation import Rest
from core.stop import StopSignal
from tests.engine.conftest import NewSignal

URL = "https://example.org/file.bin"


def begin(size: int | None, *held: Span) -> Running:
    """Work on a file of `size` bytes, of which some are held."""
    resource = Resource(URL, size, Validator('"v1"'), ranges=True)
    one = Download(1, Request(URL, Path("nowhere")), 1.0, 0.0, resource=resource, held=held)
    return Running.begin(one, 8, lambda: 0.0)


def covered(spans: list[Span]) -> set[int]:
    return {position for span in spans for position in range(*span)}


def connect(
    running: Running, start: int, end: int | None, worker: StopSignal, rival: Segment | None = None
) -> Segment:
    """A connection that has its answer."""
    one = Segment(start, end, start, worker=worker, rival=rival)
    running.add(one)
    running.answered(one, 1.0)
    return one


# --- looking ---------------------------------------------------------------------------


def test_what_was_held_and_what_was_written_is_held(signal: NewSignal) -> None:
    running = begin(100, Span(0, 20))
    one = connect(running, 50, 100, signal())
    running.wrote(one, 10)
    assert running.held() == [Span(0, 20), Span(50, 60)]
    assert (running.received(), running.fresh()) == (30, 10)


def test_trusting_less_makes_nothing_of_it_fresh() -> None:
    running = begin(100, Span(0, 20))
    running.trust([Span(0, 5)])
    assert running.held() == [Span(0, 5)]
    assert (running.received(), running.fresh()) == (5, 0)


def test_it_is_complete_when_every_byte_is_written(signal: NewSignal) -> None:
    running = begin(100, Span(0, 20))
    one = connect(running, 20, 100, signal())
    running.wrote(one, 79)
    assert not running.complete()
    running.wrote(one, 1)
    assert running.complete()


def test_nobody_can_tell_whether_a_file_without_a_size_is_complete(signal: NewSignal) -> None:
    running = begin(None)
    one = connect(running, 0, None, signal())
    running.wrote(one, 100)
    assert not running.complete()
    assert not one.complete
    assert running.uncovered() is None
    assert running.rests(9.0) == ([], [])


def test_one_worker_alone_brought_the_whole_file(signal: NewSignal) -> None:
    running, own = begin(100), signal()
    running.workers.add(own)
    one = connect(running, 0, 100, own)
    running.wrote(one, 100)
    assert not running.alone_and_complete()
    running.leave(one)
    assert running.alone_and_complete()
    running.workers.add(signal())
    assert not running.alone_and_complete()


@pytest.mark.parametrize("held", [[Span(0, 99)], [Span(1, 100)], [], [Span(0, 9), Span(10, 100)]])
def test_one_worker_alone_that_lacks_a_byte_is_not_through(
    signal: NewSignal, held: list[Span]
) -> None:
    running = begin(100, *held)
    running.workers.add(signal())
    assert not running.alone_and_complete()


def test_the_first_range_that_nobody_has_is_uncovered(signal: NewSignal) -> None:
    running = begin(100, Span(10, 20))
    assert running.uncovered() == Span(0, 10)
    connect(running, 0, 10, signal())
    assert running.uncovered() == Span(20, 100)
    connect(running, 30, 100, signal())
    assert running.uncovered() == Span(20, 30)
    connect(running, 20, 30, signal())
    assert running.uncovered() is None


def test_a_connection_without_an_end_covers_the_rest_of_the_file(signal: NewSignal) -> None:
    running = begin(100)
    connect(running, 40, None, signal())
    assert running.uncovered() == Span(0, 40)


def test_a_connection_that_lost_everything_covers_nothing(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 0, 100, signal(), rival=owner)
    running.wrote(helper, 10)
    assert owner.end == 0
    running.leave(helper)
    assert running.uncovered() == Span(10, 100)


def test_rests_that_can_be_shared_are_those_of_connections_that_deliver(signal: NewSignal) -> None:
    running = begin(100)
    first = connect(running, 0, 30, signal())
    silent = Segment(30, 60, 30, worker=signal())
    running.add(silent)
    last = connect(running, 60, 100, signal())
    running.wrote(first, 10)
    assert running.rests(1.0) == ([first, last], [Rest(10, 30, None), Rest(60, 100, None)])
    assert running.delivering() == 2


def test_a_contested_rest_is_shared_no_further(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 50, 100, signal(), rival=owner)
    assert running.rests(1.0) == ([], [])
    running.wrote(helper, 1)
    assert running.rests(1.0)[0] == [owner, helper]


def test_nothing_can_be_shared_of_a_connection_that_is_through(signal: NewSignal) -> None:
    running = begin(100)
    running.wrote(connect(running, 0, 100, signal()), 100)
    assert running.rests(1.0) == ([], [])


# --- measuring -------------------------------------------------------------------------


def test_the_first_measure_is_taken_as_it_is_and_not_too_early() -> None:
    one = Segment(0, 1000, 100, sampled_at=1.0, sampled=100)
    one.position = 200
    one.sample(1.0 + FIRST_SAMPLE_SECONDS / 2)
    assert one.rate is None
    one.sample(1.0 + 2 * FIRST_SAMPLE_SECONDS)
    assert one.rate == pytest.approx(100 / (2 * FIRST_SAMPLE_SECONDS))


def test_later_measures_move_the_rate_part_of_the_way() -> None:
    one = Segment(0, 10_000, 0, rate=1000.0, sampled_at=1.0)
    one.position = 500
    one.sample(1.0 + SAMPLE_SECONDS / 2)
    assert one.rate == 1000.0
    one.sample(1.0 + SAMPLE_SECONDS)
    assert one.rate is not None
    assert 1000.0 < one.rate < 5000.0
    assert (one.sampled_at, one.sampled) == (1.0 + SAMPLE_SECONDS, 500)


def test_a_stalled_connection_sinks_towards_nothing() -> None:
    one = Segment(0, 10_000, 500, rate=1000.0, sampled_at=1.0, sampled=500)
    one.sample(6.0)
    assert one.rate is not None
    assert 0.0 <= one.rate < 1.0


def test_before_its_answer_a_connection_is_not_measured() -> None:
    one = Segment(0, 1000, 0)
    one.sample(5.0)
    assert (one.rate, one.sampled_at) == (None, 0.0)


# --- races -----------------------------------------------------------------------------


def test_the_first_bytes_of_a_helper_take_its_share_from_the_owner(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    running.wrote(owner, 10)
    helper = connect(running, 60, 100, signal(), rival=owner)
    assert (owner.end, helper.rival) == (100, owner)
    running.wrote(helper, 5)
    assert (owner.end, helper.rival) == (60, None)
    assert not running.ended(owner)
    assert owner.worker is not None
    assert not owner.worker.is_set()


def test_an_owner_who_still_stands_where_the_helper_began_is_woken(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    running.wrote(owner, 10)
    helper = connect(running, 10, 100, signal(), rival=owner)
    running.wrote(helper, 1)
    assert running.ended(owner)
    assert owner.complete
    assert owner.worker is not None
    assert owner.worker.is_set()
    assert (helper.rival, helper.end) == (None, 100)


def test_a_race_goes_on_until_one_is_ahead(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 0, 100, signal(), rival=owner)
    running.wrote(owner, 30)
    running.wrote(helper, 29)
    assert helper.rival is owner
    assert not running.ended(owner)
    running.wrote(helper, 1)
    assert running.ended(owner)
    assert owner.end == 30
    assert helper.rival is None


def test_an_owner_who_comes_first_sends_the_helper_away(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    running.wrote(owner, 10)
    helper = connect(running, 10, 100, signal(), rival=owner)
    running.wrote(owner, 90)
    assert not running.ended(helper)
    running.leave(owner)
    assert running.ended(helper)
    assert helper.complete
    assert helper.worker is not None
    assert helper.worker.is_set()


def test_an_owner_that_dies_leaves_its_rest_to_the_helper(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    running.wrote(owner, 60)
    helper = connect(running, 50, 100, signal(), rival=owner)
    running.leave(owner)
    assert not running.ended(helper)
    assert (helper.rival, helper.end) == (None, 100)
    assert running.uncovered() is None
    running.wrote(helper, 50)
    running.leave(helper)
    assert running.complete()


def test_a_helper_that_dies_too_early_leaves_the_owner_its_rest(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 50, 100, signal(), rival=owner)
    running.leave(helper)
    assert owner.end == 100
    assert running.uncovered() is None
    assert running.rests(1.0)[0] == [owner]


def test_a_helper_that_dies_later_leaves_a_gap(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 50, 100, signal(), rival=owner)
    running.wrote(helper, 10)
    running.leave(helper)
    assert running.uncovered() == Span(60, 100)
    assert owner.end == 50


def test_bytes_in_hand_that_make_another_needless_send_it_away(signal: NewSignal) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 80, 100, signal(), rival=owner)
    running.wrote(helper, 1)
    running.wrote(owner, 100)  # it had read so much when the helper came
    assert not running.ended(helper)
    running.leave(owner)
    assert running.ended(helper)
    assert helper.worker is not None
    assert helper.worker.is_set()


def test_who_was_sent_away_in_a_race_changes_nothing_with_what_is_in_hand(
    signal: NewSignal,
) -> None:
    running = begin(100)
    owner = connect(running, 0, 100, signal())
    helper = connect(running, 80, 100, signal(), rival=owner)
    running.wrote(helper, 1)
    third = connect(running, 90, 100, signal(), rival=helper)
    running.wrote(owner, 100)
    running.leave(owner)
    running.wrote(third, 5)
    assert running.ended(helper)
    assert running.ended(third)
    assert helper.end == helper.position


def test_what_is_left_to_an_owner_may_be_there_already(signal: NewSignal) -> None:
    """One who left had brought the bytes before those that the helper begins with."""
    running = begin(100)
    gone = connect(running, 0, 100, signal())
    owner = connect(running, 0, 100, signal(), rival=gone)
    running.wrote(gone, 50)
    running.leave(gone)
    helper = connect(running, 50, 100, signal(), rival=owner)
    running.wrote(helper, 1)
    assert running.ended(owner)


def test_who_has_left_is_woken_no_more(signal: NewSignal) -> None:
    running, own = begin(100), signal()
    owner = connect(running, 0, 100, own)
    running.wrote(owner, 10)
    helper = connect(running, 5, 100, signal(), rival=owner)
    running.leave(owner)
    running.wrote(helper, 50)
    assert not own.is_set()


def test_a_piece_is_nothing_without_its_part_file(signal: NewSignal) -> None:
    piece = Piece(begin(100), signal())
    assert piece.download.id == 1
    with pytest.raises(AssertionError, match="open"):
        _ = piece.part


# --- any order of everything -------------------------------------------------------------


@dataclass(eq=False)
class Connection:
    """A worker in the middle of a reply, as `streaming` does it: look, read, check, write."""

    segment: Segment
    stop: StopSignal
    last: int  # where its reply ends
    room: int = 0  # it reads so many; 0: it is about to look how many
    in_hand: int = 0  # read and checked, still to be written


SIZE = 12  # so few bytes that everybody is in everybody's way


class Race(RuleBasedStateMachine):
    """Connections to one file do what they can do, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.signals: list[StopSignal] = []
        self.connections: list[Connection] = []

    @initialize(size=st.integers(1, SIZE), start=st.integers(0, SIZE), length=st.integers(0, 3))
    def begins(self, size: int, start: int, length: int) -> None:
        self.running = begin(
            size, *segment.without([Span(start, start + length)], [Span(size, 2 * SIZE)])
        )
        self.size = size
        self.written = covered(self.running.held())

    @rule(number=st.integers(0, 4), amount=st.integers(0, SIZE))
    def somebody_goes_on(self, number: int, amount: int) -> None:
        """A connection does its next thing, or breaks; a number that nobody has begins one.

        One rule and not three: Hypothesis leaves out a rule or two in half of its runs.
        """
        if not self.connections and self.running.complete():
            self.begins(SIZE, amount, 1)
        elif number >= len(self.connections):
            self._join(amount)
        elif amount or self.connections[number].in_hand:
            self._step(self.connections[number], max(1, amount))
        else:
            self._leave(self.connections[number])

    # --- how it happens ---

    def _join(self, share: int) -> None:
        """Begin a connection for what nobody has, or for somebody's rest."""
        gap = self.running.uncovered()
        owners, rests = self.running.rests(1.0)
        if gap is not None:
            self._connect(gap.start, gap.end, None)
        elif owners:
            place = share % len(owners)
            rest = rests[place]
            self._connect(rest.start + share % (rest.end - rest.start), rest.end, owners[place])

    def _connect(self, start: int, end: int, rival: Segment | None) -> None:
        self.signals.append(StopSignal())
        one = Segment(start, end, start, worker=self.signals[-1], rival=rival)
        self.running.add(one)
        self.connections.append(Connection(one, self.signals[-1], end))

    def _leave(self, one: Connection) -> None:
        self.running.leave(one.segment)
        self.connections.remove(one)

    def _step(self, one: Connection, count: int) -> None:
        """The next thing that a worker does, up to where another may come in between."""
        mine = one.segment
        assert mine.end is not None
        if one.in_hand:
            assert mine.position + one.in_hand <= one.last, "a reply has what was asked for"
            self.written |= set(range(mine.position, mine.position + one.in_hand))
            self.running.wrote(mine, one.in_hand)
            one.in_hand = 0
        elif one.stop.is_set():
            assert self.running.ended(mine), "nobody else asked it to stop"
            self._leave(one)
        elif not mine.sampled_at:
            self.running.answered(mine, 1.0)
        elif one.room:
            one.in_hand, one.room = min(count, one.room), 0
        elif mine.position < mine.end:
            one.room = mine.end - mine.position
        else:
            self._leave(one)

    # --- what always holds ---

    @invariant()
    def held_is_exactly_what_was_written(self) -> None:
        assert covered(self.running.held()) == self.written
        assert self.running.received() == len(self.written)
        assert self.written <= set(range(self.size))

    @invariant()
    def what_is_missing_is_on_its_way_or_can_be_asked_for(self) -> None:
        missing = set(range(self.size)) - self.written
        for one in self.running.segments:
            assert one.end is not None
            missing -= set(range(one.position, one.end))
        gap = self.running.uncovered()
        assert (gap is None) == (not missing)
        if gap is not None:
            assert gap.start == min(missing)
            assert covered([gap]) <= missing

    @invariant()
    def nobody_waits_for_bytes_that_are_there(self) -> None:
        if any(one.segment.complete and not one.room for one in self.connections):
            return  # somebody is about to leave: that tells the others
        for one in self.connections:
            assert one.segment.end is not None
            if not one.stop.is_set():
                assert not self.written.issuperset(range(one.segment.position, one.segment.end))

    @invariant()
    def nobody_fetches_the_same_as_another_but_in_a_race(self) -> None:
        for one, other in combinations(self.running.segments, 2):
            assert one.rival is None or one.rival in self.running.segments
            assert one.end is not None
            assert other.end is not None
            if one.rival is not other and other.rival is not one:
                assert min(one.end, other.end) <= max(one.position, other.position)

    @invariant()
    def whoever_lost_is_told(self) -> None:
        for one in self.connections:
            assert one.segment.lost == one.stop.is_set()
            assert not one.segment.lost or one.segment.complete

    def teardown(self) -> None:
        """From wherever it stands the file gets whole, in few steps."""
        for _ in range(8 * self.size + 10 * len(self.connections)):
            if not self.connections:
                self._join(0)
            for one in list(self.connections):
                self._step(one, 1)
        assert self.running.held() == [Span(0, self.size)]
        for signal in self.signals:
            signal.close()


def test_whatever_the_order_the_file_is_covered_exactly() -> None:
    run_state_machine_as_test(
        Race, settings=settings(deadline=None, max_examples=70, stateful_step_count=50)
    )

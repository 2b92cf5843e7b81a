"""Who is next: by rank, for the whole list or for some, and past servers that take no more."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.queue import Queue
from core.engine.roster import Roster
from core.model.download import Download, Request
from core.model.states import Hold, State


class Waiting:
    """A queue over a list; `full` are the servers at their limit."""

    def __init__(self) -> None:
        self.roster = Roster()
        self.full: set[str] = set()
        self.asked: list[str] = []
        self.queue = Queue(self.roster, self._why_not)

    def _why_not(self, one: Download) -> Hold | None:
        self.asked.append(one.host)
        return Hold.HOST if one.host in self.full else None

    def add(self, *hosts: str) -> list[Download]:
        """One more download of each host, behind the others."""
        added = []
        for host in hosts:
            number = len(self.roster) + 1
            request = Request(f"https://{host}/{number}.bin", Path("nowhere"))
            one = Download(number, request, float(number), 0.0)
            self.roster.add(one)
            self.queue.put(one)
            added.append(one)
        return added

    def next(self) -> int | None:
        one = self.queue.next()
        return None if one is None else one.id

    def all(self) -> list[int]:
        """Everybody who can be next, in turn."""
        found = []
        while (number := self.next()) is not None:
            found.append(number)
        return found

    def shown(self) -> set[int]:
        """The rows that changed since the last look."""
        return {row.id for row in self.roster.changes(1000, 0.0, self.queue.hold).rows}

    def hold(self, number: int) -> Hold | None:
        one = self.roster.get(number)
        assert one is not None
        return self.queue.hold(one)


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


# --- order -------------------------------------------------------------------------------


def test_who_came_first_is_next(waiting: Waiting) -> None:
    waiting.add("a", "b", "a")
    assert waiting.queue
    assert waiting.all() == [1, 2, 3]
    assert not waiting.queue
    assert waiting.queue.next() is None


def test_who_comes_back_has_its_old_place(waiting: Waiting) -> None:
    first, *_ = waiting.add("a", "a", "a")
    assert waiting.next() == 1
    waiting.queue.put(first)
    assert waiting.all() == [1, 2, 3]


def test_who_was_dropped_is_not_next(waiting: Waiting) -> None:
    waiting.add("a", "a")
    waiting.queue.drop(1)
    waiting.queue.drop(7)
    assert waiting.all() == [2]


def test_who_was_moved_has_the_new_place(waiting: Waiting) -> None:
    first, *_ = waiting.add("a", "b", "a")
    first.rank = 2.5
    waiting.queue.moved(first)
    assert waiting.all() == [2, 1, 3]
    waiting.queue.moved(first)
    assert waiting.all() == [], "moving puts nobody in the line"


# --- some of the list --------------------------------------------------------------------


def test_a_batch_for_some_leaves_the_others_where_they_are(waiting: Waiting) -> None:
    waiting.add("a", "a", "a", "a")
    waiting.queue.open([3, 1, 99])
    assert waiting.all() == [1, 3]
    assert not waiting.queue
    waiting.queue.close()
    assert waiting.all() == [2, 4]


def test_a_batch_says_whether_it_is_for_some(waiting: Waiting) -> None:
    found = [waiting.queue.partial]
    waiting.queue.open([])
    found.append(waiting.queue.partial)
    waiting.queue.close()
    found.append(waiting.queue.partial)
    assert found == [False, True, False]


def test_a_batch_for_some_can_take_more_in(waiting: Waiting) -> None:
    waiting.add("a", "a", "a", "a")
    waiting.queue.open([4])
    waiting.queue.admit([2])
    assert waiting.all() == [2, 4]
    waiting.queue.admit(None)
    assert not waiting.queue.partial
    assert waiting.all() == [1, 3]


def test_a_batch_for_nobody_has_nobody(waiting: Waiting) -> None:
    waiting.add("a")
    waiting.queue.open([])
    assert not waiting.queue
    assert waiting.next() is None


def test_a_batch_for_all_takes_everybody_in_already(waiting: Waiting) -> None:
    waiting.add("a", "a")
    waiting.queue.open(None)
    waiting.queue.admit([2])
    assert waiting.all() == [1, 2]


def test_who_does_not_wait_is_not_taken_in(waiting: Waiting) -> None:
    waiting.add("a", "a")
    assert waiting.next() == 1
    waiting.queue.open([1, 2])
    assert waiting.all() == [2]


@pytest.mark.parametrize("admitted", [False, True])
def test_who_comes_meanwhile_is_in_the_batch_if_it_is_admitted(
    waiting: Waiting, admitted: bool
) -> None:
    first, *_ = waiting.add("a", "a")
    waiting.queue.open([1, 2])
    assert waiting.next() == 1
    waiting.queue.put(first, admitted=admitted)
    assert waiting.all() == ([1, 2] if admitted else [2])


def test_who_is_dropped_from_the_line_is_dropped_from_the_batch(waiting: Waiting) -> None:
    waiting.add("a")
    waiting.queue.open([1])
    waiting.queue.drop(1)
    assert not waiting.queue


def test_moving_counts_in_a_batch_for_some_too(waiting: Waiting) -> None:
    first, *_ = waiting.add("a", "a", "a")
    waiting.queue.open([1, 3])
    first.rank = 4.0
    waiting.queue.moved(first)
    assert waiting.all() == [3, 1]
    waiting.queue.close()
    assert waiting.all() == [2]


# --- servers at their limit --------------------------------------------------------------


def test_those_behind_do_not_wait_for_a_server_that_is_full(waiting: Waiting) -> None:
    waiting.add("full", "full", "free", "full", "free")
    waiting.full = {"full"}
    assert waiting.all() == [3, 5]
    assert waiting.queue, "they could be next at any time"
    waiting.full = set()
    assert waiting.all() == [1, 2, 4]


def test_a_full_server_is_asked_about_once_however_many_wait_for_it(waiting: Waiting) -> None:
    waiting.add(*["full"] * 500, "free")
    waiting.full = {"full"}
    assert waiting.next() == 501
    assert waiting.asked == ["full", "free"]


def test_a_server_that_has_room_again_serves_in_order(waiting: Waiting) -> None:
    waiting.add("full", "free", "full", "free")
    waiting.full = {"full"}
    assert waiting.next() == 2
    waiting.full = set()
    assert waiting.all() == [1, 3, 4]


def test_a_full_server_counts_in_a_batch_for_some_too(waiting: Waiting) -> None:
    waiting.add("full", "full", "free", "free")
    waiting.full = {"full"}
    waiting.queue.open([2, 4])
    assert waiting.all() == [4]
    waiting.full = set()
    assert waiting.all() == [2]


def test_another_port_is_another_server(waiting: Waiting) -> None:
    waiting.add("host:1", "host:2")
    waiting.full = {"host:1"}
    assert waiting.next() == 2


# --- why they wait -----------------------------------------------------------------------


def test_before_start_everybody_waits_for_that(waiting: Waiting) -> None:
    waiting.add("a")
    assert waiting.hold(1) is Hold.START
    waiting.queue.open(None)
    assert waiting.hold(1) is Hold.SLOT
    waiting.queue.close()
    assert waiting.hold(1) is Hold.START


def test_who_is_not_in_the_batch_waits_for_start(waiting: Waiting) -> None:
    waiting.add("a", "a")
    waiting.queue.open([2])
    assert (waiting.hold(1), waiting.hold(2)) == (Hold.START, Hold.SLOT)


def test_who_waits_for_a_server_is_told_so(waiting: Waiting) -> None:
    waiting.add("full", "free")
    waiting.queue.open(None)
    waiting.full = {"full"}
    assert (waiting.hold(1), waiting.hold(2)) == (Hold.HOST, Hold.SLOT)


@pytest.mark.parametrize(
    ("state", "hold"),
    [
        (State.RETRY_WAIT, Hold.RETRY),
        (State.DOWNLOADING, None),
        (State.PAUSED, None),
        (State.COMPLETED, None),
    ],
)
def test_who_is_not_queued_waits_for_something_else_or_nothing(
    waiting: Waiting, state: State, hold: Hold | None
) -> None:
    one = waiting.add("a")[0]
    waiting.queue.open(None)
    one.state = state
    assert waiting.hold(1) is hold


def test_the_first_is_shown_again_whenever_its_reason_may_have_changed(waiting: Waiting) -> None:
    first, *_ = waiting.add("a", "a", "a")
    waiting.shown()
    waiting.queue.open(None)
    assert waiting.shown() == {1}
    waiting.next()
    assert waiting.shown() == {2}
    first.rank = 9.0
    waiting.queue.moved(first)
    assert waiting.shown() == {2}
    waiting.queue.close()
    assert waiting.shown() == {2}


def test_the_first_of_each_full_server_is_shown_when_it_is_passed_over(waiting: Waiting) -> None:
    waiting.add("free", "full", "full", "busy", "busy", "free")
    assert waiting.next() == 1
    waiting.shown()
    waiting.full = {"full", "busy"}
    assert waiting.next() == 6
    assert waiting.shown() == {2, 4}
    assert waiting.next() is None
    assert waiting.shown() == {2, 4}


# --- any order of everything ---------------------------------------------------------------

numbers = st.integers(1, 9)
deeds = st.lists(
    st.tuples(
        st.sampled_from(["next", "put", "admit", "drop", "open", "all", "close", "fill", "free"]),
        numbers,
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=200)
@given(deeds)
def test_nobody_is_lost_and_nobody_is_next_twice(several: list[tuple[str, int]]) -> None:
    waiting = Waiting()
    downloads = {one.id: one for one in waiting.add(*"abcabcabc")}
    line, batch = set(downloads), set(downloads)
    for deed, number in several:
        host = downloads[number].host
        if deed == "next":
            fits = [one for one in line & batch if downloads[one].host not in waiting.full]
            found = waiting.next()
            assert found == min(fits, default=None)
            line.discard(found or 0)
        elif deed == "put":
            waiting.queue.put(downloads[number], admitted=True)
            line.add(number)
            batch.add(number)
        elif deed == "admit":
            waiting.queue.admit([number])
            batch |= {number} & line
        elif deed == "drop":
            waiting.queue.drop(number)
            line.discard(number)
        elif deed == "open":
            waiting.queue.open([number])
            batch = {number} & line
        elif deed == "fill":
            waiting.full.add(host)
        elif deed == "free":
            waiting.full.discard(host)
        elif deed == "all":
            waiting.queue.admit(None)
            batch = set(downloads)
        else:
            waiting.queue.close()
            batch = set(downloads)
        assert bool(waiting.queue) == bool(line & batch)
    waiting.queue.close()
    waiting.full.clear()
    assert waiting.all() == sorted(line)

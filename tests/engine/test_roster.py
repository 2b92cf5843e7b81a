"""The list: states and counts that always agree, and what a look at it tells."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.roster import Roster, guess, received
from core.engine.running import Running
from core.engine.segments import Segment
from core.model.download import Download, Request
from core.model.errors import NotFoundError
from core.model.resource import Resource, Validator
from core.model.segment import Span
from core.model.snapshot import Changes, Row
from core.model.states import MOVES, Hold, IllegalMoveError, State
from core.stop import StopSignal
from tests.engine.conftest import NewSignal

FOLDER = Path("nowhere")
URL = "https://example.org/a/file%20one.bin?x=1"


def download(number: int, url: str = URL, state: State = State.QUEUED) -> Download:
    return Download(number, Request(url, FOLDER), float(number), 5.0, state=state)


def of_size(one: Download, size: int | None) -> Download:
    one.resource = Resource(URL, size, Validator('"v1"'), ranges=True)
    return one


def begin(roster: Roster, one: Download, *workers: StopSignal) -> Running:
    running = Running.begin(one, 8, lambda: 0.0)
    running.workers.update(workers)
    roster.running[one.id] = running
    return running


def no_hold(_one: Download) -> Hold | None:
    return None


def look(roster: Roster, limit: int = 100, now: float = 0.0) -> Changes:
    return roster.changes(limit, now, no_hold)


def ids(changes: Changes) -> list[int]:
    return [row.id for row in changes.rows]


@pytest.fixture
def roster() -> Roster:
    return Roster()


# --- who is in the list ------------------------------------------------------------------


def test_who_was_added_is_in_the_list_in_that_order(roster: Roster) -> None:
    several = [download(number) for number in (3, 1, 2)]
    for one in several:
        roster.add(one)
    assert list(roster) == several
    assert len(roster) == 3
    assert roster.get(1) is several[1]
    assert roster.some([2, 9, 3]) == [several[2], several[0]]


def test_who_was_removed_is_gone(roster: Roster) -> None:
    one = download(1)
    roster.add(one)
    roster.remove(one)
    assert (len(roster), roster.get(1), roster.count(State.QUEUED)) == (0, None, 0)


def test_whoever_comes_next_comes_after_the_highest_rank_so_far(roster: Roster) -> None:
    for number in (3, 7, 5):
        roster.add(download(number))
    assert roster.last_rank == 7.0


# --- states and counts -------------------------------------------------------------------


@pytest.mark.parametrize("old", list(State))
@pytest.mark.parametrize("new", list(State))
def test_only_the_moves_of_the_table_are_made(roster: Roster, old: State, new: State) -> None:
    one = download(1, state=old)
    roster.add(one)
    if new in MOVES[old]:
        roster.move(one, new)
        assert one.state is new
    else:
        with pytest.raises(IllegalMoveError):
            roster.move(one, new)
        assert one.state is old
    assert roster.count(one.state) == 1
    assert look(roster).counts.by_state == {one.state: 1}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from([*State, None])), max_size=40))
def test_the_counts_are_those_of_the_list(several: list[tuple[int, State | None]]) -> None:
    roster = Roster()
    for number, state in several:
        one = roster.get(number)
        if one is None:
            roster.add(download(number))
        elif state is None:
            roster.remove(one)
        elif state in MOVES[one.state]:
            roster.move(one, state)
    counts = look(roster).counts
    assert counts.total == len(roster)
    for state in State:
        assert counts.of(state) == sum(one.state is state for one in roster) == roster.count(state)


def test_connections_are_counted_by_server(roster: Roster, signal: NewSignal) -> None:
    begin(roster, download(1, "https://a/1"), signal(), signal())
    begin(roster, download(2, "https://a/2"), signal())
    begin(roster, download(3, "https://b/3"), signal())
    assert [roster.connections_to(host) for host in "abc"] == [3, 1, 0]


# --- looking -----------------------------------------------------------------------------


def test_a_look_tells_what_changed_since_the_last_one(roster: Roster) -> None:
    one, other = download(1), download(2)
    roster.add(one)
    roster.add(other)
    assert ids(look(roster)) == [1, 2]
    assert ids(look(roster)) == []
    roster.touch(other)
    roster.move(one, State.PAUSED)
    roster.touch(other)
    assert ids(look(roster)) == [2, 1]


def test_a_long_list_comes_in_helpings_and_in_order(roster: Roster) -> None:
    for number in range(1, 8):
        roster.add(download(number))
    helpings = [look(roster, 3) for _ in range(4)]
    assert [ids(one) for one in helpings] == [[1, 2, 3], [4, 5, 6], [7], []]
    assert [one.more for one in helpings] == [True, True, False, False]
    assert all(one.counts.total == 7 for one in helpings)


def test_what_runs_is_in_every_look_once(roster: Roster, signal: NewSignal) -> None:
    for number in (1, 2, 3):
        roster.add(download(number))
    begin(roster, roster.some([2])[0], signal())
    assert ids(look(roster)) == [2, 1, 3]
    assert ids(look(roster)) == [2]
    assert [row.id for row in roster.running_rows(0.0, no_hold)] == [2]


def test_what_runs_does_not_keep_the_others_from_being_seen(
    roster: Roster, signal: NewSignal
) -> None:
    for number in (1, 2, 3):
        roster.add(download(number))
        begin(roster, roster.some([number])[0], signal())
    roster.add(download(4))
    assert look(roster, 2).more
    roster.running.clear()
    assert ids(look(roster, 2)) == [4]


def test_who_is_gone_is_told_once_and_not_shown_again(roster: Roster) -> None:
    one = download(1)
    roster.add(one)
    roster.touch(one)
    roster.remove(one)
    first, second = look(roster), look(roster)
    assert (first.rows, first.removed, first.more) == ([], [1], False)
    assert (second.rows, second.removed) == ([], [])


def test_bytes_of_what_ran_and_of_what_runs_are_counted(roster: Roster, signal: NewSignal) -> None:
    one = of_size(download(1), 100)
    one.held = (Span(0, 40),)
    roster.add(one)
    running = begin(roster, one, signal())
    fetched = Segment(40, 100, 40)
    running.add(fetched)
    running.wrote(fetched, 5)
    roster.received = 1000
    assert roster.total_received() == 1005
    assert look(roster).received == 1005


# --- rows --------------------------------------------------------------------------------


def row(roster: Roster, one: Download, now: float = 0.0) -> Row:
    return roster.row(one, now, no_hold)


def test_a_row_tells_what_is_known_before_the_server_has_spoken(roster: Roster) -> None:
    told = row(roster, download(1))
    assert (told.id, told.rank, told.url, told.folder) == (1, 1.0, URL, FOLDER)
    assert (told.name, told.named) == ("file one.bin", False)
    assert (told.state, told.size, told.received, told.connections) == (State.QUEUED, None, 0, 0)
    assert (told.error, told.retry_in, told.hold, told.unconfirmed) == (None, None, None, False)
    assert (told.added_at, told.finished_at) == (5.0, None)


def test_a_row_tells_what_is_held_and_under_which_name(roster: Roster) -> None:
    one = of_size(download(1), 100)
    one.held, one.name, one.error = (Span(0, 10), Span(20, 25)), "real.bin", NotFoundError(host="a")
    told = row(roster, one)
    assert (told.name, told.named, told.size, told.received) == ("real.bin", True, 100, 15)
    assert told.held == (Span(0, 10), Span(20, 25))
    assert told.error == NotFoundError(host="a")


def test_a_row_of_what_runs_counts_what_is_written(roster: Roster, signal: NewSignal) -> None:
    one = of_size(download(1), 100)
    roster.add(one)
    running = begin(roster, one, signal(), signal())
    fetched = Segment(0, 100, 0)
    running.add(fetched)
    running.wrote(fetched, 30)
    told = row(roster, one)
    assert (told.received, told.connections, told.held) == (30, 2, (Span(0, 30),))


def test_a_row_tells_how_long_until_the_next_attempt(roster: Roster) -> None:
    one = download(1)
    roster.retry_at.put(1, 10.0)
    assert row(roster, one, 7.5).retry_in == 2.5
    assert row(roster, one, 11.0).retry_in == 0.0


def test_a_row_tells_why_it_waits(roster: Roster) -> None:
    assert roster.row(download(1), 0.0, lambda _: Hold.HOST).hold is Hold.HOST


@pytest.mark.parametrize(
    ("url", "wanted", "name"),
    [
        (URL, None, "file one.bin"),
        (URL, "mine.bin", "mine.bin"),
        ("https://example.org/", None, "https://example.org/"),
        (URL, "a\0b", "ab"),
    ],
)
def test_the_name_is_guessed_from_the_wish_or_the_link(
    url: str, wanted: str | None, name: str
) -> None:
    one = Download(1, Request(url, FOLDER, name=wanted), 1.0, 0.0)
    assert guess(one) == name


def test_all_of_a_finished_file_is_there_though_no_spans_are_kept() -> None:
    one = of_size(download(1, state=State.COMPLETED), 100)
    assert received(one) == 100
    assert received(of_size(download(1), 100)) == 0
    assert received(of_size(download(1, state=State.COMPLETED), None)) == 0

"""The journal: what was posted is there after a restart, and after a crash."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.disk.journal import Journal
from core.disk.schema import FILE_NAME
from core.model.checksum import parse_checksum
from core.model.download import Conflict, Credentials, Download, NameSource, Options, Request
from core.model.errors import (
    ChecksumError,
    HeadgateError,
    LengthError,
    StalledError,
    StateLostError,
    StateNewerError,
)
from core.model.evidence import Evidence, Proof, Stamp
from core.model.pieces import Pieces
from core.model.resource import UNKNOWN_MIRROR, Announced, Resource, Validator
from core.model.segment import Span
from core.model.states import State
from core.stop import Interrupted, StopSignal
from tests.disk.conftest import Children

SOON = 30.0  # seconds that are never needed
MD5 = parse_checksum("md5=" + "0123456789abcdef" * 2)
Open = Callable[..., Journal]


@pytest.fixture
def open_journal(tmp_path: Path) -> Iterator[Open]:
    """Open journals of one folder; a fault nobody listens for fails the test."""
    journals: list[Journal] = []
    surprises: list[HeadgateError] = []

    def begin(
        owner: str = "get", on_fault: Callable[[HeadgateError], None] = surprises.append
    ) -> Journal:
        journals.append(Journal(tmp_path / "state", owner, on_fault))
        return journals[-1]

    yield begin
    for journal in journals:
        journal.close(SOON)
    assert surprises == []


def row(journal: Journal, rank: float = 1.0, **request: object) -> Download:
    asked = {"url": "https://a.example/x", "folder": Path("/folder"), **request}
    return Download(journal.take_ids(1)[0], Request(**asked), rank, 1000.0)  # type: ignore[arg-type]


def reloaded(journal: Journal, open_journal: Open) -> list[Download]:
    """What the next start finds."""
    assert journal.close(SOON)
    return open_journal().load()


def raw(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "state" / FILE_NAME, isolation_level=None)


def test_a_new_list_is_empty(open_journal: Open) -> None:
    assert open_journal().load() == []


def test_everything_the_user_asked_for_comes_back(open_journal: Open) -> None:
    journal = open_journal()
    options = Options((("User-Agent", "me"),), "https://a.example/", None, Conflict.SKIP)
    one = row(journal, 2.5, name="x.zip", checksum=MD5, options=options)
    journal.add([one])
    assert reloaded(journal, open_journal) == [one]


def test_what_a_metalink_said_comes_back(open_journal: Open) -> None:
    journal = open_journal()
    pieces = Pieces("sha-1", 2**20, bytes(range(60)))
    mirrors = ("https://b.example/x?a=1", "http://c.example/ä")
    rows = [
        row(journal, 1.0, mirrors=mirrors, pieces=pieces, size=3 * 2**20),
        row(journal, 2.0, mirrors=mirrors),
        row(journal, 3.0, size=0),
    ]
    journal.add(rows)
    assert reloaded(journal, open_journal) == rows


def test_what_the_server_announced_comes_back_but_no_address_it_sent(
    open_journal: Open, tmp_path: Path
) -> None:
    journal = open_journal()
    ours, theirs = "https://b.example/x?mine", "https://c.example/x?hunter2"
    rows = [row(journal, mirrors=(ours,)) for _ in range(3)]
    journal.add(rows)
    for one, mirror in zip(rows, ("", ours, theirs), strict=True):
        announced = Announced(MD5, (theirs,), theirs)
        one.resource = Resource(theirs, 1, Validator(), ranges=True, announced=announced)
        one.resource = replace(one.resource, mirror=mirror)
        journal.record(one)
    loaded = [one.resource for one in reloaded(journal, open_journal)]
    assert [one.announced for one in loaded if one] == [Announced(MD5)] * 3
    assert [one.mirror for one in loaded if one] == ["", ours, UNKNOWN_MIRROR]
    for file in (tmp_path / "state").glob(f"{FILE_NAME}*"):
        assert b"hunter2" not in file.read_bytes()


def test_the_order_of_the_queue_is_kept(open_journal: Open) -> None:
    journal = open_journal()
    rows = [row(journal, rank) for rank in (3.0, 1.0, 2.0, 1.0)]
    journal.add(rows)
    loaded = reloaded(journal, open_journal)
    assert [one.id for one in loaded] == [rows[index].id for index in (1, 3, 2, 0)]


def test_a_new_order_is_kept(open_journal: Open) -> None:
    journal = open_journal()
    rows = [row(journal, float(rank)) for rank in range(4)]
    journal.add(rows)
    for one in rows:
        one.rank = -one.rank
        journal.record(one)
    loaded = reloaded(journal, open_journal)
    assert [one.id for one in loaded] == [one.id for one in reversed(rows)]


def test_what_is_known_of_the_file_comes_back(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    one.name = "ünïcode 日本.zip"
    one.resource = Resource("", 2**40, Validator('"a"'), ranges=True)
    journal.record(one)
    evidence = Evidence((Proof(0, 1024, 5), Proof(4096, 2**33, 6)), Stamp(1, 2, 3))
    journal.record_held(one.id, evidence)
    loaded = reloaded(journal, open_journal)[0]
    assert (loaded.name, loaded.resource) == (one.name, one.resource)
    assert loaded.held == (Span(0, 1024), Span(4096, 2**33))
    assert loaded.evidence == evidence


def test_the_latest_word_counts(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    for end in range(1, 200):
        journal.record_held(one.id, Evidence((Proof(0, end, 5),)))
    assert reloaded(journal, open_journal)[0].held == (Span(0, 199),)


def test_another_link_for_the_same_download_comes_back(open_journal: Open) -> None:
    journal = open_journal()
    old, new, gone = row(journal), row(journal), row(journal)
    journal.add([old, gone])
    assert journal.flush(SOON)
    journal.add([new])
    journal.record_held(old.id, HELD)
    secret = Options((("X-Key", "hunter2"), ("Accept", "x")), credentials=Credentials("a", "b"))
    for one in (old, new, gone):
        one.request = replace(one.request, url="https://new.example/y", options=secret)
        journal.record_request(one)
    journal.remove([gone.id])
    loaded = reloaded(journal, open_journal)
    assert [one.id for one in loaded] == [old.id, new.id]
    for one in loaded:
        assert one.request.url == "https://new.example/y"
        assert one.request.options == Options((("Accept", "x"),))
    assert loaded[0].held == (Span(0, 9),)


def test_beginning_anew_forgets_the_file(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal, name="x.zip")
    journal.add([one])
    one.name, one.resource = "x.zip", Resource("", 5, Validator(), ranges=True)
    journal.record(one)
    journal.record_held(one.id, Evidence((Proof(0, 5, 5),)))
    one.name = one.resource = None
    journal.record_restart(one)
    loaded = reloaded(journal, open_journal)[0]
    assert (loaded.held, loaded.resource, loaded.name) == ((), None, None)
    assert loaded.request.name == "x.zip"


@pytest.mark.parametrize("state", State)
def test_settled_states_come_back_and_all_others_are_queued(
    open_journal: Open, state: State
) -> None:
    journal = open_journal()
    first, second = row(journal, 1.0), row(journal, 2.0)
    first.state = state
    journal.add([first, second])
    second.state = state
    journal.record(second)
    settled = state in (State.PAUSED, State.COMPLETED, State.FAILED)
    wanted = state if settled else State.QUEUED
    assert [one.state for one in reloaded(journal, open_journal)] == [wanted, wanted]


def test_a_limit_of_its_own_comes_back(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    one.limit_rate = 50_000
    journal.record(one)
    assert reloaded(journal, open_journal)[0].limit_rate == 50_000


@pytest.mark.parametrize("source", [None, *NameSource])
def test_why_it_is_called_so_comes_back(open_journal: Open, source: NameSource | None) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    one.name, one.source = "x.zip", source
    journal.record(one)
    assert reloaded(journal, open_journal)[0].source is source


def test_how_it_ended_comes_back(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    one.state, one.name, one.finished_at, one.unconfirmed = State.FAILED, "x (2)", 1234.5, True
    one.error = StalledError(host="a.example", seconds="30")
    journal.record(one)
    loaded = reloaded(journal, open_journal)[0]
    assert (loaded.state, loaded.name, loaded.finished_at) == (State.FAILED, "x (2)", 1234.5)
    assert loaded.error == one.error
    assert loaded.unconfirmed is True


def test_an_error_that_is_over_is_forgotten(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal)
    one.state, one.error = State.FAILED, LengthError(host="a", expected="1", actual="0")
    journal.add([one])
    journal.record(one)
    one.state, one.error = State.QUEUED, None
    journal.record(one)
    assert reloaded(journal, open_journal)[0].error is None


def test_what_is_removed_stays_away(open_journal: Open) -> None:
    journal = open_journal()
    rows = [row(journal) for _ in range(3)]
    journal.add(rows)
    journal.remove([rows[0].id, rows[2].id])
    journal.remove([])
    assert [one.id for one in reloaded(journal, open_journal)] == [rows[1].id]


def test_a_large_batch_comes_back_whole(open_journal: Open) -> None:
    journal = open_journal()
    journal.add(row(journal, float(rank)) for rank in range(5000))
    loaded = reloaded(journal, open_journal)
    assert [one.rank for one in loaded] == [float(rank) for rank in range(5000)]
    assert len({id(one.request.options) for one in loaded}) == 1


def test_programs_keep_their_lists_apart(open_journal: Open) -> None:
    window, get = open_journal("window"), open_journal("get")
    window.add([row(window, url="https://a.example/window")])
    get.add([row(get, url="https://a.example/get")])
    assert window.flush(SOON)
    assert get.flush(SOON)
    assert [one.request.url for one in window.load()] == ["https://a.example/window"]
    assert [one.request.url for one in get.load()] == ["https://a.example/get"]


def test_a_folder_whose_name_is_not_utf_8_is_kept(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal, folder=Path("/folder/\udcff"))
    journal.add([one])
    assert journal.flush(SOON)
    assert reloaded(journal, open_journal) == [one]


def test_ids_are_given_once(open_journal: Open) -> None:
    one, other = open_journal(), open_journal()
    ids = [journal.take_ids(1)[0] for journal in (one, other) * 50]
    assert len(set(ids)) == 100


RESERVE = """
import sys
from pathlib import Path
from core.disk.journal import Journal
from core.disk.schema import FILE_NAME
journal = Journal(Path(sys.argv[1]), "get", print)
print(journal.take_ids(1)[0], journal.take_ids(1)[0])
journal.close()
"""


def test_two_processes_give_different_ids(
    open_journal: Open, tmp_path: Path, child: Children
) -> None:
    journal = open_journal()
    ours = {journal.take_ids(1)[0] for _ in range(1000)}
    theirs = {int(word) for word in child(RESERVE, tmp_path / "state").end().split()}
    assert len(theirs) == 2
    assert not ours & theirs


def test_the_marks_of_a_list_stay_the_same(open_journal: Open) -> None:
    journal = open_journal()
    token = journal.token(7)
    assert journal.token(8) != token
    journal.close(SOON)
    assert open_journal().token(7) == token


# --- flush and close ---------------------------------------------------------------------------


def test_after_a_flush_others_see_it(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    journal.add([row(journal), row(journal)])
    assert journal.flush(SOON)
    with closing(raw(tmp_path)) as other:
        assert other.execute("SELECT count(*) FROM downloads").fetchone() == (2,)


def test_whoever_waits_for_a_row_finds_it_on_the_disk(open_journal: Open, tmp_path: Path) -> None:
    journal, stop = open_journal(), StopSignal()
    for count in (1, 300, 1):
        rows = [row(journal) for _ in range(count)]
        journal.add(rows)
        for one in (rows[-1], rows[0]):
            journal.await_row(one.id, stop)
            with closing(raw(tmp_path)) as other:
                found = other.execute("SELECT id FROM downloads WHERE id = ?", (one.id,))
                assert found.fetchone() == (one.id,)
    stop.close()


def test_a_wait_for_a_row_ends_with_the_stop_signal(open_journal: Open, tmp_path: Path) -> None:
    journal, stop = open_journal(), StopSignal()
    with closing(raw(tmp_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        one = row(journal)
        journal.add([one])
        timer = threading.Timer(0.05, stop.set)
        timer.start()
        with pytest.raises(Interrupted):
            journal.await_row(one.id, stop)
        timer.join()
        other.execute("ROLLBACK")
    stop.close()


def test_nobody_waits_for_a_list_that_is_lost(open_journal: Open, tmp_path: Path) -> None:
    journal, stop = open_journal(on_fault=lambda _fault: None), StopSignal()
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE downloads")
    one = row(journal)
    journal.add([one])
    journal.await_row(one.id, stop)  # the fault ends the batch
    stop.close()


def test_what_an_earlier_process_added_is_older(open_journal: Open) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    assert not journal.is_older(one.id)
    assert journal.close(SOON)
    later, stop = open_journal(), StopSignal()
    assert later.is_older(one.id)
    later.await_row(one.id, stop)
    assert not later.is_older(later.take_ids(1)[0])
    stop.close()


def test_a_flush_with_nothing_to_do_returns(open_journal: Open) -> None:
    journal = open_journal()
    assert journal.flush(SOON)
    assert journal.flush(SOON)


def test_a_flush_does_not_wait_longer_than_it_may(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    with closing(raw(tmp_path)) as other:
        other.execute("BEGIN IMMEDIATE")
        journal.add([row(journal)])
        assert not journal.flush(0.05)
        other.execute("ROLLBACK")
    assert journal.flush(SOON)
    assert len(journal.load()) == 1


def test_a_post_is_written_without_being_asked_for(open_journal: Open, tmp_path: Path) -> None:
    tried = threading.Event()
    journal = open_journal(on_fault=lambda _fault: tried.set())
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE downloads")
    journal.add([row(journal)])
    assert tried.wait(SOON)


def test_closing_writes_what_was_posted(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    journal.add([row(journal)])
    assert journal.close(SOON)
    with closing(raw(tmp_path)) as other:
        assert other.execute("SELECT count(*) FROM downloads").fetchone() == (1,)
    assert not list((tmp_path / "state").glob("*-wal"))


def test_closing_while_the_writer_is_about_to_write_is_noticed(open_journal: Open) -> None:
    journal = open_journal()

    class Clearing(threading.Event):
        """The moment between the writer's look at the end and its going to work."""

        def clear(self) -> None:
            closer = threading.Thread(target=journal.close, args=(0.0,))
            closer.start()
            closer.join()
            super().clear()

    journal._hurry = Clearing()
    journal.add([row(journal)])
    journal._thread.join(SOON)
    assert not journal._thread.is_alive()


# --- adopting ----------------------------------------------------------------------------------

HOLD = """
import sys
from pathlib import Path
from core.disk.journal import Journal
from core.disk.schema import FILE_NAME
from core.model.download import Download, Request
from core.model.evidence import Evidence, Proof
journal = Journal(Path(sys.argv[1]), "get", print)
one = Download(journal.take_ids(1)[0], Request("https://a.example/x", Path("/folder")), 1.0, 0.0)
journal.add([one])
journal.record_held(one.id, Evidence((Proof(0, 77, 5),)))
journal.flush(30)
print("flushed", flush=True)
sys.stdin.readline()
"""
SAME = Request("https://a.example/x", Path("/folder"))


def test_only_what_a_dead_process_left_is_adopted(
    open_journal: Open, tmp_path: Path, child: Children
) -> None:
    journal = open_journal()
    other = child(HOLD, tmp_path / "state")
    assert other.line() == "flushed"
    assert journal.adopt([SAME])[0] is None
    other.kill()
    adopted = journal.adopt([SAME])[0]
    assert adopted is not None
    assert adopted.held == (Span(0, 77),)


def test_nobody_adopts_what_somebody_has_adopted(open_journal: Open) -> None:
    first = open_journal()
    first.add([row(first)])
    first.close(SOON)
    second, third = open_journal(), open_journal()
    assert second.adopt([SAME])[0] is not None
    assert third.adopt([SAME])[0] is None
    assert second.adopt([SAME])[0] is None
    second.close(SOON)
    assert third.adopt([SAME])[0] is not None


def test_our_own_downloads_are_not_adopted(open_journal: Open) -> None:
    journal = open_journal()
    journal.add([row(journal)])
    assert journal.flush(SOON)
    assert journal.adopt([SAME])[0] is None


@pytest.mark.parametrize(
    "request_",
    [
        Request("https://a.example/y", Path("/folder")),
        Request("https://a.example/x", Path("/other")),
        Request("https://a.example/x", Path("/folder"), name="mine"),
    ],
)
def test_only_the_same_link_folder_and_name_is_adopted(
    open_journal: Open, request_: Request
) -> None:
    first = open_journal()
    first.add([row(first)])
    first.close(SOON)
    assert open_journal().adopt([request_])[0] is None


def test_a_wanted_name_is_compared_too(open_journal: Open) -> None:
    first = open_journal()
    first.add([row(first, name="mine")])
    first.close(SOON)
    journal = open_journal()
    assert journal.adopt([SAME])[0] is None
    assert journal.adopt([Request(SAME.url, SAME.folder, name="mine")])[0] is not None


def test_the_lists_of_other_programs_are_not_adopted_from(open_journal: Open) -> None:
    window = open_journal("window")
    window.add([row(window)])
    window.close(SOON)
    assert open_journal("get").adopt([SAME])[0] is None


@pytest.mark.parametrize("state", [State.QUEUED, State.PAUSED, State.FAILED, State.COMPLETED])
def test_all_but_the_completed_are_adopted(open_journal: Open, state: State) -> None:
    first = open_journal()
    one = row(first)
    one.state = state
    first.add([one])
    first.close(SOON)
    adopted = open_journal().adopt([SAME])[0]
    assert (adopted is None) is (state is State.COMPLETED)


def test_what_is_asked_now_replaces_what_was_asked_then(open_journal: Open) -> None:
    first = open_journal()
    first.add([row(first)])
    first.close(SOON)
    options = Options(credentials=Credentials("bob", "hunter2"))
    asked = Request(SAME.url, SAME.folder, checksum=MD5, options=options)
    adopted = open_journal().adopt([asked])[0]
    assert adopted is not None
    assert adopted.request == asked


MIRRORED: dict[str, Any] = {
    "checksum": MD5,
    "mirrors": ("https://b.example/x",),
    "pieces": Pieces("md5", 100, bytes(16)),
    "size": 99,
}
HELD = Evidence((Proof(0, 9, 5),))


@pytest.mark.parametrize(
    ("held", "error", "kept"),
    [
        (HELD, None, True),
        (HELD, StalledError(), True),
        (HELD, ChecksumError(), False),  # what is there is thrown away
        (Evidence(), None, False),
    ],
)
def test_what_was_said_of_bytes_that_are_there_is_not_forgotten(
    open_journal: Open, held: Evidence, error: HeadgateError | None, kept: bool
) -> None:
    first = open_journal()
    one = row(first, **MIRRORED)
    first.add([one])
    one.error = error
    first.record(one)
    first.record_held(one.id, held)
    first.close(SOON)
    wanted = replace(SAME, **MIRRORED) if kept else SAME
    for _ in range(2):
        journal = open_journal()
        adopted = journal.adopt([SAME])[0]
        assert adopted is not None
        assert adopted.request == wanted
        journal.close(SOON)


def test_what_is_said_now_counts_before_what_was_said_then(open_journal: Open) -> None:
    first = open_journal()
    one = row(first, **MIRRORED)
    first.add([one])
    first.record_held(one.id, HELD)
    first.close(SOON)
    other = parse_checksum("md5=" + "0" * 32)
    asked = replace(SAME, checksum=other, mirrors=("http://c.example/",), size=100)
    second = open_journal()
    adopted = second.adopt([asked])[0]
    assert adopted is not None
    assert adopted.request == replace(asked, pieces=MIRRORED["pieces"])
    second.close(SOON)
    assert [one.request for one in open_journal().load()] == [adopted.request]


def test_downloads_may_be_adopted_while_others_are_written(open_journal: Open) -> None:
    journal = open_journal()
    done = threading.Event()

    def keep_writing() -> None:
        while not done.is_set():
            journal.flush(SOON)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for number in range(1500):
            journal.adopt([Request(f"https://a.example/{number}", Path("/folder"))])
            journal.add([row(journal)])
    finally:
        done.set()
        writer.join()
    assert journal.flush(SOON)
    assert len(journal.load()) == 1500


# --- crashes, faults and secrets ---------------------------------------------------------------


def test_a_crash_after_a_flush_loses_nothing(
    open_journal: Open, tmp_path: Path, child: Children
) -> None:
    other = child(HOLD, tmp_path / "state")
    assert other.line() == "flushed"
    other.kill()
    loaded = open_journal().load()
    assert [(one.request, one.held) for one in loaded] == [(SAME, (Span(0, 77),))]


WRITE = """
import sys
from pathlib import Path
from core.disk.journal import Journal
from core.disk.schema import FILE_NAME
from core.model.download import Download, Request
from core.model.evidence import Evidence, Proof
journal = Journal(Path(sys.argv[1]), "get", print)
one = Download(journal.take_ids(1)[0], Request("https://a.example/x", Path("/folder")), 1.0, 0.0)
journal.add([one])
for end in range(1, 1_000_000):
    journal.record_held(one.id, Evidence((Proof(0, end, 5),)))
    journal.flush(30)
    print(end, flush=True)
"""


def test_a_crash_in_the_middle_of_writing_loses_nothing_that_was_flushed(
    open_journal: Open, tmp_path: Path, child: Children
) -> None:
    other = child(WRITE, tmp_path / "state")
    told = [int(other.line()) for _ in range(20)]
    other.kill()
    held = open_journal().load()[0].held
    assert held[0].end >= told[-1]


def test_a_fault_is_told_once(open_journal: Open, tmp_path: Path) -> None:
    faults: list[HeadgateError] = []
    journal = open_journal(on_fault=faults.append)
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE downloads")
    for _ in range(3):
        journal.add([row(journal)])
        journal.flush(SOON)
    assert [type(fault) for fault in faults] == [StateLostError]
    assert faults[0].details["folder"] == str(tmp_path / "state")
    assert "downloads" in faults[0].details["reason"]


def test_a_flush_never_claims_what_was_not_written(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal(on_fault=lambda _fault: None)
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE downloads")
    journal.add([row(journal)])
    assert not journal.flush(0.5)


def test_a_list_that_is_damaged_is_told_while_others_use_it(
    open_journal: Open, tmp_path: Path
) -> None:
    journal, _other = open_journal(), open_journal()
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE downloads")
    with pytest.raises(StateLostError):
        journal.load()
    with pytest.raises(StateLostError):
        journal.adopt([SAME])


def test_a_list_that_shows_damage_when_it_is_read_is_made_anew(
    open_journal: Open, tmp_path: Path
) -> None:
    journal = open_journal()
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE downloads")
    assert journal.load() == []
    assert journal.rescue is not None
    one = row(journal)
    journal.add([one])
    assert reloaded(journal, open_journal) == [one]


FILL = """
import resource, sys
from pathlib import Path
from core.disk.journal import Journal
from core.disk.schema import FILE_NAME
from core.model.download import Download, Request
faults = []
journal = Journal(Path(sys.argv[1]), "get", faults.append)
def row():
    number = journal.take_ids(1)[0]
    return Download(number, Request("https://a.example/x", Path("/folder")), 1.0, 0.0)
journal.add([row()])
journal.flush(30)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
for _ in range(3):
    journal.add([row() for _ in range(5000)])
    journal.flush(30)
print(len(faults), faults[0].code, flush=True)
sys.stdin.readline()
"""


def test_a_full_disk_is_told_once_and_what_was_there_stays(
    open_journal: Open, tmp_path: Path, child: Children
) -> None:
    other = child(FILL, tmp_path / "state")
    assert other.line() == "1 state_lost"
    other.kill()
    assert len(open_journal().load()) == 1


def test_a_newer_list_is_refused(open_journal: Open, tmp_path: Path) -> None:
    open_journal().close(SOON)
    with closing(raw(tmp_path)) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(StateNewerError):
        open_journal()


def test_a_list_that_lacks_a_table_is_made_anew_at_the_start(
    open_journal: Open, tmp_path: Path
) -> None:
    journal = open_journal()
    one = row(journal)
    journal.add([one])
    journal.close(SOON)
    with closing(raw(tmp_path)) as other:
        other.execute("DROP TABLE counters")
    again = open_journal()
    assert again.rescue is not None
    assert again.load() == [one]
    assert again.take_ids(1)[0] > one.id


def test_a_state_folder_that_cannot_hold_locks_is_told_at_the_start(
    open_journal: Open, tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "sessions").touch()
    with pytest.raises(StateLostError):
        open_journal()


@pytest.mark.parametrize(
    ("column", "value"),
    [("state", "odd"), ("held", "odd"), ("checksum", "odd=1"), ("options", "{"), ("error", "[")],
)
def test_one_damaged_row_does_not_break_the_start(
    open_journal: Open, tmp_path: Path, column: str, value: str
) -> None:
    journal = open_journal()
    rows = [row(journal, 1.0), row(journal, 2.0)]
    journal.add(rows)
    journal.flush(SOON)
    with closing(raw(tmp_path)) as other:
        other.execute(f"UPDATE downloads SET {column} = ? WHERE id = ?", (value, rows[0].id))
    try:
        loaded = journal.load()
    except StateLostError:
        return
    assert rows[1] in loaded


def test_no_secret_reaches_the_disk(open_journal: Open, tmp_path: Path) -> None:
    journal = open_journal()
    headers = tuple((name, "hunter2") for name in ("Authorization", "cookie", "X-Api-Key"))
    options = Options((*headers, ("User-Agent", "me")), "", Credentials("bob", "hunter2"))
    one = row(journal, options=options)
    journal.add([one])
    one.name = "x"
    one.resource = Resource(
        "https://cdn.example/?signature=hunter2", 5, Validator('"a"'), True, "hunter2", "hunter2"
    )
    journal.record(one)
    journal.record(one)
    assert journal.flush(SOON)
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"https://a.example/x" in content
    assert b"hunter2" not in content

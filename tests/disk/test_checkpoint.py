"""Checkpoints: synced first, recorded second, and closed when nobody writes any more."""

import errno
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.disk import checkpoint
from core.disk.checkpoint import Checkpoints
from core.disk.mark import set_mark
from core.disk.partfile import PartFile
from core.disk.publish import sync_folder
from core.disk.reserve import reserve
from core.disk.rows import Row
from core.model.download import Conflict, Request
from core.model.errors import (
    DiskError,
    DiskFullError,
    FolderGoneError,
    HeadgateError,
    InUseError,
    PartLostError,
)
from core.model.evidence import Evidence, Proof, Stamp
from core.model.resource import Resource, Validator
from core.model.segment import Span
from core.model.states import State
from core.policy import putting_off
from core.stop import Interrupted, StopSignal

SOON = 30.0  # seconds that are never needed
ALL = [Span(0, 100)]
REQUEST = Request("https://a.example/x", Path("/folder"))


class FakePart:
    """Writes down what is done to it; its sync can be held up, or fail."""

    def __init__(self, log: list[str], name: str = "") -> None:
        self._log = log
        self._name = name
        self.path = Path(f"/parts/a{name}.part")
        self.descriptor = -1
        self.is_open = True
        self.fault: DiskError | None = None
        self.proofs: list[Proof] = []
        self.entered = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.closed = threading.Event()
        self.failures = 0
        self.misplaced: DiskError | None = None

    def sync(self, *, entirely: bool = False) -> None:
        self._log.append(f"sync{self._name}")
        self.entered.set()
        assert self.go.wait(SOON)
        if self.failures:
            self.failures -= 1
            self.fault = DiskFullError(folder="/folder")
            raise self.fault
        self._log.append(f"synced{self._name}")

    def check_in_place(self) -> None:
        if self.misplaced is not None:
            raise self.misplaced

    def stamp(self) -> Stamp:
        return Stamp(1, 2, 3)

    def read_into(self, view: memoryview, _position: int) -> int:
        return len(view)

    def close(self) -> None:
        self._log.append(f"close{self._name}")
        self.is_open = False
        self.closed.set()


class Records:
    """What was recorded, and a way to wait for it."""

    def __init__(self, log: list[str]) -> None:
        self._log = log
        self._condition = threading.Condition()
        self.held: list[tuple[int, list[Span]]] = []

    def __call__(self, download_id: int, evidence: Evidence) -> None:
        with self._condition:
            self._log.append(f"record {download_id}")
            self.held.append((download_id, evidence.spans))
            self._condition.notify_all()

    def reach(self, download_id: int, held: list[Span]) -> bool:
        """Wait until this was recorded."""
        with self._condition:
            return self._condition.wait_for(lambda: (download_id, held) in self.held, SOON)


class Bench:
    """Checkpoints with everything they talk to."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.record = Records(self.log)
        self.faults: list[tuple[int, HeadgateError]] = []
        self.rows: list[Row] = []
        self.faulty = threading.Event()
        self.checkpoints = Checkpoints(self.record, self.record_rows, str, self.fault)
        self.parts: list[FakePart] = []
        self.never = StopSignal()

    def fault(self, number: int, error: HeadgateError) -> None:
        self.faults.append((number, error))
        self.faulty.set()

    def part(self, name: str = "") -> FakePart:
        self.parts.append(FakePart(self.log, name))
        return self.parts[-1]

    def keep(self, number: int, part: object, spans: list[Span] | None = None) -> list[Span]:
        """Watch `part`; returns the list to which written spans are to be added."""
        written: list[Span] = [] if spans is None else spans
        self.checkpoints.keep(row(number), part, lambda: list(written))  # type: ignore[arg-type]
        return written

    def record_rows(self, rows: list[Row]) -> None:
        self.log.append(f"rows {len(rows)}")
        self.rows += rows

    def let_go(self, number: int, part: FakePart, spans: list[Span] | None = None) -> None:
        """Nobody writes to `part` any more; `spans` is what is written if it was never kept."""
        self.checkpoints.let_go(number, part, lambda: list(spans or []))  # type: ignore[arg-type]

    def retake(self, number: int) -> PartFile | None:
        return self.checkpoints.retake(number, self.never)

    def held_up(self, number: int) -> FakePart:
        """A part file the thread is just syncing, until its `go` is set."""
        part = self.part(f" {number}")
        part.go.clear()
        self.keep(number, part).extend(ALL)
        self.let_go(number, part)
        assert part.entered.wait(SOON)
        return part


def row(number: int, state: State = State.QUEUED) -> Row:
    return Row(number, 0, 1.0, state, REQUEST, "a", False, None, None, 0.0, None, False, 0, None)


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(checkpoint, "sync_folder", lambda _folder: None)
    made = Bench()
    yield made
    for part in made.parts:
        part.go.set()
    assert made.checkpoints.close(SOON)
    made.never.close()


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits a second in a test."""
    monkeypatch.setattr(checkpoint, "INTERVAL_SECONDS", 0.005)


def test_what_was_written_is_synced_before_it_is_recorded(bench: Bench) -> None:
    part = bench.part()
    bench.keep(1, part).extend(ALL)
    bench.let_go(1, part)
    assert part.closed.wait(SOON)
    assert bench.log == ["sync", "synced", "record 1", "close"]
    assert bench.record.held == [(1, ALL)]


@pytest.mark.usefixtures("often")
def test_it_happens_by_itself_while_the_download_runs(bench: Bench) -> None:
    part = bench.part()
    written = bench.keep(1, part)
    written.append(Span(0, 10))
    assert bench.record.reach(1, [Span(0, 10)])
    written.append(Span(20, 30))
    assert bench.record.reach(1, [Span(0, 10), Span(20, 30)])
    assert not part.closed.is_set()


@pytest.mark.usefixtures("often")
def test_one_that_is_nearly_done_is_left_alone_once(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Span] = []

    def held() -> list[Span]:
        if written:
            bench.log.append("look")
        return list(written)

    mine = row(1)._replace(resource=Resource(REQUEST.url, 100, Validator(), ranges=True))
    monkeypatch.setattr(putting_off, "MUCH", 90)
    bench.checkpoints.keep(mine, bench.part(), held)  # type: ignore[arg-type]
    written.append(Span(0, 90))
    assert bench.record.reach(1, [Span(0, 90)])
    assert bench.log[: bench.log.index("sync")] == ["look", "look"]


@pytest.mark.usefixtures("often")
def test_what_is_written_during_a_sync_is_recorded_after_the_next(bench: Bench) -> None:
    part = bench.part()
    part.go.clear()
    written = bench.keep(1, part)
    written.append(Span(0, 10))
    assert part.entered.wait(SOON)
    written.append(Span(20, 30))
    part.go.set()
    assert bench.record.reach(1, [Span(0, 10), Span(20, 30)])
    assert bench.record.held[0] == (1, [Span(0, 10)])


@pytest.mark.usefixtures("often")
def test_what_is_fetched_once_more_is_proven_and_recorded_once_more(
    bench: Bench, stop: StopSignal
) -> None:
    part = bench.part()
    written = bench.keep(1, part)
    written += [Span(0, 10), Span(20, 30)]
    assert bench.record.reach(1, [Span(0, 10), Span(20, 30)])
    written.pop()
    bench.checkpoints.forget(1, [Span(20, 30)], stop)
    assert bench.record.reach(1, [Span(0, 10)])
    bench.checkpoints.forget(2, ALL, stop)  # one that is not watched


def test_what_was_there_already_is_not_recorded_again(bench: Bench) -> None:
    part = bench.part()
    bench.keep(1, part, list(ALL))
    bench.let_go(1, part)
    assert part.closed.wait(SOON)
    assert bench.log == ["close"]


def test_every_part_file_that_is_let_go_is_closed(bench: Bench) -> None:
    parts = [bench.part(f" {number}") for number in range(5)]
    for number, part in enumerate(parts):
        bench.keep(number, part).append(Span(0, number + 1))
    for number, part in enumerate(parts):
        bench.let_go(number, part)
    assert all(part.closed.wait(SOON) for part in parts)
    assert sorted(bench.record.held) == [(number, [Span(0, number + 1)]) for number in range(5)]


def test_letting_go_twice_or_of_nothing_harms_nobody(bench: Bench) -> None:
    part, gone = bench.part(), bench.part()
    gone.is_open = False
    bench.let_go(7, gone)
    bench.keep(1, part)
    bench.let_go(1, part)
    bench.let_go(1, part)
    assert part.closed.wait(SOON)
    assert bench.checkpoints.close(SOON)
    assert bench.log == ["close"]


# --- starting again ----------------------------------------------------------------------------


def test_a_download_that_starts_again_at_once_gets_the_same_file(bench: Bench) -> None:
    part = bench.held_up(1)
    assert bench.retake(1) is part
    part.go.set()
    assert bench.record.reach(1, ALL)
    assert bench.retake(1) is part
    assert not part.closed.is_set()
    bench.let_go(1, part)
    assert part.closed.wait(SOON)


def test_what_was_written_before_it_was_let_go_a_second_time_is_recorded_too(bench: Bench) -> None:
    part = bench.held_up(1)
    assert bench.retake(1) is part
    bench.keep(1, part).extend([Span(0, 100), Span(200, 300)])
    bench.let_go(1, part)
    part.go.set()
    assert part.closed.wait(SOON)
    assert bench.record.held[-1] == (1, [Span(0, 100), Span(200, 300)])


@pytest.mark.usefixtures("often")
def test_the_same_file_kept_again_is_asked_for_what_is_written_now(bench: Bench) -> None:
    part = bench.part()
    bench.keep(1, part)
    assert bench.retake(1) is part
    bench.keep(1, part).extend(ALL)
    assert bench.record.reach(1, ALL)


def test_what_is_settled_cannot_be_taken_back(bench: Bench) -> None:
    part = bench.part()
    bench.keep(1, part)
    bench.let_go(1, part)
    assert part.closed.wait(SOON)
    assert bench.checkpoints.close(SOON)
    assert bench.retake(1) is None


def test_what_was_never_kept_cannot_be_taken_back(bench: Bench) -> None:
    assert bench.retake(1) is None


def test_a_new_part_file_is_not_forgotten_with_the_old_one(bench: Bench) -> None:
    old = bench.held_up(1)
    new = bench.part(" new")
    written = bench.keep(1, new)
    old.go.set()
    assert old.closed.wait(SOON)
    assert bench.retake(1) is new
    written.append(Span(0, 7))
    bench.let_go(1, new)
    assert new.closed.wait(SOON)
    assert bench.record.held[-1] == (1, [Span(0, 7)])


def test_an_old_part_file_is_closed_even_if_a_new_one_took_its_place(bench: Bench) -> None:
    busy = bench.held_up(9)
    old, new = bench.part(" old"), bench.part(" new")
    bench.keep(1, old)
    bench.let_go(1, old)
    bench.keep(1, new)
    busy.go.set()
    bench.let_go(1, new)
    assert new.closed.wait(SOON)
    assert bench.checkpoints.close(SOON)
    assert old.closed.is_set()


# --- finished files ----------------------------------------------------------------------------


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> list[Path]:
    """The folders that were synced, in the log as well."""
    folders: list[Path] = []

    def sync(folder: Path) -> None:
        bench.log.append("folder")
        folders.append(folder)

    monkeypatch.setattr(checkpoint, "sync_folder", sync)
    return folders


def finished(number: int) -> Row:
    return row(number, State.COMPLETED)


def test_a_finished_file_is_recorded_once_its_folder_is_synced(
    bench: Bench, synced: list[Path]
) -> None:
    bench.checkpoints.published(Path("/folder"), finished(1))
    assert bench.checkpoints.close(SOON)
    assert bench.log == ["folder", "rows 1"]
    assert synced == [Path("/folder")]
    assert bench.rows == [finished(1)]


def test_files_that_finish_together_share_a_sync(bench: Bench, synced: list[Path]) -> None:
    part = bench.held_up(9)
    for number in range(20):
        bench.checkpoints.published(Path("/folder"), finished(number))
    bench.checkpoints.published(Path("/other"), finished(20))
    part.go.set()
    assert bench.checkpoints.close(SOON)
    assert sorted(synced) == [Path("/folder"), Path("/other"), Path("/parts")]
    assert [row.id for row in bench.rows] == list(range(21))


def test_a_finished_file_is_recorded_without_being_asked_for(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()
    monkeypatch.setattr(checkpoint, "sync_folder", lambda _folder: done.set())
    bench.checkpoints.published(Path("/folder"), finished(1))
    assert done.wait(SOON)


def test_what_cannot_be_made_durable_is_not_recorded(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(checkpoint, "sync_folder", refuse)
    bench.checkpoints.published(Path("/folder"), finished(1))
    assert bench.checkpoints.close(SOON)
    assert bench.rows == []


def test_a_folder_that_was_moved_away_is_no_fault(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "sync_folder", sync_folder)
    bench.checkpoints.published(tmp_path / "gone", finished(1))
    assert bench.checkpoints.close(SOON)
    assert bench.rows == [finished(1)]


def test_the_entry_of_a_part_file_is_made_durable_once_before_anything_is_recorded(
    bench: Bench, synced: list[Path]
) -> None:
    part = bench.held_up(1)
    assert bench.retake(1) is part
    bench.keep(1, part).extend([*ALL, Span(200, 300)])
    part.go.set()
    bench.let_go(1, part)
    assert part.closed.wait(SOON)
    assert synced == [Path("/parts")]
    assert bench.log.index("folder") < bench.log.index("record 1")


def test_what_was_never_watched_is_recorded_when_it_is_let_go(bench: Bench) -> None:
    part = bench.part()
    bench.let_go(1, part, ALL)
    assert part.closed.wait(SOON)
    assert bench.log == ["sync", "synced", "record 1", "close"]


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    signal = StopSignal()
    yield signal
    signal.close()


# --- giving back and deleting ------------------------------------------------------------------


def test_a_released_part_file_is_the_callers_again(bench: Bench, stop: StopSignal) -> None:
    part = bench.part()
    bench.keep(1, part).extend(ALL)
    bench.checkpoints.release(1, stop)
    assert bench.retake(1) is None
    assert bench.checkpoints.close(SOON)
    assert part.is_open


def test_releasing_waits_for_a_sync_under_way(bench: Bench, stop: StopSignal) -> None:
    part = bench.held_up(1)
    assert bench.retake(1) is part

    def release() -> None:
        bench.checkpoints.release(1, stop)
        bench.log.append("released")
        part.go.set()

    thread = threading.Thread(target=release)
    thread.start()
    part.go.wait(0.05)
    part.go.set()
    thread.join(SOON)
    assert bench.log == ["sync 1", "synced 1", "record 1", "released"]


def test_a_stop_does_not_wait_for_the_sync(bench: Bench, stop: StopSignal) -> None:
    part = bench.held_up(1)
    setter = threading.Timer(0.02, stop.set)
    setter.start()
    with pytest.raises(Interrupted):
        bench.checkpoints.release(1, stop)
    setter.join()
    part.go.set()


def test_nor_for_that_of_a_file_whose_last_sync_failed(bench: Bench, stop: StopSignal) -> None:
    part = bench.held_up(1)
    part.fault = DiskFullError(folder="/folder")
    setter = threading.Timer(0.02, stop.set)
    setter.start()
    with pytest.raises(Interrupted):
        bench.checkpoints.retake(1, stop)
    setter.join()
    part.go.set()


def test_nor_does_a_release_wait_for_the_sync_of_another_file(
    bench: Bench, stop: StopSignal
) -> None:
    """The other one may be on a disk that hangs."""
    mine = bench.part(" 2")
    hung = bench.part(" 1")
    hung.go.clear()
    bench.let_go(1, hung, ALL)
    bench.let_go(2, mine, ALL)
    assert hung.entered.wait(SOON)
    bench.checkpoints.release(2, stop)
    assert bench.retake(2) is None
    hung.go.set()
    assert hung.closed.wait(SOON)
    assert mine.is_open


def test_releasing_what_is_not_watched_returns(bench: Bench, stop: StopSignal) -> None:
    bench.checkpoints.release(1, stop)
    assert bench.log == []


def _part(folder: Path, token: str = "list:1") -> Path:
    """A closed part file with its mark."""
    part = PartFile.create(folder / "a.part")
    set_mark(part.descriptor, token)
    part.close()
    return part.path


def test_a_file_that_took_the_name_of_a_discarded_one_stays(bench: Bench, marking: Path) -> None:
    path = _part(marking, "list:2")
    bench.checkpoints.discard(1, path, "list:1")
    assert bench.checkpoints.close(SOON)
    assert path.exists()


def test_a_discarded_part_file_is_deleted(bench: Bench, tmp_path: Path) -> None:
    path = _part(tmp_path)
    bench.checkpoints.discard(1, path, "list:1")
    assert bench.checkpoints.close(SOON)
    assert not path.exists()


def test_a_discarded_part_file_is_closed_without_syncing(bench: Bench, tmp_path: Path) -> None:
    path = _part(tmp_path)
    part = bench.part()
    bench.keep(1, part).extend(ALL)
    bench.checkpoints.discard(1, path, "list:1")
    assert bench.checkpoints.close(SOON)
    assert bench.log == ["close"]
    assert not path.exists()


def test_a_name_is_free_again_once_its_old_part_file_is_gone(bench: Bench, tmp_path: Path) -> None:
    path, stop = _part(tmp_path), StopSignal()
    busy = bench.held_up(9)
    bench.checkpoints.discard(1, path, "list:1")
    there: list[bool] = []

    def wait() -> None:
        bench.checkpoints.await_discarded(tmp_path, path.stem, stop)
        there.append(path.exists())

    waiter = threading.Thread(target=wait)
    waiter.start()
    bench.checkpoints.await_discarded(tmp_path, "other", stop)
    busy.go.set()
    waiter.join(SOON)
    assert there == [False]
    stop.close()


def test_a_stop_ends_the_wait_for_a_deletion(bench: Bench, tmp_path: Path) -> None:
    stop = StopSignal()
    stop.set()
    bench.held_up(9)
    bench.checkpoints.discard(1, tmp_path / "a.part", "list:1")
    with pytest.raises(Interrupted):
        bench.checkpoints.await_discarded(tmp_path, "a", stop)
    stop.close()


def test_what_is_deleted_already_or_cannot_be_is_no_fault(bench: Bench, tmp_path: Path) -> None:
    bench.checkpoints.discard(1, tmp_path / "missing", "list:1")
    bench.checkpoints.discard(2, tmp_path, "list:2")
    assert bench.checkpoints.close(SOON)
    assert tmp_path.exists()
    assert bench.faults == []


def test_a_new_part_file_of_the_same_name_is_not_deleted_with_the_old(
    bench: Bench, marking: Path
) -> None:
    old = PartFile.create(marking / "a.part")
    set_mark(old.descriptor, "list:2")
    old.close()
    busy = bench.held_up(1)
    bench.checkpoints.discard(2, old.path, "list:2")
    reserved = reserve(marking, "a", Conflict.RENAME, "list:2")
    assert reserved.part is not None
    bench.keep(2, reserved.part)
    busy.go.set()
    assert bench.checkpoints.close(SOON)
    assert reserved.part.path.exists()


# --- faults and the end ------------------------------------------------------------------------


def test_a_sync_that_fails_records_nothing_and_is_told(bench: Bench) -> None:
    part = bench.part()
    part.failures = 1
    bench.keep(3, part).extend(ALL)
    bench.let_go(3, part)
    assert part.closed.wait(SOON)
    assert bench.record.held == []
    assert [(number, type(fault)) for number, fault in bench.faults] == [(3, DiskFullError)]


GONE = pytest.mark.parametrize("gone", [FolderGoneError(folder="/parts"), PartLostError(name="a")])


@GONE
def test_a_part_file_that_left_its_place_is_told_while_somebody_writes(
    bench: Bench, often: None, gone: DiskError
) -> None:
    part = bench.part()
    part.misplaced = gone
    bench.keep(1, part).extend(ALL)
    assert bench.faulty.wait(SOON)
    assert bench.faults[0] == (1, gone)
    assert bench.record.held == []


@GONE
def test_afterwards_it_is_found_by_whoever_goes_on_with_it(bench: Bench, gone: DiskError) -> None:
    part = bench.part()
    part.misplaced = gone
    bench.let_go(1, part, ALL)
    assert part.closed.wait(SOON)
    assert bench.faults == []
    assert bench.record.held == []


def test_what_a_failed_sync_may_have_lost_is_not_taken_back_with_the_open_file(
    bench: Bench,
) -> None:
    part = bench.held_up(1)
    part.failures = 1
    part.go.set()
    assert part.closed.wait(SOON)
    other = bench.part()
    bench.keep(2, other)
    other.fault = DiskFullError(folder="/folder")
    assert bench.retake(2) is None
    assert other.closed.is_set()


def test_one_bad_disk_does_not_hold_up_the_others(bench: Bench) -> None:
    bad, good = bench.part(" bad"), bench.part(" good")
    bad.failures = 1
    bench.keep(1, bad).extend(ALL)
    bench.keep(2, good).extend(ALL)
    bench.let_go(1, bad)
    bench.let_go(2, good)
    assert good.closed.wait(SOON)
    assert bench.record.held == [(2, ALL)]


def test_closing_settles_everything(bench: Bench) -> None:
    one, other = bench.part(), bench.part()
    bench.keep(1, one).extend(ALL)
    bench.keep(2, other)
    assert bench.checkpoints.close(SOON)
    assert one.closed.is_set()
    assert other.closed.is_set()
    assert bench.record.held == [(1, ALL)]


def test_closing_with_nothing_to_do_returns(bench: Bench) -> None:
    assert bench.checkpoints.close(SOON)
    assert bench.checkpoints.close(SOON)


def test_closing_does_not_wait_longer_than_it_may(bench: Bench) -> None:
    part = bench.held_up(1)
    assert not bench.checkpoints.close(0.01)
    part.go.set()
    assert bench.checkpoints.close(SOON)
    assert part.closed.is_set()


def test_a_real_part_file_is_unlocked_once_it_is_settled(bench: Bench, tmp_path: Path) -> None:
    part = PartFile.create(tmp_path / "a.part")
    written = bench.keep(1, part)
    part.write(memoryview(b"x" * 100), 0)
    written.extend(ALL)
    with pytest.raises(InUseError):
        PartFile.reopen(part.path)
    assert bench.checkpoints.close(SOON)
    assert bench.record.held == [(1, ALL)]
    PartFile.reopen(part.path).close()

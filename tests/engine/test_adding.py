"""Many downloads added at once: nobody is held up for long, and none of them is lost alone."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.disk.journal import Journal
from core.engine.adding import SLICE, TOLD
from core.model import events
from core.model.download import Download, Request
from core.model.errors import ListClosedError
from tests.engine.conftest import MakeRig
from tests.engine.ear import PATIENCE

MANY = 5 * SLICE + 1


def requests(count: int) -> list[Request]:
    return [Request(f"https://a.example/{n}.bin", Path("/nowhere")) for n in range(count)]


def test_they_come_into_the_list_slice_by_slice(rig: MakeRig) -> None:
    here = rig()
    work, seen = here.engine._work, []
    tell = work.tell

    def noted() -> None:
        seen.append(len(work.roster))
        tell()

    work.tell = noted  # type: ignore[method-assign]
    here.engine.add(requests(MANY))
    assert seen == [*(SLICE * number for number in range(1, 6)), MANY]


def test_they_are_told_of_together(rig: MakeRig) -> None:
    here, count = rig(), 2 * TOLD + 1
    ids = here.engine.add(requests(count))
    told = [one.ids for one in here.heard if isinstance(one, events.Added)]
    assert [number for some in told for number in some] == ids
    assert [len(some) for some in told] == [TOLD, TOLD, 1]
    rows = here.look()
    assert [rows[number].rank for number in ids] == [1.0 + place for place in range(count)]


def test_nobody_sees_one_before_all_are_posted(
    rig: MakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, posted = rig(), []
    add = here.engine._journal.add

    def noted(downloads: list[Download]) -> None:
        posted.append((len(downloads), len(here.engine._work.roster)))
        add(downloads)

    monkeypatch.setattr(here.engine._journal, "add", noted)
    here.engine.add(requests(MANY))
    assert posted == [(MANY, 0)]


def test_a_crash_finds_all_of_them_or_none(rig: MakeRig) -> None:
    here, seen = rig(), {0}
    with closing(sqlite3.connect(next(here.state.glob("*.db")))) as other:
        adder = threading.Thread(target=lambda: here.engine.add(requests(10 * MANY)))
        adder.start()
        while max(seen) < 10 * MANY:
            seen.add(other.execute("SELECT count(*) FROM downloads").fetchone()[0])
        adder.join()
    assert seen == {0, 10 * MANY}


def test_closing_waits_for_what_is_still_being_made(rig: MakeRig) -> None:
    here, asked, go_on = rig(), threading.Event(), threading.Event()

    def slowly() -> Iterator[Request]:
        yield from requests(MANY)
        asked.set()
        assert go_on.wait(PATIENCE)

    adder = threading.Thread(target=lambda: here.engine.add(slowly()))
    adder.start()
    assert asked.wait(PATIENCE)
    closed: list[bool] = []
    closer = threading.Thread(target=lambda: closed.append(here.engine.close(PATIENCE)))
    closer.start()
    closer.join(0.2)
    assert closed == []
    go_on.set()
    adder.join()
    closer.join()
    assert closed == [True]
    again = rig()
    again.engine.restore()
    assert len(again.look()) == MANY


def test_what_comes_while_it_closes_is_in_the_list_next_time_or_refused(rig: MakeRig) -> None:
    """Whoever was told an id finds his links again."""
    here, told, refused = rig(), list[int](), list[ListClosedError]()
    begun = threading.Barrier(5)

    def add() -> None:
        begun.wait(PATIENCE)
        try:
            while True:
                told.extend(here.engine.add(requests(3)))
        except ListClosedError as error:
            refused.append(error)

    adders = [threading.Thread(target=add) for _ in range(4)]
    for adder in adders:
        adder.start()
    begun.wait(PATIENCE)
    here.close()
    for adder in adders:
        adder.join(PATIENCE)
    assert len(refused) == 4
    again = rig()
    again.engine.restore()
    assert sorted(again.look()) == sorted(told)


def test_a_closed_list_says_so(rig: MakeRig) -> None:
    here = rig()
    here.close()
    with pytest.raises(ListClosedError, match="closing"):
        here.engine.add(requests(1))


def test_who_comes_at_once_posts_in_the_order_of_the_ids(
    rig: MakeRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a row would count as written because one with a higher id is."""
    here, posted = rig(), []
    row = Journal.row

    def noted(journal: Journal, one: Download) -> object:
        posted.append(one.id)
        return row(journal, one)

    monkeypatch.setattr(Journal, "row", noted)
    adders = [threading.Thread(target=lambda: here.engine.add(requests(MANY))) for _ in range(4)]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    assert posted == sorted(posted)
    assert len(posted) == 4 * MANY


def test_a_look_waits_no_longer_than_it_may(rig: MakeRig) -> None:
    here, held, go_on = rig(), threading.Event(), threading.Event()

    def hold() -> None:
        with here.engine._work.lock:
            held.set()
            assert go_on.wait(PATIENCE)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(PATIENCE)
    assert here.engine.changes_within(0.01) is None
    go_on.set()
    holder.join()
    found = here.engine.changes_within(PATIENCE)
    assert found is not None
    assert found.rows == []

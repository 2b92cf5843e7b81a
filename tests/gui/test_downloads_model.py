"""The model tells Qt exactly what changed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from core.model.errors import NotFoundError
from core.model.snapshot import Changes, Counts, Row
from core.model.states import State
from gui import downloads_model
from gui.arrangement import Group, Order, Wish
from gui.downloads_model import DownloadsModel


def row(number: int, state: State = State.QUEUED, received: int = 0, **more: object) -> Row:
    values = {
        "rank": float(number), "url": f"http://h/{number}", "folder": Path("/f"),
        "name": f"{number}.bin", "named": True, "size": 100, "connections": 0, "error": None,
        "retry_in": None, "hold": None, "unconfirmed": False, "added_at": 0.0,
        "finished_at": None,
    }  # fmt: skip
    return Row(id=number, state=state, received=received, **(values | more))  # type: ignore[arg-type]


def changes(*rows: Row, removed: tuple[int, ...] = ()) -> Changes:
    return Changes(list(rows), list(removed), Counts({}), 0, more=False)


def texts(model: DownloadsModel, place: int) -> list[str]:
    return [str(model.index(place, column).data()) for column in range(6)]


def test_rows_appear_in_queue_order_with_one_signal() -> None:
    model = DownloadsModel()
    QAbstractItemModelTester(model)
    spy = QSignalSpy(model.rowsInserted)
    model.apply(changes(*(row(number) for number in (3, 1, 2))), 0.0)
    assert spy.count() == 1
    assert model.shown() == [1, 2, 3]


def test_a_changed_row_is_told_about_and_an_unchanged_one_is_not() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1), row(2), row(3)), 0.0)
    spy = QSignalSpy(model.dataChanged)
    model.apply(changes(row(1), row(2, State.PAUSED)), 1.0)
    assert spy.count() == 1
    assert spy.at(0)[0].row() == 1


def test_removing_rows_keeps_the_others_findable() -> None:
    model = DownloadsModel()
    QAbstractItemModelTester(model)
    model.apply(changes(*(row(number) for number in range(10))), 0.0)
    model.apply(changes(removed=(0, 3, 4, 9)), 1.0)
    assert model.shown() == [1, 2, 5, 6, 7, 8]
    assert all(model.row_of(one.id) == one for one in model.rows())
    assert model.row_of(3) is None


def test_speed_and_time_left_come_from_two_looks() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1, State.DOWNLOADING, 0, size=10_000_000)), 0.0)
    model.apply(changes(row(1, State.DOWNLOADING, 2_000_000, size=10_000_000)), 2.0)
    assert texts(model, 0) == ["1.bin", "10.0 MB", "20 %", "1.00 MB/s", "8 s", "Downloading"]
    assert model.rate() == 1_000_000


def test_a_failure_is_told_in_words_with_its_remedy_on_hovering() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1, State.FAILED, error=NotFoundError(host="example.org"))), 0.0)
    assert texts(model, 0)[-1] == "File not found: example.org has no file at this address (404)."
    assert "Look for a new link" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_row_reads_well_aloud() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1, State.DOWNLOADING, 0)), 0.0)
    model.apply(changes(row(1, State.DOWNLOADING, 42)), 10.0)
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1.bin, 42 %, 14 s, Downloading"


def test_a_place_gives_the_whole_row() -> None:
    model = DownloadsModel()
    one = row(1)
    model.apply(changes(one), 0.0)
    assert model.at(0) is one
    assert model.data(QModelIndex()) is None


IDS = st.lists(st.integers(0, 30), unique=True, max_size=30)


@settings(max_examples=60)
@given(first=IDS, orders=st.lists(IDS, max_size=6), many=st.sampled_from([1, 2000]))
def test_any_arrangement_is_shown_and_told_rightly(
    first: list[int], orders: list[list[int]], many: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(downloads_model, "MANY_RUNS", many)
        patch.setattr(downloads_model, "MANY_ROWS", many)
        model = DownloadsModel()
        QAbstractItemModelTester(model)
        model.apply(changes(*(row(number) for number in first)), 0.0)
        for order in orders:
            kept = QPersistentModelIndex(model.index(0, 0)) if model.rowCount() else None
            selected = model.shown()[0] if kept is not None else None
            model.rearrange(Order.of(order))
            assert model.shown() == [number for number in order if number in first]
            assert all(model.place_of(one) == n for n, one in enumerate(model.shown()))
            if kept is not None and kept.isValid():
                assert model.shown()[kept.row()] == selected


def test_what_belongs_elsewhere_is_left_to_the_next_arrangement() -> None:
    model = DownloadsModel()
    model.apply(changes(row(1), row(2)), 0.0)
    stale = QSignalSpy(model.stale)
    model.apply(changes(row(1, State.PAUSED)), 1.0)
    assert stale.count() == 0
    model.wish = Wish(Group.QUEUED)
    model.apply(changes(row(2, State.PAUSED)), 2.0)
    assert stale.count() == 1
    model.apply(changes(row(3, State.COMPLETED)), 3.0)
    assert stale.count() == 1
    model.apply(changes(row(4)), 3.0)
    assert stale.count() == 2
    assert model.shown() == [1, 2]

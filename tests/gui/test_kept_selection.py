"""What is selected stays selected, however the list is told to have changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from core.model.snapshot import Row
from gui import downloads_model, kept_selection
from gui.arrangement import Order
from gui.downloads_model import DownloadsModel
from gui.downloads_view import DownloadsView
from tests.gui.test_downloads_model import changes, row

COUNT = 12
IDS = st.lists(st.integers(0, COUNT - 1), unique=True)


class Counting(DownloadsModel):
    """Knows how often it was asked."""

    asked = 0

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        self.asked += 1
        return super().flags(index)


def ids(rows: list[Row]) -> list[int]:
    return [one.id for one in rows]


def filled(model: DownloadsModel, count: int) -> DownloadsView:
    model.apply(changes(*(row(number) for number in range(count))), 0.0)
    return DownloadsView(model)


@settings(max_examples=40, deadline=None)
@given(chosen=IDS, order=IDS, many=st.sampled_from([1, 2000]))
def test_the_selection_and_the_current_row_survive(
    qapp: object, chosen: list[int], order: list[int], many: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(downloads_model, "MANY_ROWS", many)
        model = DownloadsModel()
        view = filled(model, COUNT)
        flags = QItemSelectionModel.SelectionFlag
        for number in chosen:
            view.selectionModel().select(model.index(number, 0), flags.Select | flags.Rows)
        current = chosen[0] if chosen else 0
        view.selectionModel().setCurrentIndex(model.index(current, 0), flags.NoUpdate)
        model.rearrange(Order.of(order))
        assert ids(view.selected_rows()) == [number for number in order if number in chosen]
        if current in order:
            assert view.currentIndex().row() == order.index(current)
        view.deleteLater()


def scattered(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> tuple[DownloadsModel, DownloadsView]:
    """Every second row is selected, and each is given back in a slice of its own."""
    monkeypatch.setattr(downloads_model, "MANY_ROWS", 1)
    monkeypatch.setattr(kept_selection, "SLICE", 1)
    model = DownloadsModel()
    view = filled(model, COUNT)
    qtbot.addWidget(view)
    flags = QItemSelectionModel.SelectionFlag
    for place in range(0, COUNT, 2):
        view.selectionModel().select(model.index(place, 0), flags.Select | flags.Rows)
    return model, view


def test_what_is_given_back_bit_by_bit_is_never_missing(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, view = scattered(qtbot, monkeypatch)
    model.rearrange(Order.of(list(range(COUNT))[::-1]))
    assert not view.selectionModel().isSelected(model.index(COUNT - 1, 0))  # its turn is to come
    assert ids(view.selected_rows()) == [10, 8, 6, 4, 2, 0]
    model.rearrange(Order.of(list(range(COUNT))))
    assert ids(view.selected_rows()) == [0, 2, 4, 6, 8, 10]
    qtbot.waitUntil(lambda: view.selectionModel().isSelected(model.index(10, 0)))
    assert ids(view.selected_rows()) == [0, 2, 4, 6, 8, 10]


def test_who_selects_something_else_meanwhile_gets_that_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, view = scattered(qtbot, monkeypatch)
    model.rearrange(Order.of(list(range(COUNT))[::-1]))
    view.selectRow(4)
    assert ids(view.selected_rows()) == [7]
    with qtbot.assertNotEmitted(view.selectionModel().selectionChanged, wait=50):
        pass
    assert ids(view.selected_rows()) == [7]


def test_who_selects_something_more_meanwhile_gets_both(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, view = scattered(qtbot, monkeypatch)
    model.rearrange(Order.of(list(range(COUNT))[::-1]))
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().select(model.index(0, 0), flags.Select | flags.Rows)
    assert ids(view.selected_rows()) == [11, 10, 8, 6, 4, 2, 0]


def test_a_selection_that_lost_rows_is_told_about(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads_model, "MANY_ROWS", 1)
    model = DownloadsModel()
    view = filled(model, COUNT)
    qtbot.addWidget(view)
    view.selectAll()
    with qtbot.assertNotEmitted(view.selectionModel().selectionChanged):
        model.rearrange(Order.of(list(range(COUNT))[::-1]))
    with qtbot.waitSignal(view.selectionModel().selectionChanged):
        model.rearrange(Order.of([3, 4]))
    assert ids(view.selected_rows()) == [3, 4]


def test_nobody_asks_about_every_cell_of_a_long_list(qtbot: QtBot) -> None:
    model = Counting()
    view = filled(model, 5000)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    model.asked = 0
    view.selectAll()
    view.grab()
    assert len(view.selected_rows()) == 5000
    assert model.asked < 5000

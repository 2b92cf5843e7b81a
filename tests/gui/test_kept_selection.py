"""What is selected stays selected, however the list is told to have changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from core.model.snapshot import Row
from gui import downloads_model
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

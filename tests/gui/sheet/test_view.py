"""The table of a long sheet: what it costs is what can be seen of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from core.policy.intake.take import take_in
from core.policy.sheet import Sheet
from gui.sheet.model import Index, SheetModel
from gui.sheet.view import SheetView

ROWS = 20_000
LINKS = "\n".join(f"https://a.example/{number}.zip" for number in range(ROWS))


class Asked(SheetModel):
    """Counts what it is asked about rows."""

    questions = 0

    def flags(self, index: Index):  # type: ignore[no-untyped-def]
        self.questions += 1
        return super().flags(index)

    def data(self, index: Index, role: int = 0) -> object:
        self.questions += 1
        return super().data(index, role)


@pytest.fixture
def view(qtbot: QtBot) -> SheetView:
    model = Asked()
    view = SheetView(model)
    qtbot.addWidget(view)
    model.setParent(view)
    view.resize(1000, 400)
    model.show(Sheet(take_in(LINKS), Path("/files")), list(range(ROWS)))
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_to_select_all_asks_about_what_is_seen_alone(view: SheetView) -> None:
    model = view.model()
    assert isinstance(model, Asked)
    view.repaint()
    model.questions = 0
    view.selectAll()
    view.repaint()
    assert 0 < model.questions < ROWS
    assert view.selected() == list(range(ROWS))


def test_what_is_selected_is_told_once_and_in_order(view: SheetView) -> None:
    flags = QItemSelectionModel.SelectionFlag
    for row in (7, 2, 3, 7):
        view.selectionModel().select(view.model().index(row, 0), flags.Select | flags.Rows)
    for column in (1, 4):
        view.selectionModel().select(view.model().index(3, column), flags.Select)
    assert view.selected() == [2, 3, 7]


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "fa", "zh_CN"])
def test_no_title_is_cut_off(qtbot: QtBot, speaking: Callable[[str], None], code: str) -> None:
    speaking(code)
    view = SheetView(SheetModel())
    qtbot.addWidget(view)
    header = view.horizontalHeader()
    columns = range(header.count())
    assert [n for n in columns if header.sectionSize(n) < header.sectionSizeHint(n)] == []

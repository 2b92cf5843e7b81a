"""Rows that are dragged: to another place in the list, and out of it as files and links."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from core.model.states import State
from gui import drops
from gui.downloads_view import DownloadsView
from gui.dragging import dragged, dragged_ids
from gui.window import MainWindow
from tests.gui.test_downloads_model import row
from tests.gui.test_list import NAMES, filled, names

__all__ = ["filled"]


class OurDrop(QDropEvent):
    """One that began in the view itself, which Qt only says of a drag by mouse."""

    def __init__(self, view: DownloadsView, place: QPoint, mime: QMimeData) -> None:
        super().__init__(
            QPointF(place), Qt.DropAction.MoveAction, mime,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        self._view = view
        self._mime = mime  # the event itself does not keep it

    def source(self) -> DownloadsView:
        return self._view


def let_go(window: MainWindow, name: str, before: int | None, *, low: bool = False) -> None:
    """Drag the row called `name` onto the one at a place (None: below them all)."""
    rows = [one for one in window.model.rows() if one.name == name]
    view = window.view
    if before is None:
        place = QPoint(20, view.viewport().height() - 2)
    else:
        shown = view.visualRect(window.model.index(before, 0))
        place = QPoint(20, shown.bottom() - 1 if low else shown.top() + 1)
    view.dropEvent(OurDrop(view, place, dragged(rows)))


def test_files_that_are_done_go_out_as_files_and_all_as_links(tmp_path: Path) -> None:
    rows = [
        row(1, State.COMPLETED, folder=tmp_path, name="ä b.iso"),
        row(2, State.DOWNLOADING, folder=tmp_path),
    ]
    mime = dragged(rows)
    assert mime.urls() == [QUrl.fromLocalFile(str(tmp_path / "ä b.iso"))]
    assert mime.text().split() == ["http://h/1", "http://h/2"]
    assert dragged_ids(mime) == [1, 2]


@pytest.mark.parametrize(
    ("name", "before", "low", "after"),
    [
        ("fig.iso", 0, False, ["fig.iso", "pear.iso", "apple.iso"]),
        ("pear.iso", 1, True, ["apple.iso", "pear.iso", "fig.iso"]),
        ("pear.iso", 1, False, NAMES),
        ("pear.iso", 2, True, ["apple.iso", "fig.iso", "pear.iso"]),
        ("pear.iso", None, False, ["apple.iso", "fig.iso", "pear.iso"]),
    ],
)
def test_a_row_goes_where_it_is_let_go(
    filled: MainWindow, qtbot: QtBot, name: str, before: int | None, low: bool, after: list[str]
) -> None:
    let_go(filled, name, before, low=low)
    qtbot.waitUntil(lambda: names(filled) == after)


def test_a_sorted_list_keeps_its_order(filled: MainWindow, qtbot: QtBot) -> None:
    filled.arranging.sort(0, descending=False)
    qtbot.waitUntil(lambda: names(filled) == sorted(NAMES))
    with qtbot.assertNotEmitted(filled.view.moved):
        let_go(filled, "pear.iso", 0)


def test_our_own_rows_are_no_links_for_the_window(filled: MainWindow) -> None:
    mime = dragged(filled.model.rows())
    assert not drops.accepts(mime)
    text = QMimeData()
    text.setText("http://a.example/1")
    assert drops.accepts(text)


def test_links_from_elsewhere_are_left_to_the_window(filled: MainWindow) -> None:
    text = QMimeData()
    text.setText("http://a.example/1")
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, text,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    filled.view.dragEnterEvent(event)
    assert not event.isAccepted()

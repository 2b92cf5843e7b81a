"""Drags over the window: the live count, and crafted data that can do nothing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.sheet.columns import LINK
from gui.sheet.dialog import SheetDialog
from gui.sheet.dragging import PAINTED_MS
from gui.sheet.overlay import Overlay
from gui.window import MainWindow
from tests.gui.sheet.conftest import LONG, Open, row_texts, seen

X, Y = "https://a.example/x.zip", "https://b.example/y.zip"


def enter(window: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    event.ignore()
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def let_go(window: QWidget, mime: QMimeData) -> None:
    enter(window, mime)  # Qt brings a drop only where the drag was
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, event)


def data(**kinds: bytes) -> QMimeData:
    mime = QMimeData()
    for kind, content in kinds.items():
        mime.setData(kind.replace("__", "/").replace("_", "-"), QByteArray(content))
    return mime


def opened(window: QWidget, qtbot: QtBot) -> SheetDialog:
    """The sheet that a drop opens, once it shows what there is."""
    qtbot.waitUntil(lambda: window.findChild(SheetDialog) is not None, timeout=LONG)
    sheet = window.findChild(SheetDialog)
    assert sheet is not None
    seen(qtbot, sheet)
    return sheet


class Asked(QMimeData):
    """Text that another program is asked for each time, as it stands there then."""

    def __init__(self, *answers: str) -> None:
        super().__init__()
        self.answers = list(answers)

    def formats(self) -> list[str]:
        return ["text/plain"]

    def hasFormat(self, kind: str) -> bool:
        return kind == "text/plain"

    def retrieveData(self, _kind: str, _type: object) -> QByteArray:
        return QByteArray(self.answers.pop(0).encode())


def overlay(window: QWidget) -> Overlay:
    found = window.findChild(Overlay, "dragOverlay", Qt.FindChildOption.FindDirectChildrenOnly)
    assert found is not None
    return found


def test_the_count_is_live_and_goes_with_the_drag(window: MainWindow, qtbot: QtBot) -> None:
    let_go(window, data(text__plain=X.encode()))
    qtbot.waitUntil(lambda: window.model.rowCount() == 1, timeout=LONG)
    veil = overlay(window)
    assert enter(window, data(text__plain=f"{X} {Y}".encode()))
    assert veil.isVisible()
    qtbot.waitUntil(lambda: veil.text == "2 link(s), 1 already here", timeout=LONG)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not veil.isVisible()
    assert enter(window, data(text__plain=b"nothing"))
    qtbot.waitUntil(lambda: veil.text == "No links in this", timeout=LONG)
    let_go(window, data(text__plain=b"nothing"))
    assert not veil.isVisible()


def test_a_drop_opens_the_sheet_and_a_second_one_joins_it(window: MainWindow, qtbot: QtBot) -> None:
    window.preferences.change(replace(window.preferences.settings, look_over="always"))
    let_go(window, data(text__plain=X.encode()))
    sheet = opened(window, qtbot)
    assert enter(sheet, data(text__plain=Y.encode()))
    qtbot.waitUntil(lambda: overlay(sheet).text == "1 link(s)", timeout=LONG)
    let_go(sheet, data(text__plain=Y.encode()))
    qtbot.waitUntil(lambda: row_texts(sheet, LINK) == [X, Y], timeout=LONG)
    seen(qtbot, sheet)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.model.rowCount() == 2, timeout=LONG)


def test_drops_that_come_before_the_sheet_is_open_are_one_sheet(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.preferences.change(replace(window.preferences.settings, look_over="always"))
    for link in (X, Y):
        let_go(window, data(text__plain=link.encode()))
    qtbot.waitUntil(lambda: len(window.findChildren(SheetDialog)) == 1, timeout=LONG)
    sheet = opened(window, qtbot)
    qtbot.waitUntil(lambda: row_texts(sheet, LINK) == [X, Y], timeout=LONG)
    assert window.findChildren(SheetDialog) == [sheet]


@pytest.mark.parametrize("answers", [(X, Y), ("", X)], ids=["at once", "only when it is dropped"])
def test_a_program_is_asked_again_only_if_it_said_nothing(
    window: MainWindow, qtbot: QtBot, answers: tuple[str, str]
) -> None:
    window.preferences.change(replace(window.preferences.settings, look_over="always"))
    let_go(window, Asked(*answers))
    assert row_texts(opened(window, qtbot), LINK) == [X]


def test_a_window_that_is_closed_at_once_opens_no_sheet(window: MainWindow, qtbot: QtBot) -> None:
    window.preferences.change(replace(window.preferences.settings, look_over="always"))
    let_go(window, data(text__plain=X.encode()))
    window.hide()
    after: list[bool] = []
    QTimer.singleShot(PAINTED_MS, lambda: after.append(True))  # comes behind what was set before
    qtbot.waitUntil(lambda: bool(after), timeout=LONG)
    assert window.findChild(SheetDialog) is None


@pytest.mark.parametrize(
    ("wish", "text", "looked_over"),
    [
        ("unclear", f"Take {X} and\n{Y}", False),
        ("unclear", f"{X[:-4]}[1-9].bin", True),
        ("always", X, True),
        ("never", f"{X[:-4]}[1-9].bin", False),
    ],
)
def test_what_is_clear_needs_no_second_look(
    window: MainWindow, qtbot: QtBot, wish: str, text: str, looked_over: bool
) -> None:
    window.preferences.change(replace(window.preferences.settings, look_over=wish))
    let_go(window, data(text__plain=text.encode()))
    if looked_over:
        qtbot.waitUntil(lambda: window.findChild(SheetDialog) is not None, timeout=LONG)
        assert window.model.rowCount() == 0
    else:
        qtbot.waitUntil(lambda: window.model.rowCount() > 0, timeout=LONG)
        assert window.findChild(SheetDialog) is None


@pytest.mark.parametrize(
    "mime",
    [
        data(application__x_qabstractitemmodeldatalist=b"\0\0\0\1" * 9),
        data(application__x_evil=b"x", application__octet_stream=X.encode()),
    ],
    ids=["pickled", "foreign"],
)
def test_foreign_data_is_not_even_accepted(window: MainWindow, mime: QMimeData) -> None:
    assert not enter(window, mime)
    assert not overlay(window).isVisible()


def test_models_of_the_sheet_take_and_give_nothing(open_sheet: Open) -> None:
    model = open_sheet(X).model
    nowhere = model.index(-1, -1)
    mime = data(application__x_qabstractitemmodeldatalist=b"\0\0\0\1" * 9)
    assert model.mimeTypes() == []
    assert not model.canDropMimeData(mime, Qt.DropAction.CopyAction, 0, 0, nowhere)
    assert not model.dropMimeData(mime, Qt.DropAction.CopyAction, 0, 0, nowhere)
    assert model.mimeData([model.index(0, 0)]).formats() == []

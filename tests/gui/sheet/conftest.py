"""An open sheet over a real window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from gui.drops import offer_in
from gui.sheet.dialog import SheetDialog
from gui.window import MainWindow

LONG = 20_000
Open = Callable[[str], SheetDialog]


def row_texts(sheet: SheetDialog, column: int) -> list[str]:
    """What the shown rows say in a column."""
    model = sheet.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


@pytest.fixture
def open_sheet(window: MainWindow, qtbot: QtBot) -> Open:
    """Opens the sheet for a text and waits until it is shown."""

    def opened(text: str) -> SheetDialog:
        mime = QMimeData()
        mime.setText(text)
        window.door.look_over(offer_in(mime))
        sheet = window.findChild(SheetDialog, "addLinksDialog")
        assert sheet is not None
        seen(qtbot, sheet)
        return sheet

    return opened


def seen(qtbot: QtBot, sheet: SheetDialog) -> None:
    """Wait until the sheet was looked at and shows what there is."""
    qtbot.waitUntil(lambda: not sheet.unsettled, timeout=LONG)

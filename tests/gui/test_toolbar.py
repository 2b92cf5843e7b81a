"""The bar at the top has room for everything, however long its words are."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.actions import ACTIONS
from gui.toolbar import Toolbar
from gui.window import MainWindow


@pytest.mark.parametrize(("width", "words"), [(1600, True), (700, False)])
def test_words_go_before_buttons_do(
    window: MainWindow, qtbot: QtBot, width: int, *, words: bool
) -> None:
    bar = window.findChild(Toolbar)
    window.resize(width, 600)
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    qtbot.waitUntil(lambda: (bar.toolButtonStyle() is beside) == words)
    qtbot.waitUntil(window.search.isVisible)
    shown = [window.actions_by_name[entry.name] for entry in ACTIONS if entry.toolbar]
    assert all(bar.widgetForAction(action).isVisible() for action in shown)
    window.resize(1600 if width == 700 else 700, 600)
    qtbot.waitUntil(lambda: (bar.toolButtonStyle() is beside) != words)

"""The window where there is little room: the inspector, and the columns of the list."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.columns import COLUMNS, STATUS
from gui.downloads_view import SHARE_LETTERS, SHARE_STATUS
from gui.drops import Offer
from gui.row_painter import EDGE
from gui.window import MainWindow

KEYS = [column.key for column in COLUMNS]


@pytest.fixture
def filled(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.take(Offer("https://a.example/a.iso", ()))
    qtbot.waitUntil(window.view.isVisible)
    return window


def settle(window: MainWindow, width: int) -> None:
    window.resize(width, 600)
    for _ in range(3):  # what one turn changes is laid out in the next
        QApplication.processEvents()


def inspect(window: MainWindow, *, shown: bool = True) -> None:
    window.actions_by_name["inspectorAction"].setChecked(shown)
    settle(window, window.width())


def shown_columns(window: MainWindow) -> set[str]:
    return {key for n, key in enumerate(KEYS) if not window.view.isColumnHidden(n)}


@pytest.mark.parametrize(("width", "parts"), [(1180, 3), (620, 2), (400, 1)])
def test_the_inspector_never_widens_the_window(filled: MainWindow, width: int, parts: int) -> None:
    settle(filled, width)
    inspect(filled)
    assert filled.width() == width
    both = (filled.sidebar, filled.view)
    assert [one.isVisible() for one in both] == [parts > 2, parts > 1]
    assert filled.inspector.isVisible()
    inspect(filled, shown=False)
    assert all(one.isVisible() for one in both)


def test_a_window_with_the_inspector_can_be_made_narrow(filled: MainWindow) -> None:
    settle(filled, 1180)
    inspect(filled)
    settle(filled, 620)
    assert filled.width() == 620
    assert not filled.sidebar.isVisible()
    settle(filled, 1180)
    assert filled.sidebar.isVisible()


def test_names_have_their_share_before_other_columns(filled: MainWindow) -> None:
    settle(filled, 1180)
    before = shown_columns(filled)
    inspect(filled)
    share = filled.view.fontMetrics().horizontalAdvance("0") * SHARE_LETTERS
    assert filled.view.columnWidth(0) >= share
    assert shown_columns(filled) == before - {"left"}
    inspect(filled, shown=False)
    assert shown_columns(filled) == before


@pytest.mark.parametrize("width", [1000, 1080, 1180, 1280])
def test_beside_the_inspector_the_status_can_be_read(filled: MainWindow, width: int) -> None:
    settle(filled, width)
    inspect(filled)
    metrics, status = filled.view.fontMetrics(), filled.view.columnWidth(STATUS)
    assert status >= metrics.horizontalAdvance("0") * SHARE_STATUS
    assert status - 2 * EDGE >= metrics.horizontalAdvance("Trying again in 10 s")
    assert filled.view.columnWidth(0) >= metrics.horizontalAdvance("0") * SHARE_LETTERS


def test_in_a_wide_window_an_error_is_read_to_its_end(filled: MainWindow) -> None:
    settle(filled, 1900)
    metrics, room = filled.view.fontMetrics(), filled.view.columnWidth(STATUS) - 2 * EDGE
    words = "Not allowed: downloads.example.org does not allow this download (403)."
    assert room >= metrics.horizontalAdvance(words)
    assert filled.view.columnWidth(0) > room


def test_a_column_that_is_asked_for_stays(filled: MainWindow) -> None:
    settle(filled, 620)
    menu = filled.view.columns_menu()
    left = menu.actions()[KEYS.index("left") - 1]
    assert not left.isChecked()
    left.trigger()
    assert "left" in shown_columns(filled)


def test_columns_that_only_gave_way_are_remembered_as_wanted(filled: MainWindow) -> None:
    settle(filled, 620)
    assert "speed" not in shown_columns(filled)
    header = filled.view.whole_header()
    assert not header.isSectionHidden(KEYS.index("speed"))

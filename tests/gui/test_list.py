"""The list in the window: search, filters, sorting, and a look that is remembered."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.assembly import build_engine
from core.model.settings import Settings
from gui.application import make_window
from gui.arrangement import Group
from gui.drops import Offer
from gui.memory import FILE_NAME, Memory
from gui.sidebar_delegate import COUNT_ROLE
from gui.window import MainWindow
from tests.gui.conftest import PATIENCE_MS

NAMES = ["pear.iso", "apple.iso", "fig.iso"]


@pytest.fixture
def filled(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.take(Offer("\n".join(f"https://a.example/{name}" for name in NAMES), ()))
    qtbot.waitUntil(lambda: window.model.rowCount() == 3)
    return window


def names(window: MainWindow) -> list[str]:
    return [str(window.model.index(n, 0).data()) for n in range(window.model.rowCount())]


def test_a_click_on_a_header_sorts_and_a_third_one_gives_the_queue_back(
    filled: MainWindow, qtbot: QtBot
) -> None:
    header = filled.view.horizontalHeader()
    place = header.viewport().rect().topLeft()
    place.setX(header.sectionViewportPosition(0) + 10)
    place.setY(5)
    for expected in (sorted(NAMES), sorted(NAMES)[::-1], NAMES):
        with qtbot.waitSignal(filled.arranging.arranged, timeout=PATIENCE_MS):
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert names(filled) == expected


def test_the_search_finds_while_one_types_and_escape_ends_it(
    filled: MainWindow, qtbot: QtBot
) -> None:
    filled.search.setFocus()
    qtbot.keyClicks(filled.search, "ppl")
    qtbot.waitUntil(lambda: names(filled) == ["apple.iso"])
    qtbot.keyClicks(filled.search, "nothing like it")
    nothing = filled.findChild(QLabel, "nothingShown")
    qtbot.waitUntil(nothing.isVisible)
    assert "holds" in nothing.text()
    qtbot.keyClick(filled.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: names(filled) == NAMES)


def test_a_group_shows_its_own_and_says_how_many(filled: MainWindow, qtbot: QtBot) -> None:
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert [filled.sidebar.item(n).data(spoken) for n in (0, 2)] == ["All 3", "Queued 3"]
    filled.sidebar.setCurrentRow(list(Group).index(Group.PAUSED))
    qtbot.waitUntil(lambda: names(filled) == [])
    rows = {row.name: row for row in filled.model.rows()}
    filled.bridge.engine.pause([rows["fig.iso"].id])
    filled.bridge.refresh()
    qtbot.waitUntil(lambda: names(filled) == ["fig.iso"])
    assert filled.sidebar.item(3).data(spoken) == "Paused 1"
    assert filled.sidebar.item(3).data(COUNT_ROLE) == "1"


def test_the_selection_follows_its_rows(filled: MainWindow, qtbot: QtBot) -> None:
    filled.view.selectRow(0)
    filled.arranging.sort(0, descending=False)
    qtbot.waitUntil(lambda: names(filled) == sorted(NAMES))
    assert [row.name for row in filled.view.selected_rows()] == ["pear.iso"]


def test_columns_can_be_shown_and_hidden(filled: MainWindow) -> None:
    menu = filled.view.columns_menu()
    (link,) = [action for action in menu.actions() if action.text() == "Link"]
    assert not link.isChecked()
    link.trigger()
    assert not filled.view.isColumnHidden(len(menu.actions()))


def test_the_look_is_there_again(tmp_path: Path, qtbot: QtBot, qapp: object) -> None:
    def open_window() -> MainWindow:
        engine = build_engine(Settings(), tmp_path / "state", owner="window", pool_size=1)
        made = make_window(engine, Settings(), tmp_path / "state", tmp_path)
        made.show()
        return made

    def leave(window: MainWindow) -> None:
        window.close()
        qtbot.waitUntil(lambda: not window.isVisible())
        window.deleteLater()

    first = open_window()
    first.resize(777, 555)
    first.view.setColumnWidth(2, 123)
    first.view.setColumnHidden(1, True)
    leave(first)
    second = open_window()
    assert (second.width(), second.height()) == (777, 555)
    assert second.view.columnWidth(2) == 123
    assert second.view.isColumnHidden(1)
    leave(second)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"columns": "?"}', '{"geometry": 5}', "\0"])
def test_a_damaged_memory_is_as_good_as_none(tmp_path: Path, window: MainWindow, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    memory = Memory(tmp_path)
    memory.restore(window, window.view.horizontalHeader(), window._splitter)
    assert window.view.columnWidth(0) > 50
    assert not memory.flag("anything")

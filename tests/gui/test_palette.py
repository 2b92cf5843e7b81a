"""The command palette: every action is found by its name and run by Return."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.actions import ACTIONS
from gui.palette import Palette, rank
from gui.sheet.dialog import SheetDialog
from gui.window import MainWindow
from tests.gui.test_main_job import action


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    action(window, "paletteAction").trigger()
    found = window.findChild(Palette)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    return found


def titles(palette: Palette) -> list[str]:
    return [palette.list.topLevelItem(n).text(0) for n in range(palette.list.topLevelItemCount())]  # type: ignore[union-attr]


def test_every_action_is_there(palette: Palette) -> None:
    assert {entry.title.rstrip("…") for entry in ACTIONS} <= set(titles(palette))
    assert palette.edit.accessibleName()
    assert palette.list.accessibleName()


def test_what_is_typed_is_found_and_run(palette: Palette, window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.edit, "add")
    assert titles(palette)[0] == "Add links"
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(SheetDialog) is not None)
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)


def test_arrows_move_through_the_list_while_one_types(palette: Palette) -> None:
    before = palette.list.currentIndex().row()
    QTest.keyClick(palette.edit, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == before + 1


def test_what_cannot_be_done_now_stands_last_and_does_nothing(palette: Palette) -> None:
    ran: list[str] = []
    stop = next(one for one in palette.parent().actions() if one.objectName() == "stopAllAction")  # type: ignore[attr-defined]
    assert isinstance(stop, QAction)
    stop.triggered.connect(lambda: ran.append("stop"))
    palette.edit.setText("stop all")
    assert titles(palette) == ["Stop all"]
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert not ran


def test_a_speed_is_a_command_too(palette: Palette, window: MainWindow) -> None:
    palette.edit.setText("250 kb")
    QTest.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window.preferences.settings.limit_rate == 250_000


@pytest.mark.parametrize(
    ("query", "title", "place"),
    [
        ("", "Add links", 0),
        ("ADD", "Add links", 0),
        ("li ad", "Add links", 0),
        ("inks", "Add links", 1),
        ("ajouter", "Ajouter des liens", 0),
        ("telecharg", "Télécharger", 0),
        ("x", "Add links", None),
    ],
)
def test_how_well_a_title_fits(query: str, title: str, place: int | None) -> None:
    assert rank(query, title) == place

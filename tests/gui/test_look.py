"""The theme: the one that was chosen, at once; else the desktop's."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from gui import theme
from gui.look import Look
from gui.search_edit import add_cross
from gui.settings_dialog import SettingsDialog
from gui.theme import DARK, LIGHT
from gui.window import MainWindow


@pytest.fixture
def look(window: MainWindow, qapp: QApplication) -> Iterator[Look]:
    made = Look(qapp, window.preferences)
    yield made
    theme.apply_theme(qapp, LIGHT)


def desktop(monkeypatch: pytest.MonkeyPatch, wanted: theme.Theme) -> None:
    monkeypatch.setattr(theme, "system_theme", lambda: wanted)


@pytest.mark.usefixtures("look")
def test_a_choice_is_seen_at_once(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    window.actions_by_name["settingsAction"].trigger()
    dialog = window.findChild(SettingsDialog)
    qtbot.waitUntil(dialog.isVisible)
    combo = dialog.editor("theme")
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("dark"))
    assert theme.current() is DARK
    assert qapp.palette().window().color().name() == DARK.window
    combo.setCurrentIndex(combo.findData("light"))
    assert theme.current() is LIGHT


def test_the_desktop_decides_if_it_is_asked_to(
    window: MainWindow, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop(monkeypatch, DARK)
    look.apply()
    assert theme.current() is DARK
    preferences = window.preferences
    preferences.change(replace(preferences.settings, theme="light"))
    look.apply()
    assert theme.current() is LIGHT
    preferences.change(replace(preferences.settings, theme="system"))
    assert theme.current() is DARK


@pytest.mark.usefixtures("look")
def test_the_cross_in_a_field_takes_the_colour_of_its_words(
    qapp: QApplication, qtbot: QtBot
) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    add_cross(edit)
    [cross] = edit.findChildren(QToolButton)
    for one in (LIGHT, DARK):
        theme.apply_theme(qapp, one)
        seen = cross.icon().pixmap(32, 32).toImage()
        colours = {seen.pixelColor(x, y).name() for x in range(32) for y in range(32)}
        assert QColor(one.text).name() in colours

"""Keys: listed, changed at once, kept, and never given twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.disk.settings_file import load_settings
from gui.actions import ACTIONS
from gui.settings_dialog import SettingsDialog
from gui.shortcut_table import ShortcutTable
from gui.shortcuts import DEFAULTS, read_keys, taken_by, write_keys
from gui.window import MainWindow
from tests.gui.test_main_job import action


@pytest.fixture
def table(window: MainWindow, qtbot: QtBot) -> ShortcutTable:
    action(window, "settingsAction").trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    found = dialog.editor("shortcuts")
    assert isinstance(found, ShortcutTable)
    return found


def choose(table: ShortcutTable, name: str) -> None:
    place = [entry.name for entry in ACTIONS].index(name)
    table.list.setCurrentItem(table.list.topLevelItem(place))  # type: ignore[arg-type]


def press(table: ShortcutTable, button: str) -> None:
    found = table.findChild(QPushButton, button)
    assert found is not None
    found.click()


def problem(table: ShortcutTable) -> str:
    label = table.findChild(QLabel, "shortcutProblem")
    assert label is not None
    return label.text() if label.isVisibleTo(table) else ""


def type_keys(table: ShortcutTable, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    press(table, "changeKeys")
    edit = table.list.findChildren(QKeySequenceEdit)[-1]
    assert edit.accessibleName()
    QTest.keyClick(edit, key, modifier)


def test_every_action_is_listed_with_its_keys(table: ShortcutTable) -> None:
    for place, entry in enumerate(ACTIONS):
        item = table.list.topLevelItem(place)
        assert item is not None
        assert item.text(0) == entry.title
        assert bool(item.text(1)) == bool(entry.keys)


def test_no_keys_are_given_twice_from_the_start() -> None:
    given = [keys for keys in DEFAULTS.values() if keys]
    assert len(set(given)) == len(given)


def test_other_keys_count_at_once_and_are_kept(
    window: MainWindow, table: ShortcutTable, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(table, "startAction")
    type_keys(table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    start = action(window, "startAction")
    assert start.shortcut().toString() == "Ctrl+J"
    assert "Ctrl+J" in start.toolTip()
    kept = "startAction Ctrl+J\n"
    qtbot.waitUntil(lambda: load_settings(tmp_path / "state").shortcuts == kept)
    press(table, "defaultKeys")
    assert start.shortcut().toString() == "Ctrl+S"
    assert window.preferences.settings.shortcuts == ""


def test_even_escape_and_return_can_be_given(window: MainWindow, table: ShortcutTable) -> None:
    choose(table, "openAction")
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        press(table, "removeKeys")
        type_keys(table, key, Qt.KeyboardModifier.NoModifier)
        assert action(window, "openAction").shortcut()[0].key() is key


def test_leaving_the_field_changes_nothing(window: MainWindow, table: ShortcutTable) -> None:
    choose(table, "retryAction")
    type_keys(table, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert action(window, "retryAction").shortcut().toString() == "F5"


def test_an_action_may_have_no_keys(window: MainWindow, table: ShortcutTable) -> None:
    choose(table, "removeAction")
    press(table, "removeKeys")
    assert action(window, "removeAction").shortcut().isEmpty()
    assert action(window, "removeAction").toolTip() == action(window, "removeAction").statusTip()


def test_keys_that_are_taken_are_refused_with_a_word(
    window: MainWindow, table: ShortcutTable
) -> None:
    choose(table, "startAction")
    type_keys(table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert problem(table) == "Ctrl+N is taken by “Add links”."
    assert action(window, "startAction").shortcut().toString() == "Ctrl+S"
    type_keys(table, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert problem(table) == ""


def test_what_is_written_is_read_again() -> None:
    keys = dict(DEFAULTS) | {"startAction": "Ctrl+J", "stopAllAction": ""}
    text = write_keys(keys)
    assert sorted(text.splitlines()) == ["startAction Ctrl+J", "stopAllAction"]
    assert read_keys(text) == keys
    assert write_keys(read_keys("")) == ""


@pytest.mark.parametrize("text", ["goneAction Ctrl+J", "\n\n", "startAction \0", "startAction ☃☃☃"])
def test_what_cannot_be_read_takes_nobodys_keys(text: str) -> None:
    keys = read_keys(text)
    assert keys.keys() == DEFAULTS.keys()
    assert all(keys[name] == DEFAULTS[name] for name in keys if name != "startAction")


def test_keys_are_compared_as_they_are_meant() -> None:
    assert taken_by(DEFAULTS, "ctrl+n", "startAction") == "addLinksAction"
    assert taken_by(DEFAULTS, "Ctrl+N", "addLinksAction") is None
    assert taken_by(DEFAULTS, "", "addLinksAction") is None


def test_the_empty_list_names_the_keys_there_are(window: MainWindow) -> None:
    hint = window.findChild(QLabel, "emptyHint")
    assert "paste them with Ctrl+V," in hint.text()
    preferences = window.preferences
    preferences.change(replace(preferences.settings, shortcuts="pasteAction Ctrl+J\n"))
    assert "paste them with Ctrl+J," in hint.text()
    preferences.change(replace(preferences.settings, shortcuts="pasteAction\n"))
    assert "paste them with Paste links," in hint.text()

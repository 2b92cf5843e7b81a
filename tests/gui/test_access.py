"""Keyboard, names and contrast: what must hold for everyone who uses the window otherwise."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget, QWidgetAction
from pytestqt.qtbot import QtBot

from core.model.errors import NotFoundError
from core.model.snapshot import Changes, Counts
from core.model.states import State
from gui.actions import ACTIONS
from gui.theme import DARK, LIGHT, Theme
from gui.window import MainWindow
from tests.gui.test_downloads_model import row

READABLE = 4.5  # WCAG 2.2, 1.4.3
VISIBLE = 3.0  # 1.4.11: what is no text
TEXTS = ("text", "muted", "accent", "good", "bad", "warning")
GROUNDS = ("window", "surface", "raised", "selection")
BARS = ("accent", "good", "bad", "muted")


def light(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_measured_rightly() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + [("on_accent", "accent")]
    weak = {
        pair: round(found, 2)
        for pair in pairs
        if (found := contrast(getattr(theme, pair[0]), getattr(theme, pair[1]))) < READABLE
    }
    assert not weak


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_bars_and_the_focus_stand_out(theme: Theme) -> None:
    assert all(contrast(getattr(theme, bar), theme.track) >= VISIBLE for bar in BARS)
    assert all(contrast(theme.accent, getattr(theme, ground)) >= VISIBLE for ground in GROUNDS)


def nameless(root: QWidget) -> list[str]:
    """What can have the focus, and says nothing when it gets it."""
    return [
        f"{type(one).__name__} {one.objectName()} in {type(one.parent()).__name__}"
        for one in [root, *root.findChildren(QWidget)]
        if one.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not one.objectName().startswith("qt_")  # a part of what Qt made: its parent speaks
        and one.focusProxy() is None
        and one.window() is root.window()  # lists that drop down belong to their boxes
        and not isinstance(one, QDialog | MainWindow)
        and not spoken(one)
    ]


def spoken(widget: QWidget) -> str:
    found = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


@pytest.fixture
def filled(window: MainWindow) -> Iterator[MainWindow]:
    rows = [
        row(1, State.FAILED, error=NotFoundError(host="a.example")),
        row(2, State.COMPLETED, 100),
    ]
    counts = Counts({State.FAILED: 1, State.COMPLETED: 1})
    window.bridge.changed.emit(Changes(rows, [], counts, 0, more=False))
    window.actions_by_name["inspectorAction"].setChecked(True)
    window.view.selectAll()
    window.notices.recovered(1)
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.reject()


def test_every_control_of_the_window_has_a_name(filled: MainWindow) -> None:
    assert not nameless(filled)


@pytest.mark.parametrize("name", ["addLinksAction", "settingsAction"])
def test_every_control_of_a_dialog_has_a_name(filled: MainWindow, qtbot: QtBot, name: str) -> None:
    filled.actions_by_name[name].trigger()
    [dialog] = [one for one in filled.findChildren(QDialog) if one.isVisible()]
    qtbot.waitExposed(dialog)
    assert dialog.windowTitle()
    assert not nameless(dialog)


def test_a_control_without_a_name_is_noticed(qtbot: QtBot) -> None:
    bare = QWidget()
    bare.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(bare)
    assert nameless(bare)
    bare.setAccessibleName("something")
    assert not nameless(bare)


def test_every_action_stands_in_the_table_of_keys(window: MainWindow) -> None:
    listed = {entry.name for entry in ACTIONS}
    actions = {one.objectName() for one in window.actions() if not one.isSeparator()}
    assert actions == listed
    keys = [entry.keys for entry in ACTIONS if entry.keys]
    assert len(keys) == len(set(keys))
    assert all(entry.title and entry.tip for entry in ACTIONS)


def test_every_action_that_is_shown_has_a_word(window: MainWindow) -> None:
    shown = [
        one for one in window.findChildren(QAction) if one.isVisible() and not one.isSeparator()
    ]
    ours = [one for one in shown if not isinstance(one, QWidgetAction)]
    assert not [one for one in ours if not (one.text() or one.toolTip())]


def test_the_tab_key_goes_everywhere_and_comes_back(filled: MainWindow, qtbot: QtBot) -> None:
    filled.activateWindow()
    filled.search.setFocus()
    qtbot.waitUntil(filled.search.hasFocus)
    visited: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in visited:
        visited.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert visited[0] is now, "round and round"
    buttons = [
        filled.toolbar.widgetForAction(action)
        for action in filled.toolbar.actions()
        if action.isEnabled() and action.text()
    ]
    wanted = [*buttons, filled.view, filled.sidebar, filled.search, filled.inspector.tabBar()]
    assert not [one for one in wanted if one not in visited]

"""The tray: its menu, and a window that hides in it only where it can be found again."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from gui.closing import Stage
from gui.furnishing import furnishing_of
from gui.outside.progress import Progress
from gui.outside.tray import Tray
from gui.speed_presets import SpeedPresets
from gui.window import MainWindow
from tests.gui.test_closing import running
from tests.gui.test_main_job import LONG, action

__all__ = ["running"]


def make(window: MainWindow) -> Tray:
    return Tray(
        window,
        SpeedPresets(window.preferences, furnishing_of(window).schedule, window),
        Progress(window.bridge, window),
    )


@pytest.fixture
def _a_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)


def stay(window: MainWindow) -> None:
    preferences = window.preferences
    preferences.change(replace(preferences.settings, stay_in_tray=True))


def press_cross(window: MainWindow) -> None:
    """As the window manager does it."""
    QGuiApplication.sendEvent(window.windowHandle(), QCloseEvent())


def entry(tray: Tray, title: str) -> QAction:
    return next(one for one in tray.menu.actions() if one.text() == title)


def test_its_menu_has_what_one_needs_without_the_window(window: MainWindow) -> None:
    tray = make(window)
    titles = [one.text() for one in tray.menu.actions() if one.text()]
    assert titles == ["Show the window", "Start", "Stop all", "Speed", "Quit"]
    speeds = entry(tray, "Speed").menu()
    assert speeds.actions()[0].text() == "Full speed"  # type: ignore[attr-defined]
    speeds.actions()[-1].trigger()  # type: ignore[attr-defined]
    assert window.preferences.settings.limit_rate == 250_000


@pytest.mark.usefixtures("_a_tray")
def test_the_window_hides_and_comes_back_while_downloads_run(running: MainWindow) -> None:
    tray = make(running)
    stay(running)
    press_cross(running)
    assert not running.isVisible()
    assert running.closing.stage is Stage.OPEN
    assert running.bridge.engine.running
    entry(tray, "Show the window").trigger()
    assert running.isVisible()
    press_cross(running)
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert running.isVisible()


@pytest.mark.usefixtures("_a_tray")
def test_quit_in_the_tray_quits_and_asks_where_one_sees_it(
    running: MainWindow, qtbot: QtBot
) -> None:
    tray = make(running)
    stay(running)
    press_cross(running)
    entry(tray, "Quit").trigger()
    assert running.isVisible()
    box = running.findChild(QMessageBox, "leaveQuestion")
    assert box is not None
    box.defaultButton().click()
    qtbot.waitUntil(lambda: not running.isVisible(), timeout=LONG)
    assert running.closing.settled


@pytest.mark.usefixtures("_a_tray")
def test_a_hidden_window_that_has_nothing_to_do_quits_unseen(
    window: MainWindow, qtbot: QtBot
) -> None:
    tray = make(window)
    stay(window)
    press_cross(window)
    with qtbot.waitSignal(window.closing.closed, timeout=LONG):
        entry(tray, "Quit").trigger()
    assert not window.isVisible()


@pytest.mark.usefixtures("_a_tray")
@pytest.mark.parametrize("remember", [True, False])
def test_who_is_asked_may_hide_instead(running: MainWindow, remember: bool) -> None:
    make(running)
    press_cross(running)
    box = running.findChild(QMessageBox, "leaveQuestion")
    assert box is not None
    box.findChild(QCheckBox, "askNoMore").setChecked(remember)  # type: ignore[union-attr]
    box.findChild(QPushButton, "hideButton").click()  # type: ignore[union-attr]
    assert not running.isVisible()
    assert running.bridge.engine.running
    settings = running.preferences.settings
    assert settings.stay_in_tray is remember
    assert settings.ask_before_leaving


def test_without_a_tray_nobody_is_offered_to_hide(running: MainWindow, qtbot: QtBot) -> None:
    make(running)
    press_cross(running)
    box = running.findChild(QMessageBox, "leaveQuestion")
    assert box is not None
    assert box.findChild(QPushButton, "hideButton") is None
    box.defaultButton().click()
    qtbot.waitUntil(lambda: not running.isVisible(), timeout=LONG)


@pytest.mark.parametrize("why", ["no tray", "no icon", "no wish"])
def test_where_it_could_not_be_found_again_it_closes(
    window: MainWindow, qtbot: QtBot, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: why != "no tray")
    make(window)
    preferences = window.preferences
    wish = replace(preferences.settings, stay_in_tray=why != "no wish", tray=why != "no icon")
    preferences.change(wish)
    with qtbot.waitSignal(window.closing.closed, timeout=LONG):
        press_cross(window)


def test_the_icon_comes_and_goes_with_its_setting(window: MainWindow) -> None:
    tray, preferences = make(window), window.preferences
    assert tray.icon.isVisible()
    preferences.change(replace(preferences.settings, tray=False))
    assert not tray.icon.isVisible()


def test_it_tells_how_far_the_batch_is(running: MainWindow, qtbot: QtBot) -> None:
    tray = make(running)
    assert tray.icon.toolTip() == "Headgate"
    running.bridge.refresh()
    assert tray.icon.toolTip() == "Headgate: 0 %"
    action(running, "stopAllAction").trigger()
    qtbot.waitUntil(lambda: tray.icon.toolTip() == "Headgate", timeout=LONG)

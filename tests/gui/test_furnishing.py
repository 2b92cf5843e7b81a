"""What stands around the list: speeds, the menu of the rest, about."""

from dataclasses import replace

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.model.settings import Settings
from gui.about import LICENCES, AboutDialog
from gui.diagnostics import diagnostics, versions
from gui.window import MainWindow
from tests.gui.test_main_job import action, drop_text, wait_rows


def speed_button(window: MainWindow) -> QToolButton:
    found = window.findChild(QToolButton, "speedButton")
    assert found is not None
    return found


def speeds(window: MainWindow) -> list[str]:
    return [one.text() for one in speed_button(window).menu().actions()]


def test_a_speed_is_chosen_in_the_toolbar_and_felt_at_once(window: MainWindow) -> None:
    button = speed_button(window)
    assert button.text() == "Full speed"
    assert speeds(window) == ["Full speed", "5.00 MB/s", "1.00 MB/s", "250 kB/s"]
    button.menu().actions()[2].trigger()
    assert window.preferences.settings.limit_rate == 1_000_000
    assert window.bridge.engine._throttle.rate == 1_000_000
    assert button.text() == "1.00 MB/s"
    assert button.accessibleName() == "Speed limit: 1.00 MB/s"
    button.menu().actions()[0].trigger()
    assert window.bridge.engine._throttle.rate == 0


def test_a_speed_from_the_settings_is_shown_among_the_others(window: MainWindow) -> None:
    preferences = window.preferences
    preferences.change(replace(preferences.settings, limit_rate=2_000_000))
    assert speeds(window) == ["Full speed", "5.00 MB/s", "2.00 MB/s", "1.00 MB/s", "250 kB/s"]
    checked = [one.text() for one in speed_button(window).menu().actions() if one.isChecked()]
    assert checked == ["2.00 MB/s"]
    preferences.change(replace(preferences.settings, limit_rate=0, speed_presets="3M"))
    assert speeds(window) == ["Full speed", "3.00 MB/s"]


def test_the_menu_of_the_rest_is_reached_by_keyboard(window: MainWindow) -> None:
    button = window.findChild(QToolButton, "moreButton")
    assert button is not None
    assert button.accessibleName() == "More"
    names = [one.objectName() for one in button.menu().actions()]
    assert "settingsAction" in names
    assert "aboutAction" in names


def test_about_copies_what_helps_and_nothing_private(window: MainWindow, qtbot: QtBot) -> None:
    drop_text(window, "https://private.example.org/secret-name.bin")
    wait_rows(qtbot, window, 1)
    preferences = window.preferences
    proxy = "http://me:password@proxy.example.org"
    preferences.change(replace(preferences.settings, proxy=proxy, theme="dark", retries=7))
    action(window, "aboutAction").trigger()
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    copy = dialog.findChild(QPushButton, "copyDiagnostics")
    assert copy is not None
    copy.click()
    told = QGuiApplication.clipboard().text()
    for word in ("Headgate", "PySide6", "downloads: queued 1", "proxy set", "theme dark"):
        assert word in told
    assert "retries 7" in told
    for word in ("private", "secret", "password", "example", str(window.intake.folder)):
        assert word not in told


def test_every_part_has_a_version_and_a_licence() -> None:
    assert LICENCES.keys() == versions().keys()
    assert "?" not in versions().values()


def test_settings_that_nobody_touched_are_not_listed() -> None:
    assert diagnostics(Settings(), []).endswith("settings: as they come")

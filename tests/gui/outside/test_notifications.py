"""A batch that ends is told, by tray or portal, unless the user sees it anyway."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from core.model import events
from core.model.errors import DiskFullError, HeadgateError
from core.model.events import Cause
from gui.furnishing import furnishing_of
from gui.outside import notifications
from gui.outside.notifications import Notifications, summary
from gui.outside.progress import Progress
from gui.outside.tray import Tray
from gui.speed_presets import SpeedPresets
from gui.window import MainWindow
from tests.gui.test_main_job import LONG
from tests.servers.bus import Portal, serve

FILE = Path("/files/data.bin")
DONE = events.Completed(1, "https://example.org/data.bin", FILE, 10, skipped=False)
END = events.BatchEnded(None, None, 1.0)
Make = Callable[..., Notifications]


@pytest.fixture
def make(window: MainWindow, bus: QDBusConnection) -> Make:
    def made(*, in_front: bool = False) -> Notifications:
        tray = Tray(
            window,
            SpeedPresets(window.preferences, furnishing_of(window).schedule, window),
            Progress(window.bridge, window),
        )
        return Notifications(window.bridge, window.preferences, bus, tray, lambda: in_front)

    return made


def batch(window: MainWindow, *happened: events.Event) -> None:
    for event in (events.BatchStarted(), *happened):
        window.bridge.happened.emit(event)


@pytest.fixture
def portal(other_end: QDBusConnection) -> Portal:
    made = Portal()
    serve(other_end, notifications.SERVICE, notifications.PATH, made)
    return made


def test_without_a_tray_the_portal_shows_it_and_a_click_opens_the_folder(
    qtbot: QtBot, window: MainWindow, make: Make, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    make()
    batch(window, DONE, END)
    qtbot.waitUntil(lambda: len(portal.shown) == 1, timeout=LONG)
    told = {"title": "Download done", "body": "data.bin", "default-action": "open"}
    assert portal.shown == [("batch", told)]
    portal.ActionInvoked.emit("another", "open", [])
    portal.ActionInvoked.emit("batch", "open", [])
    qtbot.waitUntil(lambda: opened == [QUrl.fromLocalFile("/files")], timeout=LONG)


def test_with_a_tray_the_tray_shows_it(
    window: MainWindow, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, *words: said.append(words[:2]))
    make()
    batch(window, DONE, DONE, END)
    assert said == [("Everything is done", "2 download(s) done")]


@pytest.mark.parametrize("why", ["in front", "setting", "stopped", "nothing"])
def test_who_knows_already_is_not_told(
    window: MainWindow, make: Make, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    said: list[object] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda *words: said.append(words))
    preferences = window.preferences
    preferences.change(replace(preferences.settings, notify=why != "setting"))
    make(in_front=why == "in front")
    end = events.BatchEnded(Cause.USER, 3.0, 1.0) if why == "stopped" else END
    batch(window, *([] if why == "nothing" else [DONE]), end)
    assert not said


def test_nobody_to_show_it_is_no_trouble(
    qtbot: QtBot, window: MainWindow, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    make()
    with caplog.at_level("INFO"):
        batch(window, DONE, END)
        qtbot.waitUntil(lambda: "nobody shows" in caplog.text, timeout=LONG)


@pytest.mark.parametrize(
    ("done", "failed", "fault", "said"),
    [
        (1, 0, None, ("Download done", "data.bin")),
        (3, 0, None, ("Everything is done", "3 download(s) done")),
        (0, 2, None, ("Downloads failed", "2 download(s) failed")),
        (3, 2, None, ("Downloads ended", "3 download(s) done, 2 failed")),
    ],
)
def test_what_is_said(
    done: int, failed: int, fault: HeadgateError | None, said: tuple[str, str]
) -> None:
    assert summary(done, failed, FILE, fault) == said


def test_a_fault_is_said_first() -> None:
    title, text = summary(3, 1, FILE, DiskFullError(folder="/files", free="0", needed="1"))
    assert title == "Downloads stopped"
    assert text

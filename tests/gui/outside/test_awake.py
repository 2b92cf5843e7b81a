"""While a batch runs the session is asked to stay awake, and no longer."""

from dataclasses import replace

import pytest
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from gui.outside.awake import SESSION, Awake
from gui.window import MainWindow
from tests.gui.test_closing import running, stalls
from tests.gui.test_main_job import LONG, action, drop_text, wait_rows
from tests.servers.bus import Power, Screen, serve
from tests.servers.scripted import Scripted

__all__ = ["running"]
WISH = ("Headgate", "Downloads are running")
START, STOP = "startAction", "stopAllAction"


def make(window: MainWindow, address: str) -> Awake:
    return Awake(window.bridge, window.preferences, address, window)


@pytest.fixture
def stalled(qtbot: QtBot, window: MainWindow, server: Scripted) -> MainWindow:
    drop_text(window, server.add("/data.bin", stalls))
    wait_rows(qtbot, window, 1)
    return window


def test_a_batch_keeps_the_computer_awake(
    qtbot: QtBot, stalled: MainWindow, bus_address: str, other_end: QDBusConnection
) -> None:
    power, screen = Power(), Screen()
    serve(other_end, *SESSION[0][:2], power)
    serve(other_end, *SESSION[1][:2], screen)
    awake = make(stalled, bus_address)
    assert not awake.asked
    action(stalled, START).trigger()
    qtbot.waitUntil(lambda: power.wishes == [WISH], timeout=LONG)
    assert awake.asked
    qtbot.waitUntil(action(stalled, STOP).isEnabled, timeout=LONG)
    action(stalled, STOP).trigger()
    qtbot.waitUntil(lambda: not awake.asked, timeout=LONG)
    action(stalled, START).trigger()
    qtbot.waitUntil(lambda: power.wishes == [WISH, WISH], timeout=LONG)
    assert not screen.wishes


def test_what_was_asked_for_ends_with_its_connection(
    qtbot: QtBot, stalled: MainWindow, bus_address: str, other_end: QDBusConnection
) -> None:
    """Services let go of a wish when the one who had it leaves the bus."""
    names = other_end.interface().registeredServiceNames
    before = set(names().value())
    awake = make(stalled, bus_address)
    action(stalled, START).trigger()
    qtbot.waitUntil(lambda: awake.asked, timeout=LONG)
    qtbot.waitUntil(lambda: len(set(names().value()) - before) == 1, timeout=LONG)
    qtbot.waitUntil(action(stalled, STOP).isEnabled, timeout=LONG)
    action(stalled, STOP).trigger()
    qtbot.waitUntil(lambda: not set(names().value()) - before, timeout=LONG)


def test_without_the_first_service_the_second_is_asked(
    qtbot: QtBot, stalled: MainWindow, bus_address: str, other_end: QDBusConnection
) -> None:
    screen = Screen()
    serve(other_end, *SESSION[1][:2], screen)
    make(stalled, bus_address)
    action(stalled, START).trigger()
    qtbot.waitUntil(lambda: screen.wishes == [WISH], timeout=LONG)


def test_the_setting_counts_at_once(qtbot: QtBot, running: MainWindow, bus_address: str) -> None:
    preferences = running.preferences
    preferences.change(replace(preferences.settings, keep_awake=False))
    awake = make(running, bus_address)
    preferences.change(replace(preferences.settings, keep_awake=True))
    assert awake.asked
    preferences.change(replace(preferences.settings, keep_awake=False))
    assert not awake.asked


def test_without_a_bus_nothing_happens(qtbot: QtBot, stalled: MainWindow) -> None:
    awake = make(stalled, "unix:path=/nowhere")
    action(stalled, START).trigger()
    qtbot.waitUntil(lambda: stalled.bridge.engine.running, timeout=LONG)
    qtbot.waitUntil(lambda: stalled.model.rows()[0].received == 1000, timeout=LONG)
    assert not awake.asked

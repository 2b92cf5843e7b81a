"""Before sleep everything stops, after it everything goes on; without logind nothing happens."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusPendingCall,
    QDBusUnixFileDescriptor,
)
from pytestqt.qtbot import QtBot

from core.model import events
from core.model.events import Cause
from gui.outside.sleep import Sleep
from gui.window import MainWindow
from tests.gui.test_closing import running, stalls
from tests.gui.test_main_job import LONG, action, drop_text, wait_rows
from tests.servers.scripted import Scripted

__all__ = ["running"]


class Bus:
    """A system bus with logind on it, or with one that refuses."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.asked: list[list[Any]] = []
        self._reader, self._writer = os.pipe()

    def isConnected(self) -> bool:
        return True

    def connect(self, *_words: object) -> bool:
        return True

    def asyncCall(self, message: QDBusMessage) -> QDBusPendingCall:
        self.asked.append(message.arguments())
        if self.refuses:
            answer = message.createErrorReply("org.test.Denied", "you may not")
        else:
            answer = message.createReply([QDBusUnixFileDescriptor(self._writer)])
        return QDBusPendingCall.fromCompletedCall(answer)

    def close(self) -> None:
        os.close(self._reader)
        os.close(self._writer)


@pytest.fixture
def bus() -> Iterator[Any]:
    made = Bus()
    yield made
    made.close()


def causes(window: MainWindow) -> list[Cause | None]:
    heard: list[Cause | None] = []
    window.bridge.happened.connect(
        lambda event: heard.append(event.cause) if isinstance(event, events.BatchEnded) else None
    )
    return heard


def test_a_batch_holds_a_lock_and_gives_it_back(
    qtbot: QtBot, window: MainWindow, server: Scripted, bus: Any
) -> None:
    sleep = Sleep(window.bridge, bus, window)
    assert bus.asked == []
    drop_text(window, server.add("/data.bin", stalls))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: sleep.delayed, timeout=LONG)
    assert bus.asked == [["sleep", "Headgate", "Downloads are stopped first", "delay"]]
    action(window, "stopAllAction").trigger()
    qtbot.waitUntil(lambda: not sleep.delayed, timeout=LONG)


def test_before_sleep_it_stops_and_after_it_goes_on(
    qtbot: QtBot, running: MainWindow, bus: Any
) -> None:
    sleep, heard = Sleep(running.bridge, bus, running), causes(running)
    sleep.prepare(True)
    qtbot.waitUntil(lambda: heard == [Cause.SLEEP], timeout=LONG)
    sleep.prepare(False)
    assert running.bridge.engine.running
    running.closing.begin()
    qtbot.waitUntil(lambda: not running.isVisible(), timeout=LONG)


def test_a_sleep_that_is_over_before_the_stop_goes_on_at_once(
    qtbot: QtBot, running: MainWindow, bus: Any
) -> None:
    sleep, heard = Sleep(running.bridge, bus, running), causes(running)
    sleep.prepare(True)
    sleep.prepare(False)
    qtbot.waitUntil(lambda: heard == [Cause.SLEEP], timeout=LONG)
    qtbot.waitUntil(lambda: running.bridge.engine.running, timeout=LONG)


def test_a_stop_by_hand_just_before_the_sleep_counts(
    qtbot: QtBot, running: MainWindow, bus: Any
) -> None:
    sleep, heard = Sleep(running.bridge, bus, running), causes(running)
    action(running, "stopAllAction").trigger()
    sleep.prepare(True)
    qtbot.waitUntil(lambda: heard == [Cause.USER], timeout=LONG)
    sleep.prepare(False)
    assert not running.bridge.engine.running


def test_what_was_stopped_by_hand_stays_stopped(
    qtbot: QtBot, running: MainWindow, bus: Any
) -> None:
    sleep, heard = Sleep(running.bridge, bus, running), causes(running)
    action(running, "stopAllAction").trigger()
    qtbot.waitUntil(lambda: heard == [Cause.USER], timeout=LONG)
    sleep.prepare(True)
    sleep.prepare(False)
    assert not running.bridge.engine.running


def test_a_batch_for_some_goes_on_with_those_alone(
    qtbot: QtBot, window: MainWindow, server: Scripted, bus: Any
) -> None:
    drop_text(window, "\n".join(server.add(f"/{number}.bin", stalls) for number in range(2)))
    wait_rows(qtbot, window, 2)
    engine = window.bridge.engine
    first, second = (row.id for row in sorted(window.model.rows(), key=lambda row: row.rank))
    engine.start(only=[first])
    qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=LONG)
    sleep, heard = Sleep(window.bridge, bus, window), causes(window)
    sleep.prepare(True)
    qtbot.waitUntil(lambda: heard == [Cause.SLEEP], timeout=LONG)
    sleep.prepare(False)
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)
    assert engine.partial
    assert server.asked[1].target == server.asked[0].target
    assert second not in {row.id for row in engine.running_rows()}


def test_a_lock_that_is_refused_changes_nothing(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    bus = Bus(refuses=True)
    sleep = Sleep(window.bridge, bus, window)  # type: ignore[arg-type]
    drop_text(window, server.add("/data.bin", stalls))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: len(bus.asked) == 1, timeout=LONG)
    sleep.prepare(True)
    qtbot.waitUntil(lambda: not window.bridge.engine.running, timeout=LONG)
    assert not sleep.delayed
    bus.close()


def test_without_a_system_bus_nothing_happens(window: MainWindow) -> None:
    nowhere = QDBusConnection("nobody made this one")
    assert not nowhere.isConnected()
    Sleep(window.bridge, nowhere, window)

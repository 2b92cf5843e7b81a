"""Closing asks once, waits without freezing, and lets go of what hangs."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from core.disk.checkpoint import Checkpoints
from core.disk.partfile import PartFile
from core.model import events
from core.model.events import Cause
from gui import closing
from gui.closing import Stage
from gui.window import MainWindow
from tests.engine.ear import PATIENCE
from tests.gui.test_main_job import DATA, LONG, action, drop_text, wait_rows
from tests.servers.scripted import Asked, Peer, Scripted


def stalls(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", f"Content-Length: {len(DATA)}")
    peer.send(DATA[:1000])
    peer.stall()


@pytest.fixture
def running(qtbot: QtBot, window: MainWindow, server: Scripted) -> MainWindow:
    """A window with a download that stalls."""
    drop_text(window, server.add("/data.bin", stalls))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: window.model.rows()[0].received == 1000, timeout=LONG)
    return window


def question(window: MainWindow) -> QMessageBox:
    found = window.findChild(QMessageBox, "leaveQuestion")
    assert found is not None
    return found


def press(box: QMessageBox, kind: QMessageBox.StandardButton | None = None) -> None:
    button = box.defaultButton() if kind is None else box.button(kind)
    button.click()


def gone(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)


def banner(window: MainWindow) -> str:
    """What the banner says; nothing while it is hidden."""
    frame, label = window.findChild(QFrame, "banner"), window.findChild(QLabel, "bannerText")
    assert frame is not None
    assert label is not None
    return label.text() if frame.isVisible() else ""


def test_who_does_not_mean_it_stays_and_nothing_stops(qtbot: QtBot, running: MainWindow) -> None:
    running.close()
    press(question(running), QMessageBox.StandardButton.Cancel)
    assert running.closing.stage is Stage.OPEN
    assert running.bridge.engine.running
    qtbot.waitUntil(lambda: running.findChild(QMessageBox, "leaveQuestion") is None, timeout=LONG)
    running.close()
    assert running.isVisible()
    press(question(running))
    gone(qtbot, running)


def test_it_asks_once_however_often_one_clicks(qtbot: QtBot, running: MainWindow) -> None:
    running.close()
    running.close()
    assert len(running.findChildren(QMessageBox, "leaveQuestion")) == 1
    press(question(running))
    gone(qtbot, running)


def test_do_not_ask_again_is_remembered_in_the_settings(
    qtbot: QtBot, running: MainWindow, tmp_path: Path
) -> None:
    running.close()
    box = question(running)
    box.findChild(QCheckBox, "askNoMore").setChecked(True)  # type: ignore[union-attr]
    press(box)
    gone(qtbot, running)
    stored = tmp_path / "state" / "settings.json"
    qtbot.waitUntil(stored.exists, timeout=LONG)
    assert json.loads(stored.read_text())["ask_before_leaving"] is False


def test_who_was_told_not_to_ask_does_not(qtbot: QtBot, running: MainWindow) -> None:
    preferences = running.preferences
    preferences.change(replace(preferences.settings, ask_before_leaving=False))
    running.close()
    assert running.findChild(QMessageBox, "leaveQuestion") is None
    gone(qtbot, running)


def test_to_say_no_more_and_stay_changes_nothing(qtbot: QtBot, running: MainWindow) -> None:
    running.close()
    box = question(running)
    box.findChild(QCheckBox, "askNoMore").setChecked(True)  # type: ignore[union-attr]
    press(box, QMessageBox.StandardButton.Cancel)
    assert running.preferences.settings.ask_before_leaving


def test_a_wish_from_outside_needs_no_answer(qtbot: QtBot, running: MainWindow) -> None:
    running.close()
    heard: list[events.BatchEnded] = []
    running.bridge.happened.connect(
        lambda event: heard.append(event) if isinstance(event, events.BatchEnded) else None
    )
    running.closing.begin()
    gone(qtbot, running)
    assert [one.cause for one in heard] == [Cause.CLOSING]
    assert running.closing.settled


def test_nothing_can_be_started_while_it_leaves(qtbot: QtBot, running: MainWindow) -> None:
    running.closing.begin()
    for name in ("startAction", "stopAllAction", "resumeAction"):
        assert not action(running, name).isEnabled()
    gone(qtbot, running)


def test_a_hidden_window_works_on_and_leaves_like_any_other(
    qtbot: QtBot, running: MainWindow
) -> None:
    running.hide()
    assert running.bridge.engine.running
    with qtbot.waitSignal(running.closing.closed, timeout=LONG):
        running.closing.begin()
    assert running.closing.settled


def test_nothing_is_left_behind(
    qtbot: QtBot, request: pytest.FixtureRequest, tmp_path: Path, server: Scripted
) -> None:
    threads, opened = threading.active_count(), still_open(tmp_path)
    window: MainWindow = request.getfixturevalue("running")
    assert still_open(tmp_path) > opened
    window.closing.begin()
    gone(qtbot, window)
    # The server's end of the connection needs a moment to notice.
    qtbot.waitUntil(lambda: threading.active_count() <= threads, timeout=LONG)
    qtbot.waitUntil(lambda: still_open(tmp_path) <= opened, timeout=LONG)
    assert [path.name for path in (tmp_path / "files").iterdir()] == ["data.bin.part"]
    PartFile.reopen(tmp_path / "files" / "data.bin.part").close()  # nobody holds its lock


def still_open(folder: Path) -> int:
    """How many sockets, and files in a folder, this process has open."""
    count = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the one that lists them
            target = str(descriptor.readlink())
            count += target.startswith(("socket:", str(folder)))
    return count


# --- what hangs ----------------------------------------------------------------------------


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "PATIENCE_MS", 50)


@pytest.mark.usefixtures("soon")
def test_a_disk_that_hangs_can_be_left_behind(
    qtbot: QtBot,
    request: pytest.FixtureRequest,
    server: Scripted,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hangs, thawed = threading.Event(), threading.Event()

    def hanging(real: Callable[..., None], *words: object) -> None:
        hangs.set()
        assert thawed.wait(30)
        real(*words)

    for name in ("write", "drain"):
        real = getattr(PartFile, name)
        monkeypatch.setattr(PartFile, name, lambda *words, real=real: hanging(real, *words))
    window: MainWindow = request.getfixturevalue("window")
    drop_text(window, server.add("/frozen.bin", stalls))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(hangs.is_set, timeout=LONG)
    window.close()
    press(question(window))
    qtbot.waitUntil(lambda: "frozen.bin" in banner(window), timeout=LONG)
    assert "does not answer" in banner(window)
    assert window.closing.stage is Stage.STOPPING
    go = window.findChild(QPushButton, "bannerButton")
    assert go is not None
    assert go.text() == "Quit now"
    go.click()
    gone(qtbot, window)
    assert not window.closing.settled
    thawed.set()
    assert window.bridge.engine.close(30)


@pytest.mark.usefixtures("soon")
def test_a_disk_that_is_slow_to_record_is_told_and_can_be_left_too(
    qtbot: QtBot, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = threading.Event()
    real = Checkpoints.close

    def slow(checkpoints: Checkpoints, seconds: float = 30.0) -> bool:
        recorded.wait(30)
        return real(checkpoints, seconds)

    monkeypatch.setattr(Checkpoints, "close", slow)
    window: MainWindow = request.getfixturevalue("window")
    window.close()
    qtbot.waitUntil(lambda: "recording" in banner(window), timeout=LONG)
    recorded.set()
    gone(qtbot, window)
    assert window.closing.settled


def test_links_that_come_too_late_are_refused_with_a_word(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a slow disk still records; what was dropped must not seem to be in the list."""
    goes_on = threading.Event()
    close = Checkpoints.close

    def slow(checkpoints: Checkpoints, seconds: float) -> bool:
        assert goes_on.wait(PATIENCE)
        return close(checkpoints, seconds)

    monkeypatch.setattr(Checkpoints, "close", slow)
    window.closing.begin()
    qtbot.waitUntil(lambda: window.bridge.engine._adding._closed, timeout=LONG)
    drop_text(window, "http://127.0.0.1:9/late.bin")
    qtbot.waitUntil(lambda: "takes in nothing more" in banner(window), timeout=LONG)
    goes_on.set()
    gone(qtbot, window)

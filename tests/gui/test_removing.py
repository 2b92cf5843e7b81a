"""Removing from the list: undone while one can, settled when the time is over or one leaves."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.model.states import State
from gui import removing
from gui.banner import Topic
from gui.window import MainWindow
from tests.gui.test_main_job import LONG, action, drop_text, states, wait_rows
from tests.servers.scripted import Scripted, serve_file

DATA = b"whole"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A trash of our own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def done(window: MainWindow, qtbot: QtBot, server: Scripted) -> Path:
    """One finished download, selected."""
    drop_text(window, server.add("/data.bin", serve_file(DATA)))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    qtbot.waitUntil(lambda: not window.bridge.engine.running, timeout=LONG)
    window.view.selectAll()
    return window.intake.folder / "data.bin"


def test_undo_gives_back_what_was_removed_last(window: MainWindow, qtbot: QtBot) -> None:
    drop_text(window, "http://a.example/1 http://a.example/2")
    wait_rows(qtbot, window, 2)
    assert not action(window, "undoAction").isEnabled()
    for left in (1, 0):
        window.view.selectRow(0)
        action(window, "removeAction").trigger()
        wait_rows(qtbot, window, left)
    window.findChild(QPushButton, "bannerButton").click()
    wait_rows(qtbot, window, 1)
    assert [row.name for row in window.model.rows()] == ["2"]
    action(window, "undoAction").trigger()
    wait_rows(qtbot, window, 2)
    assert window._banner.shown is None
    assert not action(window, "undoAction").isEnabled()


def test_after_its_time_nothing_comes_back(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removing, "UNDO_SECONDS", 0.01)
    drop_text(window, "http://a.example/1")
    wait_rows(qtbot, window, 1)
    window.view.selectAll()
    with qtbot.waitSignals([window.tools.removing.changed] * 2):
        action(window, "removeAction").trigger()
    assert window._banner.shown is None
    window.tools.removing.undo()
    assert window.model.rowCount() == 0
    assert not window.bridge.engine._work.roster.withdrawn


def test_the_file_goes_to_the_trash_when_it_can_no_longer_be_undone(
    window: MainWindow, qtbot: QtBot, done: Path, home: Path
) -> None:
    action(window, "trashAction").trigger()
    wait_rows(qtbot, window, 0)
    assert done.read_bytes() == DATA
    action(window, "undoAction").trigger()
    wait_rows(qtbot, window, 1)
    window.view.selectAll()
    action(window, "trashAction").trigger()
    window.tools.removing.settle()
    qtbot.waitUntil(lambda: not done.exists(), timeout=LONG)
    assert (home / "Trash" / "files" / "data.bin").read_bytes() == DATA


def test_a_file_that_stays_is_told_of(
    window: MainWindow, qtbot: QtBot, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removing, "throw_away", lambda _file: False)
    action(window, "trashAction").trigger()
    with qtbot.waitSignal(window.tools.removing.failed):
        window.tools.removing.settle()
    shown = window._banner.shown
    assert shown is not None
    assert (shown.topic, shown.text.startswith("data.bin could not")) == (Topic.STOPPED, True)
    assert done.exists()


def test_leaving_settles_what_was_removed(window: MainWindow, qtbot: QtBot, done: Path) -> None:
    action(window, "removeAction").trigger()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert not window.bridge.engine._work.roster.withdrawn
    assert done.exists()

"""The end of the session waits until everything is stopped and recorded, and for no longer."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.engine.engine import Engine
from gui.outside.session import SessionEnd
from gui.window import MainWindow
from tests.gui.test_closing import running
from tests.gui.test_main_job import DATA

__all__ = ["running"]


def test_when_it_returns_everything_is_recorded_and_the_window_is_still_there(
    qtbot: QtBot, qapp: QApplication, running: MainWindow, tmp_path: Path
) -> None:
    engine = running.bridge.engine
    SessionEnd(qapp, engine).commit()
    assert not engine.running
    assert running.isVisible(), "others may keep the session from ending"
    part = tmp_path / "files" / "data.bin.part"
    assert part.read_bytes() == DATA[:1000]
    running.close()
    qtbot.waitUntil(lambda: not running.isVisible())


def test_without_a_batch_there_is_nothing_to_wait_for(
    qapp: QApplication, window: MainWindow
) -> None:
    SessionEnd(qapp, window.bridge.engine).commit()
    assert window.isVisible()


def test_a_disk_that_hangs_does_not_hold_the_session_up(
    qapp: QApplication,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(Engine, "rest", lambda _engine, _seconds: False)
    SessionEnd(qapp, window.bridge.engine).commit()
    assert "before everything is recorded" in caplog.text

"""A copy to another disk is told of while it lasts, and can be stopped from there."""

import errno
import os
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.disk import relocate
from core.disk.partfile import PartFile
from gui.window import MainWindow
from tests.engine.ear import PATIENCE
from tests.gui.test_edits import finished

__all__ = ["finished"]  # a fixture


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Everything lies on another disk, which writes when the event is set."""
    goes_on = threading.Event()
    real = PartFile.write

    def crosses(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    def write(part: PartFile, data: memoryview, position: int) -> None:
        assert goes_on.wait(PATIENCE)
        real(part, data, position)

    monkeypatch.setattr(relocate, "rename_exclusively", crosses)
    monkeypatch.setattr(PartFile, "write", write)
    return goes_on


def told(window: MainWindow) -> str:
    banner, text = window.findChild(QFrame, "banner"), window.findChild(QLabel, "bannerText")
    assert banner is not None
    assert text is not None
    return text.text() if banner.isVisible() else ""


def test_it_is_told_of_until_it_is_over(
    finished: MainWindow, qtbot: QtBot, slow_disk: threading.Event, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    finished.tools.edits.place(elsewhere, None)
    qtbot.waitUntil(lambda: str(elsewhere) in told(finished))
    slow_disk.set()
    qtbot.waitUntil(lambda: not told(finished))
    assert (elsewhere / "data.bin").read_bytes() == b"whole"
    qtbot.waitUntil(lambda: finished.model.rows()[0].folder == elsewhere)


def test_it_is_stopped_though_nothing_is_downloaded(
    finished: MainWindow, qtbot: QtBot, slow_disk: threading.Event, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    finished.tools.edits.place(elsewhere, None)
    qtbot.waitUntil(lambda: str(elsewhere) in told(finished))
    button = finished.findChild(QPushButton, "bannerButton")
    assert button is not None
    button.click()
    slow_disk.set()
    qtbot.waitUntil(lambda: elsewhere.exists() and not list(elsewhere.iterdir()))
    qtbot.waitUntil(lambda: not finished.tools.moving.under_way)
    assert not told(finished)
    assert [path.name for path in finished.intake.folder.iterdir()] == ["data.bin"]


def test_who_only_renames_hears_nothing(finished: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(finished.tools.edits.ended):
        finished.tools.edits.place(finished.intake.folder, "other.bin")
    assert not finished.tools.moving.under_way
    assert not told(finished)

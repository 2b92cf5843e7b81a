"""The first start asks for two things, and never again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from core.disk.settings_file import FILE_NAME, load_settings
from gui import theme
from gui.first_start import FirstStart
from gui.look import Look
from gui.window import MainWindow
from tests.gui.test_main_job import LONG


@pytest.fixture
def dialog(window: MainWindow, qapp: QApplication, tmp_path: Path) -> Iterator[FirstStart]:
    Look(qapp, window.preferences)
    made = FirstStart(window.preferences, tmp_path / "Downloads", window)
    made.open()
    yield made
    theme.apply_theme(qapp, theme.LIGHT)


def accept(dialog: FirstStart) -> None:
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()  # type: ignore[union-attr]


def test_folder_and_theme_are_taken_and_kept(
    qtbot: QtBot, window: MainWindow, dialog: FirstStart, tmp_path: Path
) -> None:
    dialog.folder.setText(str(tmp_path / "mine"))
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    assert theme.current() is theme.DARK
    accept(dialog)
    assert window.intake.folder == tmp_path / "mine"

    def kept() -> bool:
        settings = load_settings(tmp_path / "state")
        return (settings.folder, settings.theme) == (str(tmp_path / "mine"), "dark")

    qtbot.waitUntil(kept, timeout=LONG)


def test_the_systems_own_folder_is_not_nailed_down(window: MainWindow, dialog: FirstStart) -> None:
    accept(dialog)
    assert window.preferences.settings.folder == ""


def test_what_cannot_be_a_folder_is_told(window: MainWindow, dialog: FirstStart) -> None:
    dialog.folder.setText("/a\0b")
    accept(dialog)
    assert dialog.isVisible()
    dialog.folder.setText("/ab")
    accept(dialog)
    assert window.preferences.settings.folder == "/ab"


def test_whoever_waves_it_away_has_seen_it(
    qtbot: QtBot, dialog: FirstStart, tmp_path: Path
) -> None:
    assert not (tmp_path / "state" / FILE_NAME).exists()
    dialog.reject()
    qtbot.waitUntil((tmp_path / "state" / FILE_NAME).exists, timeout=LONG)

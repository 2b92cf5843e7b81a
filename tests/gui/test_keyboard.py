"""Whatever can be clicked is reached by the Tab key, or does what a key does as well."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.model.errors import CertificateError
from core.model.states import State
from gui.about import AboutDialog
from gui.certificate_question import CertificateQuestion
from gui.countdown import Countdown
from gui.first_start import FirstStart
from gui.folder_edit import FolderEdit
from gui.inspector.edit_form import EditForm
from gui.leave_question import LeaveQuestion
from gui.new_link import NewLinkDialog
from gui.settings_dialog import SettingsDialog
from gui.sign_in import SignIn
from gui.window import MainWindow
from tests.gui.sheet.conftest import Open, open_sheet
from tests.gui.test_downloads_model import row
from tests.gui.test_edits import form

__all__ = ["form", "open_sheet"]  # fixtures
Make = Callable[[MainWindow], QDialog]

DIALOGS: dict[str, Make] = {
    "settings": lambda window: SettingsDialog(window.preferences, window),
    "first start": lambda window: FirstStart(window.preferences, Path("/files"), window),
    "new link": lambda window: NewLinkDialog(row(1, State.FAILED), window),
    "sign in": lambda window: SignIn("https://a.example:443", window),
    "certificate": lambda window: CertificateQuestion(CertificateError(host="a"), window),
    "about": lambda window: AboutDialog(str, window),
    "countdown": lambda window: Countdown("Switching off", "Now", window),
    "leaving": lambda window: LeaveQuestion(1, window, tray=True),
}


def walk(root: QWidget, first: QWidget) -> list[QWidget]:
    """Where the Tab key leads to from a widget, until it comes round."""
    first.setFocus(Qt.FocusReason.TabFocusReason)
    visited: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in visited:
        assert now.window() is root.window()
        visited.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return visited


def clickable(root: QWidget) -> list[QAbstractButton]:
    return [
        button
        for button in root.findChildren(QAbstractButton)
        if button.isVisible()
        and button.isEnabled()
        and button.window() is root.window()
        and not does_what_keys_do(button)
    ]


def does_what_keys_do(button: QAbstractButton) -> bool:
    """The cross of a field that can be emptied, a picture in it, the corner of a table."""
    above = button.parentWidget()
    if isinstance(above, QLineEdit) and isinstance(button, QToolButton):
        is_picture = button.geometry().center().x() < above.width() / 2
        return is_picture or button.defaultAction().objectName() == "_q_qlineeditclearaction"
    if isinstance(above, QToolBar) and button.objectName() == "qt_toolbar_ext_button":
        return True  # all that is behind it has keys of its own
    return isinstance(above, QAbstractScrollArea) and not button.objectName()


def unreached(root: QWidget, first: QWidget) -> list[str]:
    visited = walk(root, first)
    return [
        f"{type(one).__name__} “{one.text() or one.toolTip()}” in {type(one.parent()).__name__}"
        for one in clickable(root)
        if one not in visited
    ]


@pytest.mark.parametrize("name", DIALOGS)
def test_every_button_of_a_dialog_is_reached(window: MainWindow, qtbot: QtBot, name: str) -> None:
    dialog = DIALOGS[name](window)
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert clickable(dialog)
    assert not unreached(dialog, clickable(dialog)[-1])
    dialog.reject()
    dialog.deleteLater()


def test_every_button_of_the_sheet_is_reached(open_sheet: Open, qtbot: QtBot) -> None:
    sheet = open_sheet("https://a.example/[1-3].iso https://b.example/b.iso nonsense")
    sheet.activateWindow()
    qtbot.waitUntil(sheet.isActiveWindow)
    assert "browseButton" in [one.objectName() for one in clickable(sheet)]
    assert not unreached(sheet, sheet.choices.box)


def test_every_button_of_the_window_is_reached(
    form: EditForm, window: MainWindow, qtbot: QtBot
) -> None:
    window.notices.recovered(1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert form.folder.button in clickable(window)
    assert not unreached(window, window.search)


def test_a_folder_is_chosen_with_keys_alone(qtbot: QtBot) -> None:
    edit = FolderEdit()
    qtbot.addWidget(edit)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    before = edit.grab().toImage()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    button = QApplication.focusWidget()
    assert button is not edit
    assert button is not None
    assert edit.grab().toImage() != before, "where the focus is can be seen"
    QTest.keyClick(button, Qt.Key.Key_Space)
    dialog = edit.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()


def test_what_no_key_leads_to_is_noticed(window: MainWindow, qtbot: QtBot) -> None:
    dialog = SignIn("https://a.example:443", window)
    shy = QPushButton("shy", dialog)
    shy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert unreached(dialog, clickable(dialog)[0]) == ["QPushButton “shy” in SignIn"]
    dialog.reject()

"""The clipboard watcher: quiet, off by default, deaf to our own copies."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.banner import Topic
from gui.incoming.clipboard import ClipboardWatch
from gui.sheet.columns import LINK
from gui.sheet.dialog import SheetDialog
from gui.window import MainWindow
from tests.gui.sheet.conftest import row_texts, seen

LINKS = "https://a.example/x.zip https://a.example/y.zip"


@pytest.fixture
def watch(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> ClipboardWatch:
    """A watcher that is on, and takes our copies for those of another program."""
    found = window.findChild(ClipboardWatch)
    assert found is not None
    monkeypatch.setattr(found, "ours", lambda: False)
    window.preferences.change(replace(window.preferences.settings, watch_clipboard=True))
    return found


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def shown(window: MainWindow) -> str:
    notice = window.notices.banner.shown
    return notice.text if notice is not None and notice.topic is Topic.COPIED else ""


def test_copied_links_are_offered_and_added_by_way_of_the_sheet(
    window: MainWindow, qtbot: QtBot, watch: ClipboardWatch
) -> None:
    copy(LINKS)
    qtbot.waitUntil(lambda: shown(window) == "2 link(s) copied")
    button = window.findChild(QPushButton, "bannerButton")
    assert button is not None
    button.click()
    sheet = window.findChild(SheetDialog)
    assert sheet is not None
    seen(qtbot, sheet)
    assert row_texts(sheet, LINK) == LINKS.split()


def test_something_else_that_is_copied_takes_the_offer_away(
    window: MainWindow, qtbot: QtBot, watch: ClipboardWatch
) -> None:
    copy(LINKS)
    qtbot.waitUntil(lambda: shown(window) != "")
    copy("nothing of interest")
    qtbot.waitUntil(lambda: shown(window) == "")


def test_copied_files_are_not_read(window: MainWindow, qtbot: QtBot, watch: ClipboardWatch) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/etc/hostname"), QUrl("https://a.example/x.zip")])
    QGuiApplication.clipboard().setMimeData(mime)
    qtbot.waitUntil(lambda: shown(window) == "1 link(s) copied")
    assert watch._last is not None
    assert watch._last.files == ()


def test_our_own_copies_and_a_watcher_that_is_off_say_nothing(
    window: MainWindow, watch: ClipboardWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "ours", lambda: True)
    copy(LINKS)
    assert watch._last is None
    monkeypatch.setattr(watch, "ours", lambda: False)
    window.preferences.change(replace(window.preferences.settings, watch_clipboard=False))
    copy(LINKS + " ")
    assert watch._last is None

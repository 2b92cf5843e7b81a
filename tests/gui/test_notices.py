"""The banner: one sentence about what concerns everything, and one thing to do about it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.model import events
from core.model.errors import DiskFullError, OfflineError, StateLostError
from core.model.events import Cause
from core.model.states import State
from gui.banner import Banner, Notice, Topic
from gui.window import MainWindow
from tests.gui.test_closing import banner
from tests.gui.test_main_job import LONG, drop_text, states, wait_rows
from tests.servers.scripted import Scripted, serve_file

FULL = DiskFullError(folder="/here")


@pytest.fixture
def alone(qtbot: QtBot) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    made.resize(600, 40)
    made.show()
    made.withdraw()
    return made


def test_it_is_not_there_while_there_is_nothing_to_say(alone: Banner) -> None:
    assert not alone.isVisible()
    alone.tell(Notice(Topic.WAITING, "wait"))
    assert alone.isVisible()
    alone.withdraw(Topic.WAITING)
    assert not alone.isVisible()


def test_what_matters_more_is_shown_and_the_other_comes_back(alone: Banner) -> None:
    alone.tell(Notice(Topic.STOPPED, "stopped"))
    alone.tell(Notice(Topic.RECOVERED, "recovered"))
    assert alone.shown is not None
    assert alone.shown.text == "stopped"
    alone.withdraw(Topic.STOPPED)
    assert alone.shown.text == "recovered"


def test_its_button_does_what_it_says_and_takes_it_away(alone: Banner) -> None:
    done: list[int] = []
    alone.tell(Notice(Topic.STOPPED, "stopped", "Start again", lambda: done.append(1)))
    button = alone.findChild(QPushButton, "bannerButton")
    assert button is not None
    assert button.text() == "Start again"
    button.click()
    assert done == [1]
    assert not alone.isVisible()


def test_it_can_be_waved_away_unless_it_must_stay(alone: Banner) -> None:
    cross = alone.findChild(QToolButton, "bannerClose")
    assert cross is not None
    assert cross.accessibleName()
    alone.tell(Notice(Topic.RECOVERED, "recovered"))
    cross.click()
    assert not alone.isVisible()
    alone.tell(Notice(Topic.LEAVING, "leaving", may_go=False))
    assert not cross.isVisible()


def test_a_long_sentence_does_not_widen_the_window(alone: Banner) -> None:
    before = alone.minimumSizeHint().width()
    alone.tell(Notice(Topic.STOPPED, "words and more words " * 50))
    assert alone.minimumSizeHint().width() < before + 200


# --- from the engine -----------------------------------------------------------------------


def tell(window: MainWindow, event: events.Event) -> None:
    window.bridge.happened.emit(event)


def test_a_fault_says_why_everything_stopped_and_offers_to_start_again(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, server.add("/a.bin", serve_file(b"a")))
    wait_rows(qtbot, window, 1)
    tell(window, events.BatchEnded(Cause.FAULT, 3.0, 1.0, FULL))
    assert "The disk of /here is full" in banner(window)
    assert "Free some space" in banner(window)
    button = window.findChild(QPushButton, "bannerButton")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    assert banner(window) == ""


def test_to_start_again_tries_what_met_the_fault_too(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, server.url("/late.bin"))
    wait_rows(qtbot, window, 1)
    window.bridge.engine.start()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=LONG)
    qtbot.waitUntil(lambda: not window.bridge.engine.running, timeout=LONG)
    [row] = window.model.rows()
    tell(window, events.DownloadFailed(row.id, row.url, None, FULL, 0, None))
    tell(window, events.BatchEnded(Cause.FAULT, 3.0, 1.0, FULL))
    server.add("/late.bin", serve_file(b"a"))
    button = window.findChild(QPushButton, "bannerButton")
    assert button is not None
    button.click()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)


def test_what_mends_the_fault_is_offered_beside_starting_again(
    qtbot: QtBot, window: MainWindow, server: Scripted, tmp_path: Path
) -> None:
    drop_text(window, server.url("/late.bin"))
    wait_rows(qtbot, window, 1)
    window.bridge.engine.start()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=LONG)
    qtbot.waitUntil(lambda: not window.bridge.engine.running, timeout=LONG)
    drop_text(window, server.add("/next.bin", serve_file(b"b")))
    wait_rows(qtbot, window, 2)
    server.add("/late.bin", serve_file(b"a"))
    row = window.model.rows()[0]
    tell(window, events.DownloadFailed(row.id, row.url, None, FULL, 0, None))
    tell(window, events.BatchEnded(Cause.FAULT, 3.0, 1.0, FULL))
    instead = window.findChild(QPushButton, "bannerInstead")
    assert instead is not None
    assert instead.isVisible()
    assert instead.text() == "Choose another folder"
    instead.click()
    dialog = window.findChild(QFileDialog)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    dialog.fileSelected.emit(str(elsewhere))
    dialog.reject()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED] * 2, timeout=LONG)
    assert sorted(path.name for path in elsewhere.iterdir()) == ["late.bin", "next.bin"]


def test_what_starting_again_does_is_not_offered_twice(window: MainWindow) -> None:
    lost = StateLostError(folder="/state", reason="disk i/o error")
    tell(window, events.BatchEnded(Cause.FAULT, 3.0, 1.0, lost))
    instead = window.findChild(QPushButton, "bannerInstead")
    assert instead is not None
    assert not instead.isVisible()


def test_what_is_gone_is_told_until_it_is_back_or_the_batch_has_ended(window: MainWindow) -> None:
    tell(window, events.ResourceLost(OfflineError()))
    assert "no network" in banner(window)
    tell(window, events.ResourceBack(OfflineError()))
    assert banner(window) == ""
    tell(window, events.ResourceLost(OfflineError()))
    tell(window, events.BatchEnded(Cause.USER, 1.0, 1.0))
    assert banner(window) == ""


def test_a_list_that_cannot_be_written_is_told(window: MainWindow) -> None:
    tell(window, events.StateFault(StateLostError(folder="/state", reason="disk i/o error")))
    assert "cannot be written" in banner(window)
    tell(window, events.BatchStarted())
    assert banner(window) == ""


def test_what_was_recovered_is_told_with_its_number(window: MainWindow) -> None:
    window.notices.recovered(0)
    assert banner(window) == ""
    window.notices.recovered(3)
    assert "3 unfinished download" in banner(window)
    assert "everything received is kept" in banner(window)

"""The main job: drop links, Start, Stop all, Start again, close."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QTableView
from pytestqt.qtbot import QtBot

from core.model import events
from core.model.states import State
from gui.drops import offer_in
from gui.window import MainWindow
from tests.servers.nginx import Nginx
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(400_000)
HALF = len(DATA) // 2
LONG = 60_000


def drop(window: MainWindow, mime: QMimeData) -> None:
    """What Qt sends when something is dragged in and let go in the middle of the window."""
    middle = window.rect().center()
    enter = QDragEnterEvent(
        QPoint(middle), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    event = QDropEvent(
        QPointF(middle), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(window, event)


def drop_text(window: MainWindow, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    drop(window, mime)


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def states(window: MainWindow) -> list[State]:
    return [row.state for row in window.model.rows()]


def message(window: MainWindow) -> str:
    label = window.findChild(QLabel, "statusMessage")
    assert label is not None
    return label.text()


def wait_rows(qtbot: QtBot, window: MainWindow, count: int) -> None:
    qtbot.waitUntil(lambda: window.model.rowCount() == count, timeout=LONG)


def _half(peer: Peer, asked: Asked) -> None:
    if asked.number > 1:
        serve_file(DATA)(peer, asked)
        return
    peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
    peer.send(DATA[:HALF])
    peer.stall()


def test_drop_start_stop_start_again_gives_an_identical_file(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, f"Look at {server.add('/data.bin', _half)}, please.")
    wait_rows(qtbot, window, 1)
    assert not action(window, "stopAllAction").isEnabled()
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: window.model.rows()[0].received == HALF, timeout=LONG)
    assert action(window, "stopAllAction").isEnabled()

    with qtbot.waitSignal(
        window.bridge.happened,
        timeout=LONG,
        check_params_cb=lambda event: isinstance(event, events.BatchEnded),
    ):
        action(window, "stopAllAction").trigger()
        assert action(window, "stopAllAction").text() == "Stopping…"
        assert not action(window, "startAction").isEnabled()
    qtbot.waitUntil(lambda: states(window) == [State.QUEUED], timeout=LONG)
    assert action(window, "startAction").isEnabled()
    assert message(window).startswith("Stopped in ")
    assert window.model.rows()[0].received == HALF

    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    path = window.intake.folder / "data.bin"
    assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(DATA).digest()


def test_closing_during_a_batch_stops_safely_and_then_closes(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, "\n".join(server.add(f"/{n}.bin", _half) for n in range(4)))
    wait_rows(qtbot, window, 4)
    action(window, "startAction").trigger()
    qtbot.waitUntil(
        lambda: [row.received for row in window.model.rows()] == [HALF] * 4, timeout=LONG
    )
    window.close()
    question = window.findChild(QMessageBox, "leaveQuestion")
    assert question is not None
    assert "Stop 4 download" in question.text()
    question.defaultButton().click()
    assert window.isVisible(), "it stays until the batch has ended"
    assert "Stopping 4" in message(window)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    parts = sorted(window.intake.folder.iterdir())
    assert [path.read_bytes() for path in parts] == [DATA[:HALF]] * 4


def test_closing_with_nothing_running_closes(qtbot: QtBot, window: MainWindow) -> None:
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)


def test_nginx_over_tls_through_the_window(qtbot: QtBot, window: MainWindow, web: Nginx) -> None:
    (web.root / "window.bin").write_bytes(DATA)
    drop_text(window, f"{web.https}/window.bin")
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    assert (window.intake.folder / "window.bin").read_bytes() == DATA


def test_links_files_and_uri_lists_can_be_dropped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("http://127.0.0.1:9/in-file-1\nhttp://127.0.0.1:9/in-file-2\n")
    mime = QMimeData()
    mime.setUrls([QUrl("http://127.0.0.1:9/dragged"), QUrl.fromLocalFile(str(listed))])
    drop(window, mime)
    wait_rows(qtbot, window, 3)
    assert {row.name for row in window.model.rows()} == {"dragged", "in-file-1", "in-file-2"}


def test_paste_adds_links_and_says_how_many_are_there_already(
    qtbot: QtBot, window: MainWindow
) -> None:
    QGuiApplication.clipboard().setText("http://127.0.0.1:9/a http://127.0.0.1:9/b")
    window.door.paste()
    wait_rows(qtbot, window, 2)
    QGuiApplication.clipboard().setText("http://127.0.0.1:9/b http://127.0.0.1:9/c")
    window.door.paste()
    wait_rows(qtbot, window, 3)
    qtbot.waitUntil(lambda: "1 already in the list" in message(window), timeout=LONG)


def test_a_failed_download_says_why_and_can_be_retried(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, server.url("/late.bin"))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=LONG)
    view = window.findChild(QTableView, "downloadsView")
    assert view is not None
    shown = [
        str(window.model.index(0, column).data()) for column in range(window.model.columnCount())
    ]
    assert "File not found: 127.0.0.1 has no file at this address (404)." in shown
    server.add("/late.bin", serve_file(DATA))
    view.selectAll()
    action(window, "retryAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)


def test_pause_resume_and_remove_by_their_actions(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, server.add("/data.bin", _half))
    wait_rows(qtbot, window, 1)
    window.view.selectAll()
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: window.model.rows()[0].received == HALF, timeout=LONG)
    action(window, "pauseAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.PAUSED], timeout=LONG)
    qtbot.waitUntil(lambda: not window.bridge.engine.running, timeout=LONG)
    action(window, "resumeAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    action(window, "removeAction").trigger()
    wait_rows(qtbot, window, 0)
    assert (window.intake.folder / "data.bin").read_bytes() == DATA


def test_the_empty_state_gives_way_to_the_list(qtbot: QtBot, window: MainWindow) -> None:
    assert not window.view.isVisible()
    drop_text(window, "http://127.0.0.1:9/a")
    qtbot.waitUntil(window.view.isVisible, timeout=LONG)


@pytest.mark.parametrize("text", ["", "no links here", "ftp://example.org/file"])
def test_text_without_links_changes_nothing(qtbot: QtBot, window: MainWindow, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    window.take(offer_in(mime))
    qtbot.waitUntil(lambda: message(window) == "No new links found", timeout=LONG)
    assert window.model.rowCount() == 0

"""What the window offers for a file that has changed."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from core.model.states import State
from gui.drops import Offer
from gui.new_link import NewLinkDialog
from gui.remedies import Mend
from gui.window import MainWindow
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA, NEWER = content(2_000_000), content(2_000_000, "newer")
HALF = len(DATA) // 2
NAMES = ("startAgainAction", "saveBesideAction", "useLinkAction")


def replaced(peer: Peer, asked: Asked) -> None:
    """A server that stalls in the middle, and has another version when it is asked again."""
    if asked.number > 1:
        serve_file(NEWER, etag='"v2"')(peer, asked)
        return
    peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"', "Accept-Ranges: bytes")
    peer.send(DATA[:HALF])
    peer.stall()


@pytest.fixture
def changed(window: MainWindow, qtbot: QtBot, server: Scripted) -> MainWindow:
    """A window with a download whose file has changed, selected."""
    engine, soon = window.bridge.engine, 20_000
    engine.configure(window.preferences.settings)
    window.take(Offer(server.add("/data.bin", replaced), ()))
    qtbot.waitUntil(lambda: window.model.rowCount() == 1, timeout=soon)
    assert not any(window.actions_by_name[name].isEnabled() for name in NAMES)
    engine.start()
    qtbot.waitUntil(lambda: engine.received() == HALF, timeout=soon)
    engine.stop()
    qtbot.waitUntil(lambda: not engine.running, timeout=soon)
    engine.start()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=soon)
    qtbot.waitUntil(lambda: not engine.running, timeout=soon)
    window.view.selectRow(0)
    return window


def states(window: MainWindow) -> list[State]:
    return [row.state for row in window.model.rows()]


def bytes_of(window: MainWindow, name: str) -> bytes:
    return (window.intake.folder / name).read_bytes()


def trigger(window: MainWindow, name: str) -> None:
    action = window.actions_by_name[name]
    assert action.isEnabled()
    action.trigger()


def done(window: MainWindow, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: states(window).count(State.COMPLETED) == count)


def test_it_can_be_started_again(changed: MainWindow, qtbot: QtBot) -> None:
    trigger(changed, "startAgainAction")
    done(changed, qtbot, 1)
    assert bytes_of(changed, "data.bin") == NEWER


def test_the_button_beside_the_error_starts_it_again(changed: MainWindow, qtbot: QtBot) -> None:
    changed.tools.mending.mend(changed.model.rows())
    done(changed, qtbot, 1)
    assert bytes_of(changed, "data.bin") == NEWER


def test_the_button_beside_an_error_may_ask_for_another_link(changed: MainWindow) -> None:
    changed.tools.mending.ways[Mend.LINK](changed.model.rows())
    assert changed.findChild(NewLinkDialog).isVisible()
    changed.findChild(NewLinkDialog).reject()


def test_it_can_be_saved_beside(changed: MainWindow, qtbot: QtBot) -> None:
    trigger(changed, "saveBesideAction")
    done(changed, qtbot, 1)
    assert bytes_of(changed, "data (2).bin") == NEWER
    assert bytes_of(changed, "data.bin.part")[:HALF] == DATA[:HALF]


def test_it_goes_on_from_another_link(changed: MainWindow, qtbot: QtBot, server: Scripted) -> None:
    QGuiApplication.clipboard().setText(server.add("/old.bin", serve_file(DATA)))
    trigger(changed, "useLinkAction")
    dialog = changed.findChild(NewLinkDialog)
    assert dialog.edit.text().endswith("/old.bin")  # it was copied a moment ago
    dialog.findChild(QDialogButtonBox).accepted.emit()
    done(changed, qtbot, 1)
    assert bytes_of(changed, "data.bin") == DATA
    assert all(row.url.endswith("/old.bin") for row in changed.model.rows())


def test_what_is_no_link_cannot_be_given(changed: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("just words")
    trigger(changed, "useLinkAction")
    dialog = changed.findChild(NewLinkDialog)
    ok = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    assert (dialog.edit.text(), ok.isEnabled()) == ("", False)
    for text, can in (("ftp://a.example/x", False), ("https://a.example/x", True), (" ", False)):
        dialog.edit.setText(text)
        said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert ok.isEnabled() is can
        assert len(said) == (2 if text.startswith("ftp") else 1)
    dialog.reject()
    qtbot.waitUntil(lambda: changed.findChild(NewLinkDialog) is None)
    assert states(changed) == [State.FAILED]

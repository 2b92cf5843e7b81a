"""Passwords in the keyring: kept if wanted, found where they are asked for, forgotten."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.model import events
from core.model.download import Credentials
from core.model.errors import ProxyLoginError
from core.model.events import DownloadFailed
from core.model.states import State
from gui.application import dress
from gui.kept_passwords import PLACES
from gui.memory import Memory
from gui.sign_in import SignIn
from gui.window import MainWindow
from tests.engine.test_secrets import everything
from tests.engine.test_signing_in import BOB, DATA, SECRET, guarded
from tests.gui.conftest import opened
from tests.gui.test_access import nameless
from tests.gui.test_main_job import action, drop_text, message, states, wait_rows
from tests.gui.test_sign_in import ok, open_dialog
from tests.keyrings import Ring, in_use
from tests.servers.scripted import Asked, Peer, Scripted, serve_file

WRONG = Credentials("bob", f"{SECRET}-of-last-year")
PROXY = "http://proxy.example:3128"


@pytest.fixture
def ring() -> Iterator[Ring]:
    made = Ring()
    with in_use(made):
        yield made
        made.unlocked.set()


@pytest.fixture
def kept(qapp: QApplication, ring: Ring, server: Scripted, tmp_path: Path) -> None:
    """Two passwords were kept by an earlier window: for a server and for a proxy."""
    dress(qapp)
    (tmp_path / "state").mkdir()
    Memory(tmp_path / "state").remember_all(PLACES, [place_of(server), PROXY])
    for place in (place_of(server), PROXY):
        keep(ring, place, BOB)


def place_of(server: Scripted) -> str:
    return server.url("").rstrip("/")


def _stall(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", f"Content-Length: {len(DATA)}")
    peer.stall()


def keep(ring: Ring, place: str, credentials: Credentials) -> None:
    words = {"user": credentials.user, "password": credentials.password}
    ring.kept["headgate", place] = json.dumps(words)


def start(qtbot: QtBot, window: MainWindow, *links: str) -> None:
    count = window.model.rowCount() + len(links)
    drop_text(window, "\n".join(links))
    wait_rows(qtbot, window, count)
    action(window, "startAction").trigger()


def ask_to_sign_in(qtbot: QtBot, window: MainWindow) -> SignIn:
    """What the button beside the error does."""
    qtbot.waitUntil(lambda: State.FAILED in states(window) and not window.bridge.engine.running)
    window.tools.mending.mend(window.model.rows())
    return open_dialog(window)


def sign_in(dialog: SignIn, credentials: Credentials) -> None:
    dialog.user.setText(credentials.user)
    dialog.password.setText(credentials.password)
    ok(dialog)


@pytest.mark.usefixtures("qapp", "_collected_here")
def test_what_is_kept_is_found_at_the_next_start(
    qtbot: QtBot,
    ring: Ring,
    server: Scripted,
    tmp_path: Path,
    ca_file: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with opened(qtbot, tmp_path, ca_file) as window:
        start(qtbot, window, server.add("/a", guarded()))
        dialog = ask_to_sign_in(qtbot, window)
        qtbot.waitUntil(dialog.keep.isVisible)
        assert not dialog.keep.isChecked()
        assert not nameless(dialog)
        dialog.keep.click()
        shown = " ".join(one.text() for one in dialog.findChildren(QLabel))
        assert "after the next start" in shown
        assert "nowhere" not in shown
        assert not action(window, "forgetPasswordsAction").isEnabled()
        sign_in(dialog, BOB)
        qtbot.waitUntil(lambda: states(window) == [State.COMPLETED])
        qtbot.waitUntil(lambda: bool(ring.kept))
        assert action(window, "forgetPasswordsAction").isEnabled()
    assert ring.asked == []
    with opened(qtbot, tmp_path, ca_file) as window:
        start(qtbot, window, server.add("/b", guarded()))
        qtbot.waitUntil(lambda: states(window) == [State.COMPLETED] * 2)
        assert not window.findChildren(SignIn)
    assert ring.asked == [place_of(server)]
    seen = [*everything(tmp_path), ("log", caplog.text.encode())]
    assert not [place for place, data in seen if SECRET.encode() in data]


def test_what_is_not_wanted_is_not_kept(
    qtbot: QtBot, ring: Ring, window: MainWindow, server: Scripted
) -> None:
    start(qtbot, window, server.add("/a", guarded()))
    dialog = ask_to_sign_in(qtbot, window)
    qtbot.waitUntil(dialog.keep.isVisible)
    sign_in(dialog, BOB)
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED])
    assert not window.kept.places
    assert not ring.kept


def test_a_password_that_does_not_help_is_tried_once(
    qtbot: QtBot, ring: Ring, server: Scripted, kept: None, window: MainWindow
) -> None:
    keep(ring, place_of(server), WRONG)
    heard: list[events.Event] = []
    window.bridge.happened.connect(heard.append)  # after those that do something about it

    def failed(count: int) -> bool:
        times = sum(isinstance(one, DownloadFailed) for one in heard)
        return times == count and not window.bridge.engine.running

    start(qtbot, window, server.add("/a", guarded()))
    qtbot.waitUntil(lambda: failed(2))
    asked = [one.headers.get("authorization") for one in server.requests_for("/a")]
    assert [bool(one) for one in asked] == [False, True]
    start(qtbot, window, server.add("/b", guarded()))
    qtbot.waitUntil(lambda: failed(3))
    assert len(server.requests_for("/b")) == 1
    assert ring.asked == [place_of(server)]
    sign_in(ask_to_sign_in(qtbot, window), BOB)
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED] * 2)


def test_who_never_kept_one_is_never_asked_to_unlock(
    qtbot: QtBot, ring: Ring, window: MainWindow, server: Scripted
) -> None:
    keep(ring, place_of(server), BOB)
    start(qtbot, window, server.add("/a", guarded()))
    ask_to_sign_in(qtbot, window).reject()
    assert ring.asked == []


def test_nothing_waits_for_a_locked_keyring_but_who_needs_it(
    qtbot: QtBot, ring: Ring, server: Scripted, kept: None, window: MainWindow
) -> None:
    ring.unlocked.clear()
    start(qtbot, window, *(server.add(f"/{name}", guarded()) for name in "abc"))
    qtbot.waitUntil(lambda: states(window) == [State.FAILED] * 3)
    start(qtbot, window, server.add("/free", serve_file(DATA)))
    qtbot.waitUntil(lambda: states(window) == [State.FAILED] * 3 + [State.COMPLETED])
    ring.unlocked.set()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED] * 4)
    assert ring.asked == [place_of(server)]


def test_what_was_stopped_meanwhile_waits_for_the_next_start(
    qtbot: QtBot, ring: Ring, server: Scripted, kept: None, window: MainWindow
) -> None:
    ring.unlocked.clear()
    start(qtbot, window, server.add("/a", guarded()), server.add("/b", _stall))
    qtbot.waitUntil(lambda: states(window)[0] is State.FAILED)
    qtbot.waitUntil(lambda: bool(server.requests_for("/b")))
    action(window, "stopAllAction").trigger()
    qtbot.waitUntil(lambda: not window.bridge.engine.running and window.kept._stopped)
    ring.unlocked.set()
    qtbot.waitUntil(lambda: states(window) == [State.QUEUED] * 2)
    assert not window.bridge.engine.running


def test_what_is_typed_counts_for_more(
    qtbot: QtBot, ring: Ring, server: Scripted, kept: None, window: MainWindow
) -> None:
    keep(ring, place_of(server), WRONG)
    ring.unlocked.clear()
    start(qtbot, window, server.add("/a", guarded()))
    sign_in(ask_to_sign_in(qtbot, window), BOB)
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED])
    answered = window.bridge._answered
    with qtbot.waitSignal(answered, check_params_cb=lambda _, answer: answer == WRONG):
        ring.unlocked.set()
    assert window.bridge.engine.signing_in.logins.of(place_of(server)) == BOB


@pytest.mark.usefixtures("kept")
def test_a_proxy_gets_what_is_kept_for_it(qtbot: QtBot, window: MainWindow) -> None:
    error = ProxyLoginError(proxy=PROXY, reason="407 Who")
    window.bridge.happened.emit(DownloadFailed(1, "http://a.example/", None, error, 0, None))
    logins = window.bridge.engine.signing_in.logins
    qtbot.waitUntil(lambda: logins._proxies == {PROXY: BOB})
    assert not logins


@pytest.mark.usefixtures("_collected_here")
def test_all_are_forgotten(
    qtbot: QtBot, ring: Ring, tmp_path: Path, ca_file: Path, kept: None
) -> None:
    with opened(qtbot, tmp_path, ca_file) as window:
        forget = action(window, "forgetPasswordsAction")
        assert forget.isEnabled()
        forget.trigger()
        qtbot.waitUntil(lambda: message(window) == "2 kept password(s) forgotten")
        assert ring.kept == {}
        assert not forget.isEnabled()
    with opened(qtbot, tmp_path, ca_file) as window:
        assert not action(window, "forgetPasswordsAction").isEnabled()


@pytest.mark.usefixtures("kept")
def test_what_the_keyring_does_not_forget_stays_known(
    qtbot: QtBot, ring: Ring, window: MainWindow
) -> None:
    ring.broken = OSError("no bus")
    action(window, "forgetPasswordsAction").trigger()
    qtbot.waitUntil(lambda: message(window) == "The keyring did not forget every password")
    assert len(window.kept.places) == 2
    assert action(window, "forgetPasswordsAction").isEnabled()


def test_what_the_keyring_does_not_take_is_not_remembered(
    qtbot: QtBot, ring: Ring, window: MainWindow, server: Scripted
) -> None:
    ring.broken = OSError("no bus")
    start(qtbot, window, server.add("/a", guarded()))
    dialog = ask_to_sign_in(qtbot, window)
    qtbot.waitUntil(dialog.keep.isVisible)
    dialog.keep.click()
    said: list[str] = []
    window.kept.said.connect(said.append)
    sign_in(dialog, BOB)
    qtbot.waitUntil(lambda: said == ["The keyring did not take the password"])
    assert not window.kept.places
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED])


def test_without_a_keyring_nothing_is_offered(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    start(qtbot, window, server.add("/a", guarded()))
    answered = window.bridge._answered
    with qtbot.waitSignal(answered, check_params_cb=lambda _, answer: answer is False):
        dialog = ask_to_sign_in(qtbot, window)
    assert not dialog.keep.isVisible()


def test_a_dialog_that_is_closed_is_offered_nothing(
    qtbot: QtBot, ring: Ring, window: MainWindow, server: Scripted
) -> None:
    start(qtbot, window, server.add("/a", guarded()))
    answered = window.bridge._answered
    with qtbot.waitSignal(answered, check_params_cb=lambda _, answer: answer is True):
        ask_to_sign_in(qtbot, window).reject()
    assert window.kept._dialog is None

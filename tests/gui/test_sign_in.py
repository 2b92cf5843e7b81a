"""A name and a password are asked for where a server or a proxy wants them."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.model.download import Credentials
from core.model.errors import LoginRequiredError, ProxyLoginError
from core.model.states import State
from gui.sign_in import SignIn
from gui.window import MainWindow
from tests.engine.test_signing_in import BOB, SECRET, guarded
from tests.gui.test_access import nameless
from tests.gui.test_downloads_model import row
from tests.gui.test_main_job import LONG, action, drop_text, states, wait_rows
from tests.servers.scripted import Scripted, scripted


@pytest.fixture
def other() -> Iterator[Scripted]:
    with scripted() as running:
        yield running


def ok(dialog: SignIn) -> None:
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()


def open_dialog(window: MainWindow) -> SignIn:
    [dialog] = [one for one in window.findChildren(SignIn) if one.isVisible()]
    return dialog


def test_who_signs_in_gets_all_that_waited_for_it(
    qtbot: QtBot, window: MainWindow, server: Scripted, other: Scripted
) -> None:
    links = [
        one.add(name, guarded()) for one, name in ((server, "/a"), (server, "/b"), (other, "/c"))
    ]
    drop_text(window, "\n".join(links))
    wait_rows(qtbot, window, 3)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED] * 3, timeout=LONG)
    window.tools.mending.mend(window.model.rows())
    dialog = open_dialog(window)
    assert not nameless(dialog)
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    shown = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert server.url("").rstrip("/") in shown
    assert "unencrypted" in shown
    assert "until you quit" in shown
    dialog.user.setText(BOB.user)
    dialog.password.setText(SECRET)
    ok(dialog)
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED] * 2 + [State.FAILED], timeout=LONG)


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("https://a.example:443", "https://a.example asks"),
        ("http://a.example:80", "http://a.example asks"),
        ("http://a.example:443", "http://a.example:443 asks"),
        ("http://a.example:8080", "http://a.example:8080 asks"),
        ("http://[2001:db8::1]:80", "http://[2001:db8::1] asks"),
    ],
)
def test_a_port_is_told_where_it_is_not_the_usual_one(qtbot: QtBot, place: str, shown: str) -> None:
    dialog = SignIn(place)
    qtbot.addWidget(dialog)
    assert any(one.text().startswith(shown) for one in dialog.findChildren(QLabel))


def test_without_a_name_there_is_nothing_to_give(qtbot: QtBot) -> None:
    dialog = SignIn("https://a.example:443")
    qtbot.addWidget(dialog)
    given: list[Credentials] = []
    dialog.given.connect(given.append)
    ok(dialog)
    assert given == []
    dialog.user.setText("bob")
    ok(dialog)
    assert given == [Credentials("bob", "")]
    assert "unencrypted" not in " ".join(one.text() for one in dialog.findChildren(QLabel))


def test_a_proxy_is_asked_for_by_its_address(window: MainWindow) -> None:
    error = ProxyLoginError(proxy="http://proxy.example:3128", reason="407 Who")
    window.tools.mending.mend([row(1, State.FAILED, error=error)])
    dialog = open_dialog(window)
    dialog.user.setText("bob")
    dialog.password.setText(SECRET)
    ok(dialog)
    logins = window.bridge.engine.signing_in.logins
    assert logins._proxies == {"http://proxy.example:3128": BOB}


def test_who_asked_is_found_out_by_trying_once_more(window: MainWindow) -> None:
    error = LoginRequiredError(host="a.example", status="401")
    window.tools.mending.mend([row(1, State.FAILED, error=error)])
    assert not window.findChildren(SignIn)

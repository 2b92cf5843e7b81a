"""A certificate that is not trusted shows what it says of itself before anything is done."""

import ssl
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from core.model.errors import CertificateError, ConnectionRefusedByHostError
from core.model.states import State
from gui.certificate_question import CertificateQuestion
from gui.window import MainWindow
from tests.gui.test_access import nameless
from tests.gui.test_downloads_model import row
from tests.gui.test_main_job import LONG, action, drop_text, states, wait_rows
from tests.servers.scripted import Scripted, scripted, serve_file


@pytest.fixture(scope="module")
def leaf() -> trustme.LeafCert:
    """Of an authority that nobody trusts."""
    foreign = trustme.CA(organization_name="Nobody Ltd")
    return foreign.issue_cert("127.0.0.1", "files.test", common_name="files.test")


@pytest.fixture
def untrusted(leaf: trustme.LeafCert) -> Iterator[Scripted]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    with scripted(context) as running:
        yield running


def question(window: MainWindow) -> CertificateQuestion:
    [dialog] = [one for one in window.findChildren(CertificateQuestion) if one.isVisible()]
    return dialog


def shown(dialog: CertificateQuestion) -> str:
    labels = dialog.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if not one.isHidden())


def press(dialog: CertificateQuestion, text: str) -> None:
    box = dialog.findChild(QDialogButtonBox)
    next(one for one in box.buttons() if one.text() == text).click()


def test_it_shows_who_it_is_for_who_vouches_and_its_fingerprint(
    qtbot: QtBot, window: MainWindow, untrusted: Scripted, leaf: trustme.LeafCert
) -> None:
    drop_text(window, untrusted.add("/a.bin", serve_file(b"a")))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=LONG)
    window.tools.mending.mend(window.model.rows())
    dialog = question(window)
    assert "127.0.0.1 is not trusted" in shown(dialog)
    qtbot.waitUntil(lambda: "fingerprint" in shown(dialog), timeout=LONG)
    text = shown(dialog)
    assert "asked for its certificate" not in text
    assert "127.0.0.1, files.test" in text or "files.test, 127.0.0.1" in text
    assert "Nobody Ltd" in text or "Testing CA" in text
    for title in ("Issued to", "Meant for", "Issued by", "Valid from", "Valid until"):
        assert title in text
    assert "2000" in text
    assert "3000" in text
    digest = sha256(ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode()))
    printed = text.replace("\n", ":")
    assert digest.digest().hex(":").upper() in printed
    assert not nameless(dialog)
    assert not untrusted.asked, "it was looked at, and nothing was asked for"
    press(dialog, "Cancel")


def test_who_vouches_for_himself_is_told(qtbot: QtBot) -> None:
    dialog = CertificateQuestion(CertificateError(host="a", reason="self-signed certificate"))
    qtbot.addWidget(dialog)
    pem = trustme.CA().cert_pem.bytes().decode()
    dialog.show_answer(ssl.PEM_cert_to_DER_cert(pem))
    assert "nobody else vouches for it" in shown(dialog)


def test_what_cannot_be_read_has_a_fingerprint_at_least(qtbot: QtBot) -> None:
    dialog = CertificateQuestion(CertificateError(host="a", reason="b"))
    qtbot.addWidget(dialog)
    dialog.show_answer(b"no certificate")
    assert "SHA-256 fingerprint" in shown(dialog)
    assert "Issued" not in shown(dialog)


def test_why_none_is_shown_is_told(qtbot: QtBot, window: MainWindow) -> None:
    gone = CertificateError(host="127.0.0.1", reason="expired", server="https://127.0.0.1:9")
    window.tools.mending.mend([row(1, State.FAILED, error=gone)])
    dialog = question(window)
    refused = str(ConnectionRefusedByHostError(host="127.0.0.1"))
    qtbot.waitUntil(lambda: refused in shown(dialog), timeout=LONG)
    with qtbot.waitSignal(window.tools.mending.wanted) as asked:
        press(dialog, "Open settings")
    assert asked.args == ["settingsAction"]


def test_an_answer_that_comes_late_finds_nobody(
    qtbot: QtBot, window: MainWindow, untrusted: Scripted
) -> None:
    error = CertificateError(host="127.0.0.1", reason="b", server=untrusted.url(""))
    window.tools.mending.mend([row(1, State.FAILED, error=error)])
    answered: list[object] = []
    dialog = question(window)
    dialog.show_answer = answered.append  # type: ignore[method-assign]
    dialog.reject()
    qtbot.waitUntil(lambda: untrusted.connections == 1, timeout=LONG)
    done: list[object] = []
    window.bridge.in_background(lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done), timeout=LONG)
    assert answered == []


def test_it_tells_of_nothing_that_cannot_be_done_here(qtbot: QtBot) -> None:
    dialog = CertificateQuestion(CertificateError(host="a", reason="self-signed certificate"))
    qtbot.addWidget(dialog)
    assert "Continue" not in shown(dialog)
    assert "your clock" in shown(dialog)


def test_facts_stand_beside_their_titles_in_every_direction(
    qtbot: QtBot, speaking: Callable[[str], None]
) -> None:
    speaking("fa")
    dialog = CertificateQuestion(CertificateError(host="a", reason="self-signed certificate"))
    qtbot.addWidget(dialog)
    facts = [one for one in dialog.findChildren(QLabel) if one.accessibleName()]
    assert len(facts) == 6
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
    assert all(one.alignment() & right == right for one in facts)

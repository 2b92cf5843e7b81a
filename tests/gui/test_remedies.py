"""Every error has a title, a sentence, a remedy, and a button that does something."""

from collections.abc import Sequence

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.model.errors import (
    CertificateError,
    HeadgateError,
    NotFoundError,
    RedirectLoopError,
    all_errors,
)
from core.model.snapshot import Row
from core.model.states import State
from gui.inspector.trouble import Trouble
from gui.new_link import NewLinkDialog
from gui.remedies import REMEDIES, Mend, label_of, title_of
from gui.window import MainWindow
from tests.gui.test_downloads_model import row
from tests.gui.test_main_job import LONG, action, drop_text, states, wait_rows
from tests.model.test_errors import example
from tests.servers.scripted import Scripted, serve_file

DATA = b"whole"


def failed(error: HeadgateError) -> Row:
    return row(1, State.FAILED, error=error)


def test_there_is_a_remedy_for_every_error_and_none_for_others() -> None:
    assert REMEDIES.keys() == {kind.code for kind in all_errors()}


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.code)
def test_every_error_is_told_in_full(kind: type[HeadgateError], qtbot: QtBot) -> None:
    error = example(kind)
    assert title_of(error)
    trouble = Trouble()
    qtbot.addWidget(trouble)
    trouble.show_rows([failed(error)])
    assert trouble.isVisible()
    assert trouble.findChild(QLabel, "troubleTitle").text() == title_of(error)
    text = trouble.findChild(QLabel, "troubleText").text()
    assert str(error) in text
    assert len(text.splitlines()) >= 2
    assert trouble.findChild(QPushButton, "troubleButton").text()


def test_every_button_says_and_does_something(window: MainWindow) -> None:
    assert all(label_of(mend) for mend in Mend)
    assert window.tools.mending.ways.keys() == set(Mend) == {x.mend for x in REMEDIES.values()}


def test_titles_are_short_and_tell_errors_apart() -> None:
    titles = [one.title for one in REMEDIES.values()]
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 32
    assert not [title for title in titles if title.endswith(".")]


def test_all_rows_with_the_same_error_are_mended_together(
    qtbot: QtBot, window: MainWindow, server: Scripted
) -> None:
    drop_text(window, f"{server.url('/a.bin')} {server.url('/b.bin')}")
    wait_rows(qtbot, window, 2)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED] * 2, timeout=LONG)
    for name in ("/a.bin", "/b.bin"):
        server.add(name, serve_file(DATA))
    window.tools.mending.ways[Mend.RETRY](window.model.rows())
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED] * 2, timeout=LONG)


def test_the_inspector_offers_it(qtbot: QtBot, window: MainWindow, server: Scripted) -> None:
    drop_text(window, server.url("/gone.bin"))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=LONG)
    action(window, "inspectorAction").trigger()
    window.view.selectAll()
    button = window.inspector.findChild(QPushButton, "troubleButton")
    assert button.isVisible()
    button.click()
    dialog = window.findChild(NewLinkDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_the_browser_gets_the_link(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    window.tools.mending.mend([failed(RedirectLoopError(host="a", reason="b"))])
    assert opened == ["http://h/1"]


def test_only_those_with_the_same_error_are_mended(window: MainWindow) -> None:
    mended: list[Sequence[Row]] = []
    window.tools.mending.ways[Mend.LINK] = mended.append
    first, other = failed(NotFoundError(host="a")), failed(CertificateError(host="b", reason="c"))
    window.tools.mending.mend([first, other, row(2), failed(NotFoundError(host="c"))])
    assert [[one.error for one in rows] for rows in mended] == [
        [NotFoundError(host="a"), NotFoundError(host="c")]
    ]


def test_what_the_window_can_do_is_left_to_it(window: MainWindow, qtbot: QtBot) -> None:
    names = {
        Mend.SETTINGS: "settingsAction", Mend.ADD_LINKS: "addLinksAction", Mend.QUIT: "quitAction",
    }  # fmt: skip
    for mend, name in names.items():
        window.actions_by_name[name].triggered.disconnect()
        with qtbot.waitSignal(window.actions_by_name[name].triggered):
            window.tools.mending.ways[mend]([])

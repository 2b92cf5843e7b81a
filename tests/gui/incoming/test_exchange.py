"""Lists out and in again."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from core.model.errors import HeadgateError
from core.policy.export import Form
from gui.drops import Offer
from gui.incoming.exchange import FORMS, Exchange
from gui.incoming.gate import Gate
from gui.window import MainWindow

URLS = [f"https://a.example/{number}.zip" for number in range(3)]


@pytest.fixture
def exchange(window: MainWindow, qtbot: QtBot) -> Exchange:
    """Over a list with three downloads."""
    window.take(Offer("\n".join(URLS), ()))
    qtbot.waitUntil(lambda: window.model.rowCount() == len(URLS))
    gate = window.findChild(Gate)
    assert gate is not None
    return gate.exchange


@pytest.mark.parametrize("form", list(Form))
def test_what_goes_out_comes_in_again(
    window: MainWindow, qtbot: QtBot, exchange: Exchange, tmp_path: Path, form: Form
) -> None:
    path = tmp_path / f"list.{FORMS[form][1]}"
    with qtbot.waitSignal(exchange.done) as said:
        exchange.write(path, form, [row.id for row in window.model.rows()])
    assert said.args == [f"3 download(s) written to {path.name}"]
    window.view.selectAll()
    window.actions_by_name["removeAction"].trigger()
    qtbot.waitUntil(lambda: window.model.rowCount() == 0)
    window.take(Offer("", (path,)))
    qtbot.waitUntil(lambda: sorted(row.url for row in window.model.rows()) == URLS)


def test_the_selection_alone_is_written(
    window: MainWindow, qtbot: QtBot, exchange: Exchange, tmp_path: Path
) -> None:
    window.view.selectRow(1)
    window.actions_by_name["exportAction"].trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(exchange.done):
        dialog.fileSelected.emit(str(tmp_path / "one.txt"))
    assert (tmp_path / "one.txt").read_text() == f"{URLS[1]}\n"
    dialog.reject()


def test_files_are_read_as_if_they_were_dropped(
    window: MainWindow, qtbot: QtBot, exchange: Exchange, tmp_path: Path
) -> None:
    (tmp_path / "more.txt").write_text("https://b.example/more.zip")
    window.actions_by_name["importAction"].trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(tmp_path / "more.txt")])
    qtbot.waitUntil(lambda: window.model.rowCount() == 4)
    dialog.reject()


def test_a_disk_that_refuses_is_told(
    window: MainWindow, qtbot: QtBot, exchange: Exchange, tmp_path: Path
) -> None:
    with qtbot.waitSignal(exchange.failed) as said:
        exchange.write(tmp_path / "gone" / "x.txt", Form.TEXT, [])
    assert isinstance(said.args[0], HeadgateError)
    assert window.notices.banner.shown is not None

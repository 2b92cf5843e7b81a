"""Changes made in the inspector count at once, for one download or for several."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.model.checksum import parse_checksum
from core.model.detail import Detail
from core.model.errors import BadOptionError, DiskFullError
from core.model.states import State
from gui.inspector.edit_form import EditForm, read_headers
from gui.remedies import Mend
from gui.window import MainWindow
from tests.gui.test_downloads_model import row
from tests.gui.test_main_job import LONG, action, drop_text, states, wait_rows
from tests.servers.scripted import Scripted, serve_file

DIGEST = "sha-256:" + "0" * 64


@pytest.fixture
def form(window: MainWindow, qtbot: QtBot) -> EditForm:
    """The form, with the first of two downloads selected."""
    drop_text(window, "http://127.0.0.1:9/a.bin http://127.0.0.1:9/b.bin")
    wait_rows(qtbot, window, 2)
    window.view.selectRow(0)
    action(window, "propertiesAction").trigger()
    assert window.inspector.pages.edit.isVisible()
    return window.inspector.pages.edit


def detail(window: MainWindow, name: str) -> Detail:
    [found] = [one for one in window.model.rows() if one.name == name]
    looked = window.bridge.engine.look_at(found.id)
    assert looked is not None
    return looked


def test_it_shows_how_things_are(form: EditForm, window: MainWindow) -> None:
    assert form.name.text() == "a.bin"
    assert form.folder.text() == str(window.intake.folder)
    assert form.connections.value() == 0
    assert form.limit.rate() == 0
    action(window, "inspectorAction").setChecked(False)
    window.view.selectRow(1)
    action(window, "inspectorAction").setChecked(True)
    assert form.name.text() == "b.bin"


def test_every_field_is_a_change(form: EditForm, window: MainWindow, qtbot: QtBot) -> None:
    form.connections.setValue(3)
    form.limit.changed.emit(5000)
    form.checksum.setFocus()
    form.checksum.selectAll()
    qtbot.keyClicks(form.checksum, DIGEST)
    form.headers.setFocus()
    qtbot.keyClicks(form.headers, "Cookie: a=b")
    form.folder.setFocus()
    form.folder.selectAll()
    qtbot.keyClicks(form.folder, "/elsewhere")
    form.name.setFocus()
    form.name.selectAll()
    qtbot.keyClicks(form.name, "other.bin")
    form.connections.setFocus()
    qtbot.waitUntil(lambda: window.model.rows()[0].name == "other.bin", timeout=LONG)
    told = detail(window, "other.bin")
    assert told.request.options.connections == 3
    assert told.limit_rate == 5000
    assert told.request.checksum == parse_checksum(DIGEST)
    assert told.request.options.headers == (("Cookie", "a=b"),)
    assert told.request.folder == Path("/elsewhere")
    untouched = detail(window, "b.bin").request
    assert (untouched.options.connections, untouched.checksum) == (0, None)


def test_several_are_changed_together(form: EditForm, window: MainWindow) -> None:
    window.view.selectAll()
    assert not form.name.isEnabled()
    form.connections.setValue(2)
    names = ("a.bin", "b.bin")
    assert [detail(window, name).request.options.connections for name in names] == [2, 2]


def test_what_is_being_typed_stays(form: EditForm, window: MainWindow, qtbot: QtBot) -> None:
    form.name.setFocus()
    qtbot.keyClicks(form.name, "x")
    window.inspector.look()
    assert form.name.text() == "a.binx"


def test_nonsense_is_refused_with_a_word(form: EditForm, window: MainWindow, qtbot: QtBot) -> None:
    problem = form.findChild(QLabel, "editProblem")
    for field, text in ((form.checksum, "nonsense"), (form.headers, "no header")):
        field.setFocus()
        qtbot.keyClicks(field, text)
        form.connections.setFocus()
        assert problem.isVisible()
    assert detail(window, "a.bin").request.checksum is None


@pytest.mark.parametrize("text", ["x", "a b: c", "a:", ": b"])
def test_a_line_that_is_no_header_is_refused(text: str) -> None:
    with pytest.raises(BadOptionError):
        read_headers(f"Fine: yes\n\n{text}")


def test_another_folder_mends_what_failed(
    window: MainWindow, qtbot: QtBot, server: Scripted, tmp_path: Path
) -> None:
    link = server.url("/data.bin")
    drop_text(window, link)
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.FAILED], timeout=LONG)
    server.add("/data.bin", serve_file(b"whole"))
    window.tools.edits.choose_folder(window.model.rows())
    dialog = window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "roomy"))
    dialog.reject()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    assert (tmp_path / "roomy" / "data.bin").read_bytes() == b"whole"


def test_another_name_is_asked_for(form: EditForm, window: MainWindow, qtbot: QtBot) -> None:
    window.tools.mending.ways[Mend.NAME](window.model.rows()[:1])
    dialog = window.findChild(QInputDialog)
    assert dialog.textValue() == "a.bin"
    dialog.setTextValue("c.bin")
    dialog.accept()
    qtbot.waitUntil(lambda: window.model.rows()[0].name == "c.bin", timeout=LONG)


def test_a_folder_that_takes_nothing_is_told_of(
    form: EditForm, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFullError(folder="/full")

    monkeypatch.setattr(window.bridge.engine.editing, "move", full)
    with qtbot.waitSignal(window.tools.edits.failed, timeout=LONG):
        form.placed.emit(Path("/full"), None)
    assert "is full" in form.findChild(QLabel, "editProblem").text()


def test_what_is_done_can_be_moved_and_no_more(form: EditForm) -> None:
    form.show_rows([row(7, State.COMPLETED, 100)], None)
    assert not form.connections.isEnabled()
    assert form.folder.isEnabled()


@pytest.fixture
def finished(window: MainWindow, qtbot: QtBot, server: Scripted) -> MainWindow:
    """One file that is whole, and selected."""
    drop_text(window, server.add("/data.bin", serve_file(b"whole")))
    wait_rows(qtbot, window, 1)
    action(window, "startAction").trigger()
    qtbot.waitUntil(lambda: states(window) == [State.COMPLETED], timeout=LONG)
    window.view.selectRow(0)
    return window


def test_a_finished_file_is_renamed_with_a_key(finished: MainWindow, qtbot: QtBot) -> None:
    rename = action(finished, "renameAction")
    assert rename.shortcut().toString() == "F2"
    rename.trigger()
    dialog = finished.findChild(QInputDialog)
    assert dialog.findChild(QLineEdit).selectedText() == "data"
    dialog.setTextValue("other.bin")
    dialog.accept()
    qtbot.waitUntil(lambda: finished.model.rows()[0].name == "other.bin", timeout=LONG)
    assert [path.name for path in finished.intake.folder.iterdir()] == ["other.bin"]
    assert states(finished) == [State.COMPLETED]


def test_a_finished_file_is_moved_in_the_inspector(
    finished: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    action(finished, "propertiesAction").trigger()
    form = finished.inspector.pages.edit
    assert form.name.isEnabled()
    assert not form.checksum.isEnabled()
    form.placed.emit(tmp_path / "elsewhere", None)
    moved = tmp_path / "elsewhere" / "data.bin"
    qtbot.waitUntil(moved.exists, timeout=LONG)
    qtbot.waitUntil(lambda: finished.model.rows()[0].folder == tmp_path / "elsewhere", timeout=LONG)


def test_a_taken_name_is_told_and_changes_nothing(finished: MainWindow, qtbot: QtBot) -> None:
    (finished.intake.folder / "other.bin").write_bytes(b"of somebody else")
    with qtbot.waitSignal(finished.tools.edits.failed, timeout=LONG):
        finished.tools.edits.place(finished.intake.folder, "other.bin")
    assert finished.model.rows()[0].name == "data.bin"
    assert (finished.intake.folder / "other.bin").read_bytes() == b"of somebody else"

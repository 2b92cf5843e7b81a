"""The sheet's window: looking over, changing and adding what was found."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.states import State
from core.policy.sheet_row import Standing
from gui.drops import Offer
from gui.intake import MANY
from gui.sheet import dialog
from gui.sheet.columns import CHECKSUM, FOLDER, KIND, LINE, LINK, NAME, SIZE
from gui.sheet.dialog import SheetDialog
from gui.sheet.links_edit import LARGE
from gui.window import MainWindow
from tests.gui.sheet.conftest import LONG, Open, row_texts, seen
from tests.servers.scripted import Scripted, content, serve_file

X, Y, Z = "https://a.example/x.zip", "https://b.example/y.zip", "https://c.example/z.zip"
ALL = f"{X}\n{Y}\nftp://a.example/f\n{X}"


def test_every_row_says_what_it_is_and_where_it_stood(
    window: MainWindow, qtbot: QtBot, open_sheet: Open, tmp_path: Path
) -> None:
    window.intake.folder.mkdir()
    (window.intake.folder / "y.zip").touch()
    sheet = open_sheet(ALL)
    assert row_texts(sheet, NAME) == ["x.zip", "y.zip", "ftp://a.example/f", "x.zip"]
    assert row_texts(sheet, KIND) == [
        "New", "Already on disk", "Not a link: only http and https links can be downloaded",
        "Twice in this list",
    ]  # fmt: skip
    assert row_texts(sheet, LINE) == ["1", "2", "3", "4"]
    assert sheet.count.text() == "3 link(s) found"
    assert sheet.total.text().startswith("1 link(s) checked")


def test_what_is_checked_is_added_and_nothing_else(
    window: MainWindow, qtbot: QtBot, open_sheet: Open
) -> None:
    sheet = open_sheet(f"{X}\n{Y}\n{Z}")
    assert sheet.model.setData(
        sheet.model.index(1, NAME), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    seen(qtbot, sheet)
    sheet.add.click()
    qtbot.waitUntil(lambda: window.model.rowCount() == 2, timeout=LONG)
    assert {row.url for row in window.model.rows()} == {X, Z}
    assert {row.state for row in window.model.rows()} == {State.QUEUED}


def test_links_in_the_list_are_told(window: MainWindow, qtbot: QtBot, open_sheet: Open) -> None:
    open_sheet(X).add.click()
    qtbot.waitUntil(lambda: window.model.rowCount() == 1, timeout=LONG)
    qtbot.waitUntil(lambda: window.findChild(SheetDialog) is None, timeout=LONG)
    sheet = open_sheet(f"{X}\n{Y}")
    assert row_texts(sheet, KIND) == ["Already in the list", "New"]
    assert sheet.total.text().startswith("1 link(s) checked")


def test_start_now_downloads_under_the_given_name(
    window: MainWindow, qtbot: QtBot, open_sheet: Open, server: Scripted
) -> None:
    data = content(5000)
    sheet = open_sheet(server.add("/x.bin", serve_file(data)))
    assert sheet.model.setData(sheet.model.index(0, NAME), "mine.bin")
    sheet.choices.box.setCurrentText(str(window.intake.folder / "sub"))
    seen(qtbot, sheet)
    sheet.start.click()
    states = lambda: [row.state for row in window.model.rows()]  # noqa: E731
    qtbot.waitUntil(lambda: states() == [State.COMPLETED], timeout=LONG)
    assert (window.intake.folder / "sub" / "mine.bin").read_bytes() == data


def test_names_are_made_by_a_mask(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(f"{X}\n{Y}")
    sheet.masks.edit.setText("*num* *host* *name*")
    assert sheet.masks.example.text() == "x.zip → 1 a.example x.zip"
    sheet.masks.apply.click()
    seen(qtbot, sheet)
    assert row_texts(sheet, NAME) == ["1 a.example x.zip", "2 b.example y.zip"]
    sheet.masks.edit.setText("*nobody*")
    assert not sheet.masks.apply.isEnabled()
    assert "*num*" in sheet.masks.example.text()


def test_return_in_the_mask_renames_and_does_not_add(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(X)
    sheet.masks.edit.setText("n-*name*")
    qtbot.keyClick(sheet.masks.edit, Qt.Key.Key_Return)
    seen(qtbot, sheet)
    assert sheet.isVisible()
    assert row_texts(sheet, NAME) == ["n-x.zip"]


def test_a_pattern_is_shown_before_it_grows(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(f"https://a.example/[1-9].zip\n{X}")
    assert sheet.growing.isVisible()
    assert "9 link(s)" in sheet.growing.text.text()
    assert "https://a.example/1.zip" in sheet.growing.text.text()
    assert row_texts(sheet, KIND)[0] == "Stands for 9 link(s)"
    sheet.growing.button.click()
    seen(qtbot, sheet)
    assert row_texts(sheet, LINK) == [f"https://a.example/{n}.zip" for n in range(1, 10)] + [X]
    assert not sheet.growing.isVisible()


def test_the_filter_shows_what_fits(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(ALL)
    sheet.filter.words.setText("b.example")
    seen(qtbot, sheet)
    assert row_texts(sheet, LINK) == [Y]
    sheet.filter.words.clear()
    sheet.filter.kinds.setCurrentIndex(sheet.filter.kinds.findData(Standing.NOT_A_LINK))
    seen(qtbot, sheet)
    assert row_texts(sheet, LINK) == ["ftp://a.example/f"]
    assert sheet.filter.kinds.currentText() == "Not a link (1)"


def test_space_and_the_buttons_check_and_uncheck(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(f"{X}\n{Y}\n{Z}")
    sheet.view.selectRow(1)
    qtbot.keyClick(sheet.view, Qt.Key.Key_Space)
    seen(qtbot, sheet)
    assert sheet.total.text().startswith("2 link(s) checked")
    sheet.view.clearSelection()
    button = sheet.findChild(QPushButton, "uncheckButton")
    assert button is not None
    button.click()
    seen(qtbot, sheet)
    assert sheet.total.text().startswith("0 link(s) checked")
    assert not sheet.add.isEnabled()


def test_a_checksum_is_typed_in_its_cell(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(X)
    assert not sheet.model.setData(sheet.model.index(0, CHECKSUM), "nonsense")
    assert sheet.problem.isVisible()
    assert sheet.model.setData(sheet.model.index(0, CHECKSUM), "ab" * 16)
    assert row_texts(sheet, CHECKSUM) == [f"md5={'ab' * 16}"]


def test_a_folder_can_be_chosen_for_one(qtbot: QtBot, open_sheet: Open, tmp_path: Path) -> None:
    sheet = open_sheet(f"{X}\n{Y}")
    assert sheet.model.setData(sheet.model.index(1, FOLDER), str(tmp_path / "other"))
    sheet.choices.box.setCurrentText(str(tmp_path / "all"))
    assert row_texts(sheet, FOLDER) == [str(tmp_path / "all"), str(tmp_path / "other")]


def test_typing_keeps_what_was_changed_before(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["addLinksAction"].trigger()
    sheet = window.findChild(SheetDialog)
    assert sheet is not None
    assert sheet.edit.isVisible()
    sheet.edit.setPlainText(X)
    qtbot.waitUntil(lambda: row_texts(sheet, NAME) == ["x.zip"], timeout=LONG)
    assert sheet.model.setData(sheet.model.index(0, NAME), "mine.zip")
    sheet.edit.setPlainText(f"{X}\n{Y}")
    qtbot.waitUntil(lambda: row_texts(sheet, NAME) == ["mine.zip", "y.zip"], timeout=LONG)


def test_more_links_join_the_sheet_that_is_open(
    window: MainWindow, qtbot: QtBot, open_sheet: Open
) -> None:
    sheet = open_sheet(X)
    assert open_sheet(Y) is sheet
    assert row_texts(sheet, LINK) == [X, Y]


@pytest.mark.parametrize(
    "name",
    [
        "linksEdit", "linksPreview", "folderEdit", "sheetFilter", "sheetKinds", "checkButton",
        "uncheckButton", "maskEdit", "conflictCombo", "rulesCheck", "addButton",
        "startNowButton", "growButton", "browseButton",
    ],
)  # fmt: skip
def test_everything_has_a_name_to_be_read_aloud(open_sheet: Open, name: str) -> None:
    widget = open_sheet(X).findChild(QWidget, name)
    assert widget is not None
    spoken = QAccessible.queryAccessibleInterface(widget)
    assert spoken.text(QAccessible.Text.Name)


def test_names_and_sizes_fill_in_and_dead_links_are_marked(
    window: MainWindow, qtbot: QtBot, open_sheet: Open, server: Scripted
) -> None:
    window.preferences.change(replace(window.preferences.settings, look_up=True))
    good, dead = server.add("/x.bin", serve_file(content(5000))), server.url("/gone.bin")
    sheet = open_sheet(f"{good}\n{dead}")
    qtbot.waitUntil(lambda: row_texts(sheet, SIZE) == ["5.00 kB", ""], timeout=LONG)
    qtbot.waitUntil(lambda: row_texts(sheet, KIND)[1].startswith("Dead: "), timeout=LONG)
    seen(qtbot, sheet)
    assert sheet.total.text().startswith("1 link(s) checked, 5.00 kB")


def test_what_does_not_fit_is_said(qtbot: QtBot, open_sheet: Open) -> None:
    sheet = open_sheet(f"url,size\n{X},{10**15}\n")
    assert "Does not fit: 1.00 PB" in sheet.total.text()


def test_the_folder_that_was_chosen_last_is_offered(
    window: MainWindow, qtbot: QtBot, open_sheet: Open, tmp_path: Path
) -> None:
    chosen = str(tmp_path / "chosen")
    sheet = open_sheet(X)
    sheet.choices.box.setCurrentText(chosen)
    sheet.add.click()
    qtbot.waitUntil(lambda: window.findChild(SheetDialog) is None, timeout=LONG)
    sheet = open_sheet(Y)
    assert sheet.choices.box.currentText() == str(window.intake.folder)
    assert sheet.choices.box.findText(chosen) == 1
    sheet.reject()
    qtbot.waitUntil(lambda: window.findChild(SheetDialog) is None, timeout=LONG)
    window.preferences.change(replace(window.preferences.settings, last_folder=True))
    assert open_sheet(Z).choices.box.currentText() == chosen


def test_what_is_pasted_joins_and_return_adds(
    window: MainWindow, qtbot: QtBot, open_sheet: Open
) -> None:
    sheet = open_sheet(X)
    QGuiApplication.clipboard().setText(Y)
    sheet.view.setFocus()
    qtbot.keyClick(sheet.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: row_texts(sheet, LINK) == [X, Y], timeout=LONG)
    seen(qtbot, sheet)
    sheet.view.setCurrentIndex(sheet.model.index(0, NAME))
    qtbot.keyClick(sheet.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.model.rowCount() == 2, timeout=LONG)


def test_what_is_too_much_to_edit_is_taken_without_being_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.door.open()
    sheet = window.findChild(SheetDialog)
    assert sheet is not None
    sheet.edit.insertPlainText(f"{X}\n")
    QGuiApplication.clipboard().setText(f"{Y}\n{'x' * LARGE}")
    sheet.edit.paste()
    QGuiApplication.clipboard().setText(Z)
    sheet.edit.paste()
    assert sheet.edit.toPlainText() == f"{X}\n{Z}"
    qtbot.waitUntil(lambda: sorted(row_texts(sheet, LINK)) == [X, Y, Z], timeout=LONG)


def test_the_sheet_is_there_before_it_reads(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read takes half of the interpreter, and painting would take twice as long."""
    monkeypatch.setattr(dialog, "SHOWN_MS", 60_000)
    window.door.look_over(Offer(X, ()))
    sheet = window.findChild(SheetDialog)
    assert sheet is not None
    with qtbot.waitExposed(sheet, timeout=LONG):
        pass
    assert not sheet.content.pending
    assert sheet.unsettled
    assert sheet.count.text() == "Looking for links…"
    sheet.reject()


def test_the_window_says_that_many_are_being_added(
    window: MainWindow, qtbot: QtBot, open_sheet: Open
) -> None:
    adding: list[int] = []
    window.intake.adding.connect(adding.append)
    sheet = open_sheet("\n".join(f"https://a.example/{n}.zip" for n in range(MANY + 1)))
    message = window.statusBar().findChild(QLabel, "statusMessage")
    assert message is not None
    sheet.add.click()
    assert message.text() == f"Adding {MANY + 1} link(s)…"
    qtbot.waitUntil(lambda: message.text() == f"{MANY + 1} link(s) added", timeout=LONG)
    qtbot.waitUntil(lambda: window.model.rowCount() == MANY + 1, timeout=LONG)
    assert adding == [MANY + 1]
    open_sheet(f"{X}?new").add.click()
    qtbot.waitUntil(lambda: window.model.rowCount() == MANY + 2, timeout=LONG)
    assert adding == [MANY + 1]

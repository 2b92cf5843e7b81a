"""The settings dialog: every setting has its line, and every change counts at once."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStyleOptionButton,
    QTableWidgetItem,
)
from pytestqt.qtbot import QtBot

from core.disk.paths import default_download_folder
from core.disk.settings_file import load_settings
from core.model.settings import LANGUAGES, Settings
from gui.check_box import CheckBox
from gui.folder_edit import FolderEdit
from gui.form_area import FormArea, Title
from gui.rate_edit import RateEdit
from gui.rules_table import RulesTable
from gui.settings_dialog import SettingsDialog
from gui.window import MainWindow


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> SettingsDialog:
    window.actions_by_name["settingsAction"].trigger()
    found = window.findChild(SettingsDialog)
    qtbot.waitUntil(found.isVisible)
    return found


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_narrow_dialog_never_scrolls_sideways(
    speaking: Callable[[str], None], window: MainWindow, qtbot: QtBot, code: str
) -> None:
    speaking(code)
    dialog = SettingsDialog(window.preferences, window)
    area = dialog.findChild(FormArea)
    qtbot.addWidget(dialog)
    dialog.show()
    for width in (780, 420, 300, 780):
        dialog.resize(width, 500)
        qtbot.waitUntil(lambda width=width: area.width() < dialog.width() == width)
        for _ in range(3):  # what one turn changes is laid out in the next
            QApplication.processEvents()
        page, room = area.widget(), area.viewport().width()
        assert page.width() == room
        cut = [
            one.text()
            for one in page.findChildren(QLabel) + page.findChildren(QCheckBox)
            if one.isVisible() and one.mapTo(page, one.rect().topRight()).x() >= room
        ]
        assert not cut
    assert dialog.editor("folder").y() == dialog.findChild(Title).y(), "beside each other again"


def test_words_of_a_check_box_go_on_in_the_next_line(qtbot: QtBot) -> None:
    box, whole = CheckBox("Some words that are many"), QCheckBox("Some words that are many")
    qtbot.addWidget(box)
    qtbot.addWidget(whole)
    assert box.sizeHint() == whole.sizeHint()
    assert box.minimumSizeHint().width() < whole.minimumSizeHint().width()
    line = box.fontMetrics().lineSpacing()
    assert box.heightForWidth(whole.width()) == whole.sizeHint().height()
    assert box.heightForWidth(box.minimumSizeHint().width()) >= box.sizeHint().height() + line
    option = QStyleOptionButton()
    box.resize(box.minimumSizeHint().width(), 100)
    box.initStyleOption(option)
    lines = option.text.split("\n")
    assert len(lines) > 1
    assert " ".join(lines) == box.text()


def now(window: MainWindow) -> Settings:
    return window.preferences.settings


@pytest.mark.parametrize("name", [one.name for one in fields(Settings)])
def test_every_setting_has_a_line_that_can_be_read_aloud(dialog: SettingsDialog, name: str) -> None:
    editor = dialog.editor(name)
    assert editor.isVisibleTo(dialog)
    assert editor.accessibleName()


def test_a_number_counts_at_once_and_is_kept(
    window: MainWindow, dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    spin = dialog.editor("concurrent")
    assert isinstance(spin, QSpinBox)
    spin.setValue(5)
    assert now(window).concurrent == 5
    assert window.bridge.engine._work.settings.concurrent == 5
    qtbot.waitUntil(lambda: load_settings(tmp_path / "state").concurrent == 5)


def test_a_speed_limit_is_felt_at_once(window: MainWindow, dialog: SettingsDialog) -> None:
    edit = dialog.editor("limit_rate")
    assert isinstance(edit, RateEdit)
    edit._unit.setCurrentIndex(0)
    edit._number.setValue(250)
    assert now(window).limit_rate == edit.rate() == 250_000
    assert window.bridge.engine._throttle.rate == 250_000


def test_a_proxy_is_used_for_the_next_connection(
    window: MainWindow, dialog: SettingsDialog
) -> None:
    line = dialog.editor("proxy")
    assert isinstance(line, QLineEdit)
    before = window.bridge.engine._network
    line.setText("socks5h://127.0.0.1:9050")
    line.editingFinished.emit()
    after = window.bridge.engine._network
    assert after is not before
    assert after.cookies is before.cookies


@pytest.mark.parametrize(("name", "text"), [("proxy", "ftp://x"), ("ca_file", "/nowhere.pem")])
def test_what_cannot_be_used_is_told_and_changes_nothing(
    window: MainWindow, dialog: SettingsDialog, name: str, text: str
) -> None:
    line = dialog.editor(name)
    assert isinstance(line, QLineEdit)
    before = now(window)
    line.setText(text)
    line.editingFinished.emit()
    problem = dialog.findChild(QLabel, "settingsProblem")
    assert problem.isVisibleTo(dialog)
    assert problem.text()
    assert now(window) == before
    line.setText(getattr(before, name) + "")
    check = dialog.editor("insecure")
    assert isinstance(check, QCheckBox)
    check.setChecked(True)
    assert not problem.isVisibleTo(dialog)
    assert now(window).insecure


def test_the_folder_is_where_the_next_links_go(
    window: MainWindow, dialog: SettingsDialog, tmp_path: Path
) -> None:
    line = dialog.editor("folder")
    assert isinstance(line, QLineEdit)
    line.setText(str(tmp_path / "elsewhere"))
    line.editingFinished.emit()
    assert window.intake.folder == tmp_path / "elsewhere"


def test_the_search_leaves_what_fits(dialog: SettingsDialog) -> None:
    dialog.search.setText("speed LIMIT")
    shown = [one.name for one in fields(Settings) if dialog.editor(one.name).isVisibleTo(dialog)]
    assert shown == ["limit_rate"]
    dialog.search.clear()
    assert dialog.editor("folder").isVisibleTo(dialog)


def test_rules_for_folders_are_a_table(window: MainWindow, dialog: SettingsDialog) -> None:
    rules = dialog.editor("folder_rules")
    assert isinstance(rules, RulesTable)
    rules.add()
    assert now(window).folder_rules == ""
    for column, text in enumerate(("*.example.org", "video, iso", "~/Videos")):
        rules.table.setItem(0, column, QTableWidgetItem(text))
    assert now(window).folder_rules == "*.example.org video,iso ~/Videos\n"
    rules.add()
    rules.table.setItem(1, 2, QTableWidgetItem("~/All"))
    rules.table.setCurrentCell(1, 0)
    rules.move_up()
    assert now(window).folder_rules == "* * ~/All\n*.example.org video,iso ~/Videos\n"
    assert window.intake.folders.by_rule("https://a.example/x.zip") == Path("~/All").expanduser()
    rules.remove()
    assert now(window).folder_rules == "*.example.org video,iso ~/Videos\n"


def test_a_site_whose_proxy_cannot_be_is_told_by_its_line(
    window: MainWindow, dialog: SettingsDialog
) -> None:
    rules = dialog.editor("site_rules")
    assert isinstance(rules, RulesTable)
    rules.add()
    rules.table.setItem(0, 0, QTableWidgetItem("a.example"))
    rules.table.setItem(0, 5, QTableWidgetItem("ftp://x"))
    problem = dialog.findChild(QLabel, "settingsProblem")
    assert problem.isVisibleTo(dialog)
    assert "line 1: “ftp” is not one of" in problem.text()
    assert now(window).site_rules == ""


def test_a_rule_that_cannot_be_is_told_and_not_used(
    window: MainWindow, dialog: SettingsDialog
) -> None:
    rules = dialog.editor("folder_rules")
    assert isinstance(rules, RulesTable)
    rules.add()
    rules.table.setItem(0, 2, QTableWidgetItem("somewhere"))
    problem = dialog.findChild(QLabel, "settingsProblem")
    assert problem.isVisibleTo(dialog)
    assert now(window).folder_rules == ""


@pytest.mark.parametrize("rate", [0, 1000, 250_000, 1_000_000, 12_300_000, 2_000_000_000])
def test_a_rate_is_shown_as_it_is(qtbot: QtBot, rate: int) -> None:
    edit = RateEdit(rate)
    qtbot.addWidget(edit)
    assert edit.rate() == rate


def test_a_table_without_rules_says_what_a_rule_does(dialog: SettingsDialog) -> None:
    rules = dialog.editor("folder_rules")
    assert isinstance(rules, RulesTable)
    hint = rules.findChild(QLabel, "rulesHint")
    assert hint.isVisibleTo(dialog)
    assert "Add" in hint.text()
    rules.add()
    assert not hint.isVisibleTo(dialog)
    rules.remove()
    assert hint.isVisibleTo(dialog)


def test_what_cannot_be_done_with_a_rule_is_not_offered(dialog: SettingsDialog) -> None:
    rules = dialog.editor("folder_rules")
    assert isinstance(rules, RulesTable)
    remove = rules.findChild(QPushButton, "removeRuleButton")
    up = rules.findChild(QPushButton, "ruleUpButton")
    assert not remove.isEnabled()
    rules.add()
    assert remove.isEnabled()
    assert not up.isEnabled()
    rules.add()
    assert up.isEnabled()
    rules.remove()
    rules.remove()
    assert not remove.isEnabled()


def test_titles_of_rules_stand_where_the_rules_begin(dialog: SettingsDialog) -> None:
    rules = dialog.editor("site_rules")
    assert isinstance(rules, RulesTable)
    alignment = rules.table.horizontalHeader().defaultAlignment()
    assert alignment & Qt.AlignmentFlag.AlignLeading


def test_no_choice_is_cut_off(dialog: SettingsDialog) -> None:
    for width in (780, 300):
        dialog.resize(width, 500)
        QApplication.processEvents()
        for combo in dialog.findChildren(QComboBox):
            words = [combo.itemText(place) for place in range(combo.count())]
            widest = max(map(combo.fontMetrics().horizontalAdvance, words))
            room = max(combo.width(), combo.view().minimumWidth())
            assert room > widest, combo.objectName()


def test_a_folder_that_is_chosen_counts_like_one_that_is_typed(
    window: MainWindow, dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    edit = dialog.editor("folder")
    assert isinstance(edit, FolderEdit)
    assert edit.placeholderText() == str(default_download_folder())
    edit.browse.trigger()
    chooser = dialog.findChild(QFileDialog)
    qtbot.waitUntil(chooser.isVisible)
    chooser.fileSelected.emit(str(tmp_path))
    chooser.reject()
    assert now(window).folder == str(tmp_path)

"""The language of the window: which one, and that it is spoken."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox
from pytestqt.qtbot import QtBot

from core.model.settings import LANGUAGES
from gui.language import chosen
from gui.settings_dialog import SettingsDialog
from gui.window import MainWindow


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (["de-AT", "de", "de-Latn-AT"], "de"),
        (["ja-JP", "ja", "fr-FR", "fr"], "fr"),
        (["fa-IR"], "fa"),
        (["zh-CN", "zh", "zh-Hans-CN"], "zh_CN"),
        (["zh-SG"], "zh_CN"),
        (["zh-TW", "zh-Hant-TW"], "en"),
        (["zh-Hant-TW", "es"], "es"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_the_first_language_of_the_system_that_there_is(system: list[str], code: str) -> None:
    assert chosen("", system) == code


def test_what_the_user_chose_comes_first() -> None:
    assert chosen("es", ["de-DE"]) == "es"


@pytest.mark.parametrize("code", LANGUAGES)
def test_reading_goes_the_way_of_the_language(
    speaking: Callable[[str], None], qapp: QApplication, code: str
) -> None:
    speaking(code)
    right_to_left = qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert right_to_left == (code == "fa")


@pytest.mark.parametrize(
    ("code", "word"),
    [("de", "Schließen"), ("fr", "Fermer"), ("es", "Cerrar"), ("fa", "بستن"), ("zh_CN", "关闭")],
)
def test_standard_buttons_speak_it_too(
    speaking: Callable[[str], None], qtbot: QtBot, code: str, word: str
) -> None:
    speaking(code)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == word


def test_the_language_is_a_setting(window: MainWindow) -> None:
    window.actions_by_name["settingsAction"].trigger()
    dialog = window.findChild(SettingsDialog)
    combo = dialog.editor("language")
    assert isinstance(combo, QComboBox)
    assert combo.currentText() == "As the system says"
    combo.setCurrentIndex(combo.findText("Deutsch"))
    assert window.preferences.settings.language == "de"


def test_english_says_one_and_many_apart(speaking: Callable[[str], None]) -> None:
    speaking("en")
    found = [QCoreApplication.translate("Fact", "%n download(s)", "", n) for n in (1, 2)]
    assert found == ["1 download", "2 downloads"]

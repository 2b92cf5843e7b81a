"""The language of the window: Qt's words and ours, figures, and the direction of reading."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import resources
from core.model.settings import LANGUAGES
from gui.figures import use_locale

CATALOGUES = Path(resources.__file__).parent / "translations"
SOURCE = "en"  # what the program is written in; its catalogue holds plurals alone


def speak(application: QApplication, wanted: str) -> list[QTranslator]:
    """Have the program speak a language of `LANGUAGES`; empty means the system's.

    What is on the screen already keeps its words, so this comes before any window. Returns what
    was installed.
    """
    system = QLocale.system()
    code = chosen(wanted, system.uiLanguages())
    # The system's own locale knows which dates and figures the user likes in his language.
    known = system.language() is not QLocale.Language.C
    locale = system if known and chosen("", [system.bcp47Name()]) == code else QLocale(code)
    use_locale(locale)
    application.setLayoutDirection(locale.textDirection())
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    installed = []
    for name, folder in ((f"qtbase_{code}", of_qt), (f"headgate_{code}", str(CATALOGUES))):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
            installed.append(translator)
    return installed


def chosen(wanted: str, system: Sequence[str]) -> str:
    """The code of the language to speak; `system` are tags (BCP 47), the best first."""
    if wanted:
        return wanted
    for tag in system:
        parts = tag.split("-")
        if parts[0] == "zh" and not {"Hant", "TW", "HK", "MO"} & set(parts):
            return "zh_CN"
        if parts[0] in LANGUAGES:
            return parts[0]
    return SOURCE

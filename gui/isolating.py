"""Names, paths and links in a list keep their own direction among words of another."""

from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyledItemDelegate

_ISOLATE, _END = "\u2068", "\u2069"  # UAX 9: /a/b keeps its first stroke in front


def isolated(text: str) -> str:
    """The text with marks around it where reading goes from right to left; for the eye alone."""
    return f"{_ISOLATE}{text}{_END}" if text and QGuiApplication.isRightToLeft() else text


class IsolatingDelegate(QStyledItemDelegate):
    """Isolates what is painted, so that what is edited and copied has no marks."""

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        return isolated(super().displayText(value, locale))

"""Forms that only tell: a title, and beside it what is said of it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QLabel


def add_fact(form: QFormLayout, title: str, fact: QLabel) -> None:
    """A line more. The title is level with the first of several lines."""
    fact.setAlignment(beside_title())
    fact.setAccessibleName(title)
    titled = QLabel(title)
    titled.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
    form.addRow(titled, fact)


def beside_title() -> Qt.AlignmentFlag:
    """At the side where the title is, whichever direction the text itself has."""
    right = QGuiApplication.isRightToLeft()
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter

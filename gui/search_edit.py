"""The field that finds downloads while one types."""

from PySide6.QtCore import QMargins, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from gui.icons import icon
from gui.texts import translate


class SearchEdit(QLineEdit):
    """Escape and the cross empty it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("searchEdit")
        self.setAccessibleName(translate("Search", "Search the list"))
        self.setPlaceholderText(translate("Search", "Search"))
        add_cross(self)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 28)
        look = QAction(icon("search"), translate("Search", "Search"), self)
        self.addAction(look, QLineEdit.ActionPosition.LeadingPosition)
        clear = QAction(translate("Search", "Empty the search"), self)
        clear.setShortcut("Esc")
        clear.triggered.connect(self.clear)
        self.addAction(clear)

    def minimumSizeHint(self) -> QSize:
        """Room for what it says while it is empty."""
        least, metrics = super().minimumSizeHint(), self.fontMetrics()
        words = metrics.horizontalAdvance(f"{self.placeholderText()} ")
        return least.grownBy(QMargins(0, 0, max(0, words - metrics.maxWidth()), 0))


def add_cross(edit: QLineEdit) -> None:
    """A cross that empties the field; Qt's own can hardly be seen on dark ground."""
    edit.setClearButtonEnabled(True)
    for cross in edit.findChildren(QAction, "_q_qlineeditclearaction"):
        cross.setText(translate("Search", "Empty the search"))
        cross.setIcon(icon("clear"))

"""A form that scrolls up and down, and never sideways: what has no room beside stands below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

_ANY = 2**24 - 1  # as Qt has it, and does not tell
_LEAST = 12  # letters of a choice that are seen at least


class Title(QLabel):
    """Beside its field it has one line, and above it as many as it needs.

    Qt takes a text that may have several lines for half as wide as it is.
    """

    def sizeHint(self) -> QSize:
        one_line = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return one_line.grownBy(self.contentsMargins())


class FormArea(QScrollArea):
    """Narrow is a form whose widest line does not fit as it is."""

    def __init__(self, form: QFormLayout) -> None:
        super().__init__()
        self._form = form
        self._narrow = False
        self._needed = 0  # pixels for the widest line
        self._page = QWidget()
        self._page.setLayout(form)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setWidget(self._page)
        self.setWidgetResizable(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._narrow:
            self._needed = self._form.minimumSize().width()
        narrow = self.viewport().width() < self._needed
        if narrow != self._narrow:
            self._narrow = narrow
            self._turn()
        if narrow:
            margins = self._form.contentsMargins()
            self._stack(self.viewport().width() - margins.left() - margins.right())
        super().resizeEvent(event)

    def _turn(self) -> None:
        policy = QFormLayout.RowWrapPolicy
        self._form.setRowWrapPolicy(policy.WrapAllRows if self._narrow else policy.WrapLongRows)
        for title in self._page.findChildren(Title):
            title.setWordWrap(self._narrow)
            title.setMaximumWidth(_ANY)
        least = self.fontMetrics().averageCharWidth() * _LEAST if self._narrow else 0
        for box in self._page.findChildren(QComboBox):
            box.setMinimumWidth(least)
            whole = box.sizeHint().width() if self._narrow else 0
            box.view().setMinimumWidth(whole)  # where it is chosen it can be read
        for row in self._rows():
            row.setDirection(QBoxLayout.Direction.LeftToRight)

    def _stack(self, room: int) -> None:
        """Have titles in several lines, and buttons below each other, where they need it."""
        for title in self._page.findChildren(Title):
            title.setMaximumWidth(room)
        for row in self._rows():
            row.setDirection(QBoxLayout.Direction.LeftToRight)
            if row.minimumSize().width() > room:
                row.setDirection(QBoxLayout.Direction.TopToBottom)

    def _rows(self) -> list[QHBoxLayout]:
        return self._page.findChildren(QHBoxLayout)

"""The three parts of the window beside each other: filters, list, inspector."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

LEAST_LETTERS = 30  # of the list


class SideBySide(QSplitter):
    """Opened where there is no room, the inspector takes that of the filters, and then the list's.

    So it never makes the window wider.
    """

    def __init__(self, filters: QWidget, pages: QWidget, inspector: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._filters, self._pages, self._inspector = filters, pages, inspector
        self._inspected = False
        self.setHandleWidth(1)  # what a style sheet says of it makes -1: they overlap
        for widget in (filters, pages, inspector):
            self.addWidget(widget)
        inspector.hide()
        self.setStretchFactor(1, 1)
        self.setCollapsible(0, False)
        self.setCollapsible(1, False)
        self.setSizes([140, 700, 360])

    def show_inspector(self, shown: bool) -> None:
        self._inspected = shown
        if not shown:
            self._inspector.hide()
        self._fit()
        if shown:
            self._inspector.show()

    def minimumSizeHint(self) -> QSize:
        """That of the filters and the list, as if the inspector were not there."""
        whole = super().minimumSizeHint()
        parts = (_least(self._filters) + _least(self._pages), _least(self._inspector))
        return QSize(max(parts) + self.handleWidth(), whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - _least(self._inspector) - 2 * self.handleWidth()
        room -= self.fontMetrics().horizontalAdvance("0") * LEAST_LETTERS
        self._filters.setVisible(not self._inspected or room >= _least(self._filters))
        self._pages.setVisible(not self._inspected or room >= 0)


def _least(widget: QWidget) -> int:
    """The least width of a part, in pixels."""
    return max(widget.minimumWidth(), widget.minimumSizeHint().width())

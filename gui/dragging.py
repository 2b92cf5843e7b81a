"""Dragging rows: within the list to another place, and out of it as files and links."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QTableView

from core.model.snapshot import Row
from core.model.states import State
from gui import theme

OURS = "application/x-headgate-downloads"  # ids, in words: no object is ever unpacked


def dragged(rows: Sequence[Row]) -> QMimeData:
    """What a drag of rows offers: finished files, and the links of all."""
    mime = QMimeData()
    mime.setData(OURS, " ".join(str(row.id) for row in rows).encode())
    done = [row for row in rows if row.state is State.COMPLETED]
    mime.setUrls([QUrl.fromLocalFile(str(row.folder / row.name)) for row in done])
    mime.setText("\n".join(row.url for row in rows))
    return mime


def dragged_ids(mime: QMimeData) -> list[int]:
    """The rows in a drag of ours."""
    words = bytes(mime.data(OURS).data()).decode("ascii", "replace").split()
    return [int(word) for word in words if word.isdecimal()]


class DraggableRows(QTableView):
    """`moved` tells which rows are to stand before which place: ids, and a row or -1 for the end.

    Rows can only be moved while they are shown in their own order.
    """

    moved = Signal(list, int)

    def __init__(self) -> None:
        super().__init__()
        self._gap: int | None = None  # the row the line is painted above
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)

    def selected_rows(self) -> list[Row]:
        raise NotImplementedError

    def in_order(self) -> bool:
        raise NotImplementedError

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's own name
        rows = self.selected_rows()
        if rows:
            drag = QDrag(self)
            drag.setMimeData(dragged(rows))
            drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """All other drags are for the window."""
        if self._is_for_us(event):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._show_gap(self._row_after(event.position().toPoint()))
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_gap(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_gap(None)
        if not self._is_for_us(event):
            event.ignore()
            return
        # A copy, as far as Qt is told: it would remove the rows after a move.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        row = self._row_after(event.position().toPoint())
        self.moved.emit(dragged_ids(event.mimeData()), row if row < self._count() else -1)

    def paint_rows(self, painter: QPainter, area: QRect) -> None:
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.paint_rows(painter, event.rect())
        if self._gap is not None:
            self._paint_gap(painter)
        painter.end()

    def _paint_gap(self, painter: QPainter) -> None:
        assert self._gap is not None, "there is something to paint"
        last = self._gap >= self._count()
        shown = self.visualRect(self.model().index(self._gap - 1 if last else self._gap, 0))
        height = shown.bottom() + 1 if last else shown.top()
        painter.setPen(QPen(QColor(theme.current().accent), 2))
        painter.drawLine(0, height, self.viewport().width(), height)

    def _is_for_us(self, event: QDropEvent) -> bool:
        return self.in_order() and event.source() is self and event.mimeData().hasFormat(OURS)

    def _row_after(self, place: QPoint) -> int:
        """The row before which a drop lands."""
        index = self.indexAt(place)
        if not index.isValid():
            return self._count()
        below = place.y() > self.visualRect(index).center().y()
        return index.row() + int(below)

    def _count(self) -> int:
        return self.model().rowCount()

    def _show_gap(self, row: int | None) -> None:
        if row != self._gap:
            self._gap = row
            self.viewport().update()

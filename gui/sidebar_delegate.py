"""A line of the sidebar: its title, and at the other end its count."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme

COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_EDGE = 8  # pixels, as the style sheet leaves around a title


class SidebarDelegate(QStyledItemDelegate):
    """A title that is too long is cut; a count never is."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        metrics = option.fontMetrics
        taken = metrics.horizontalAdvance(index.data(COUNT_ROLE)) + _EDGE * 3
        room = option.rect.width() - taken
        option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        edge = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignRight)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(
            option.rect.adjusted(_EDGE, 0, -_EDGE, 0),
            int(edge | Qt.AlignmentFlag.AlignVCenter),
            index.data(COUNT_ROLE),
        )
        painter.restore()

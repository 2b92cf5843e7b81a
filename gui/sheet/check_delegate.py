"""The box before a name: Qt's own cannot be seen on a dark ground."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from gui import theme
from gui.isolating import IsolatingDelegate

_TICK = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.28))  # in parts of the box


class CheckDelegate(IsolatingDelegate):
    """Paints over the style's box, in the same place, in colours of the theme."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        full = QStyleOptionViewItem(option)
        self.initStyleOption(full, index)
        style = full.widget.style()
        place = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = QRectF(style.subElementRect(place, full, full.widget)).adjusted(0.5, 0.5, -0.5, -0.5)
        colours = theme.current()
        checked = Qt.CheckState(state) is Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.accent if checked else colours.muted))
        painter.setBrush(QColor(colours.accent if checked else colours.surface))
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(QColor(colours.on_accent), 1.6))
            points = [
                QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in _TICK
            ]
            painter.drawPolyline(QPolygonF(points))
        painter.restore()

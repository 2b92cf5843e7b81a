"""The progress bar in a row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.model.snapshot import Row
from core.model.states import State
from gui import theme
from gui.downloads_model import ROW_ROLE
from gui.figures import percent

BAR_HEIGHT = 6


class ProgressDelegate(QStyledItemDelegate):
    """A thin bar and the percentage; colour never tells more than the status word does."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        colours = theme.current()
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(colours.selection))
        metrics = option.fontMetrics
        figure = metrics.horizontalAdvance(percent(1.0))
        backwards = option.direction is Qt.LayoutDirection.RightToLeft
        width = max(0, rect.width() - figure - 20)
        left = rect.right() - 5 - width if backwards else rect.x() + 6
        bar = QRectF(left, rect.center().y() - BAR_HEIGHT / 2 + 0.5, width, BAR_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        fraction = row.fraction or 0.0
        if fraction or row.state is not State.FAILED:  # which else looked as if it waited
            painter.setBrush(_track(selected=selected))
            painter.drawRoundedRect(bar, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if fraction > 0:
            filled = QRectF(bar)
            filled.setWidth(max(BAR_HEIGHT, bar.width() * min(1.0, fraction)))
            if backwards:
                filled.moveRight(bar.right())
            painter.setBrush(QColor(bar_colour(row)))
            painter.drawRoundedRect(filled, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setPen(QColor(colours.text))
        place = rect.adjusted(6, 0, -6, 0)
        alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, alignment, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()


def _track(*, selected: bool) -> QColor:
    """What is still to come; on a selected row its usual colour could not be seen."""
    if not selected:
        return QColor(theme.current().track)
    colour = QColor(theme.current().text)
    colour.setAlpha(45)
    return colour


def bar_colour(row: Row) -> str:
    colours = theme.current()
    match row.state:
        case State.COMPLETED:
            return colours.good
        case State.FAILED:
            return colours.bad
        case State.CONNECTING | State.DOWNLOADING | State.VERIFYING:
            return colours.accent
        case _:
            return colours.muted

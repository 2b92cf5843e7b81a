"""The file as a map: what is held, what is on its way, and over which connection."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.detail import Detail, SegmentView
from core.model.segment import Span
from gui import theme
from gui.figures import number as written
from gui.figures import size, speed
from gui.texts import translate

BAR = 20  # height of the map in pixels
ROW = 24  # height of a line below it
MAX_LINES = 64


class SegmentMap(QWidget):
    """Painted from a `Detail`; its description says the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("segmentMap")
        self.setAccessibleName(translate("Inspector", "Segments"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._held: Sequence[Span] = ()
        self._segments: Sequence[SegmentView] = ()
        self._size = 0

    def show_detail(self, detail: Detail | None) -> None:
        """Show a download; None clears the map."""
        self._held = detail.held if detail else ()
        self._segments = sorted(detail.segments, key=lambda one: one.start) if detail else ()
        self._size = (detail.row.size or 0) if detail else 0
        self.setAccessibleDescription("\n".join(self.lines()))
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def lines(self) -> list[str]:
        """One line a connection."""
        if not self._segments:
            return [translate("Inspector", "No connection is open.")]
        return [self._line(number, one) for number, one in enumerate(self._segments, 1)]

    def sizeHint(self) -> QSize:
        return QSize(240, BAR + 16 + ROW * min(MAX_LINES, max(1, len(self._segments))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.current()
        room = QRectF(8, 8, max(1, self.width() - 16), BAR)
        painter.fillRect(room, QColor(colours.track))
        for span in self._held:
            self._fill(painter, room, span.start, span.end, QColor(colours.good))
        for number, one in enumerate(self._segments):
            colour = QColor(shade(number))
            self._fill(painter, room, one.start, one.position, colour)
            colour.setAlpha(70)
            self._fill(painter, room, one.position, one.end or self._size, colour)
        top = room.bottom() + 8
        for number, line in enumerate(self.lines()[:MAX_LINES]):
            box = QRectF(8, top + number * ROW, room.width(), ROW)
            if self._segments:
                mark = QRectF(box.x(), box.center().y() - 5, 10, 10)
                if self.isRightToLeft():
                    mark.moveRight(box.right())
                painter.fillRect(mark, QColor(shade(number)))
                box.adjust(18, 0, -18, 0)
            painter.setPen(QColor(colours.text))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            wanted = Qt.TextElideMode.ElideRight
            text = painter.fontMetrics().elidedText(line, wanted, int(box.width()))
            painter.drawText(box, flags, text)
        painter.end()

    def _fill(self, painter: QPainter, room: QRectF, start: int, end: int, colour: QColor) -> None:
        if not self._size or end <= start:
            return
        left = room.x() + room.width() * start / self._size
        right = room.x() + room.width() * min(end, self._size) / self._size
        box = QRectF(left, room.y(), max(1.0, right - left), room.height())
        if self.isRightToLeft():
            box.moveRight(room.left() + room.right() - left)
        painter.fillRect(box, colour)

    def _line(self, number: int, one: SegmentView) -> str:
        rest = None if one.end is None else one.end - one.position
        parts = [translate("Inspector", "Connection {n}").format(n=written(number))]
        if rest is not None:
            parts.append(translate("Inspector", "{size} to go").format(size=size(rest)))
        if one.rate is not None:
            parts.append(speed(one.rate))
        if one.racing:
            parts.append(translate("Inspector", "racing"))
        return " · ".join(parts)


def shade(number: int) -> str:
    """A colour for a connection: neighbours differ."""
    colours = theme.current()
    hues = QColor(colours.accent)
    hues.setHsl((hues.hslHue() + number * 47) % 360, hues.hslSaturation(), hues.lightness())
    return hues.name()

"""The speed of the last five minutes as a line, with its average and the limit."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui import theme
from gui.figures import number, speed
from gui.inspector.history import SECONDS, Sample
from gui.texts import translate

MARGIN = 8


class SpeedPlot(QWidget):
    """Painted from samples; its description says the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("speedPlot")
        self.setAccessibleName(translate("Inspector", "Speed"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._samples: Sequence[Sample] = ()
        self._limit = 0

    def show_samples(self, samples: Sequence[Sample], limit: int) -> None:
        """`samples` as (seconds before now, bytes per second); `limit` 0 means none."""
        self._samples, self._limit = samples, limit
        self.setAccessibleDescription(self.words())
        self.update()

    def average(self) -> float:
        """Bytes per second over what is shown."""
        return sum(rate for _, rate in self._samples) / len(self._samples) if self._samples else 0.0

    def words(self) -> str:
        """The plot in a sentence."""
        if not self._samples:
            return translate("Inspector", "Nothing was received in the last minutes.")
        text = translate("Inspector", "{now} now, {average} on average, {most} at most")
        return text.format(
            now=speed(self._samples[-1][1]),
            average=speed(self.average()),
            most=speed(max(rate for _, rate in self._samples)),
        )

    def sizeHint(self) -> QSize:
        return QSize(240, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.current()
        line = painter.fontMetrics().height()
        room = QRectF(self.rect()).adjusted(
            MARGIN, MARGIN + 2 * line + 6, -MARGIN, -MARGIN - line - 4
        )
        painter.setPen(QColor(colours.text))
        above = QRectF(MARGIN, MARGIN, self.width() - 2 * MARGIN, 2 * line)
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        painter.drawText(above, wrapped, self.words())
        painter.setPen(QColor(colours.line))
        painter.drawRect(room)
        top = max([rate for _, rate in self._samples] + [float(self._limit), 1.0]) * 1.1
        self._level(painter, room, self._limit / top, colours.warning, dashed=True)
        self._level(painter, room, self.average() / top, colours.muted, dashed=False)
        self._curve(painter, room, top)
        painter.setPen(QColor(colours.muted))
        below = QRectF(room.x(), room.bottom() + 4, room.width(), line)
        # Time goes to the right in every language: only the words keep their own direction.
        first, last = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        absolute = Qt.AlignmentFlag.AlignAbsolute
        minutes = translate("Inspector", "{n} min ago").format(n=number(SECONDS // 60))
        painter.drawText(below, first | absolute, minutes)
        painter.drawText(below, last | absolute, translate("Inspector", "now"))
        painter.end()

    def _level(
        self, painter: QPainter, room: QRectF, share: float, colour: str, *, dashed: bool
    ) -> None:
        if share <= 0:
            return
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.DotLine
        painter.setPen(QPen(QColor(colour), 1, style))
        height = room.bottom() - room.height() * min(1.0, share)
        painter.drawLine(QPointF(room.left(), height), QPointF(room.right(), height))

    def _curve(self, painter: QPainter, room: QRectF, top: float) -> None:
        if len(self._samples) < 2:
            return
        points = [
            QPointF(
                room.right() + room.width() * at / SECONDS,
                room.bottom() - room.height() * rate / top,
            )
            for at, rate in self._samples
        ]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        painter.setPen(QPen(QColor(theme.current().accent), 2))
        painter.drawPath(path)

"""What lies over a window while links are dragged across it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui import icons, theme

ICON_SIZE = 48
MARGIN = 16


class Overlay(QWidget):
    """A veil with a picture and a line of text; mouse and drags go through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("dragOverlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self.hide()

    def say(self, text: str) -> None:
        """Lie over the whole window and say this."""
        self.text = text
        self.setAccessibleName(text)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = theme.current()
        painter = QPainter(self)
        veil = QColor(colours.window)
        veil.setAlphaF(0.96)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
        frame = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.drawRoundedRect(frame, 12, 12)
        middle = frame.center()
        picture = QRectF(middle.x() - ICON_SIZE / 2, middle.y() - ICON_SIZE, ICON_SIZE, ICON_SIZE)
        icons.render("drop", painter, picture, colours.accent)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        below = QRectF(frame.x(), middle.y() + MARGIN, frame.width(), frame.bottom() - middle.y())
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, flags | Qt.TextFlag.TextWordWrap, self.text)
        painter.end()

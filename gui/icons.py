"""Our own SVG icons, painted in the colour of the text around them, sharp at any scale."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui import theme


@cache
def _source(name: str) -> bytes:
    return files("resources").joinpath("icons", f"{name}.svg").read_bytes()


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    # Qt does not recolour `currentColor`, so the bytes are.
    return QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))


MIRRORED = frozenset({"inspector", "open", "quit", "undo"})  # where reading goes from right to left


class SvgIconEngine(QIconEngine):
    """Paints one icon; the colour is looked up when painting, so a new theme is enough."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        colours = theme.current()
        colour = colours.muted if mode is QIcon.Mode.Disabled else colours.text
        painter.save()  # a view goes on with the same painter, to write the words beside it
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(0.55)
        if self._name in MIRRORED and QGuiApplication.isRightToLeft():
            painter.translate(2 * rect.x() + rect.width(), 0)
            painter.scale(-1, 1)
        _renderer(self._name, colour).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return SvgIconEngine(self._name)


@cache
def icon(name: str) -> QIcon:
    """The icon of that name in `resources/icons`."""
    return QIcon(SvgIconEngine(name))


@cache
def picture(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    """An icon to be painted again and again, so many pixels wide and high."""
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    _renderer(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def render(name: str, painter: QPainter, rect: QRectF, colour: str) -> None:
    """Paint an icon into a rectangle of a widget."""
    _renderer(name, colour).render(painter, rect)

"""How a row of the list looks."""

from functools import cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from core.model.snapshot import Row
from core.model.states import State
from gui import cells, theme
from gui.columns import Column
from gui.figures import percent
from gui.icons import picture
from gui.isolating import isolated

EDGE = 6  # pixels that a cell leaves at both sides
ICON = 16
BAR_HEIGHT = 6
_MIDDLE, _RIGHT = Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight


class Box(NamedTuple):
    """Where something stands, in points."""

    x: int
    y: int
    width: int
    height: int


class Seen(NamedTuple):
    """A row as it is to be shown."""

    row: Row
    missing: bool  # its file is gone
    selected: bool


class RowPainter:
    """Paints cells at `ratio` pixels a point; mirrored where reading goes `backwards`.

    Whoever makes or drops one of Qt's rectangles, points or colours gives the interpreter away
    for that moment, and while workers compute it takes long to come back: here are numbers, and
    the calls that take numbers.
    """

    def __init__(self, painter: QPainter, ratio: float, *, backwards: bool) -> None:
        self._painter = painter
        self._metrics = painter.fontMetrics()
        self._ratio = ratio
        self._backwards = backwards
        self._colours = theme.current()
        self._ascent, self._height = self._metrics.ascent(), self._metrics.height()
        self._figure = self._metrics.horizontalAdvance(percent(1.0))  # the widest
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def ground(self, line: Box, *, selected: bool) -> None:
        """What stands behind a row."""
        if selected:
            self._painter.fillRect(*line, _colour(self._colours.selection))

    def frame(self, line: Box) -> None:
        """A line around the row that the keys move from."""
        colour, (x, y, width, height) = _colour(self._colours.accent), line
        for side in (
            Box(x, y, width, 1), Box(x, y + height - 1, width, 1),
            Box(x, y, 1, height), Box(x + width - 1, y, 1, height),
        ):  # fmt: skip
            self._painter.fillRect(*side, colour)

    def cell(self, box: Box, column: Column, text: str, seen: Seen) -> None:
        """One cell of a row."""
        inner = Box(box.x + EDGE, box.y, box.width - 2 * EDGE, box.height)
        if column.key == "name":
            self._icon(inner, cells.picture_of(seen.row))
            taken = ICON + EDGE
            start = inner.x if self._backwards else inner.x + taken
            inner = Box(start, box.y, inner.width - taken, box.height)
        elif column.key == "progress":
            self._bar(inner, seen.row, selected=seen.selected)
        if text:
            self._text(inner, column, text, seen)

    def _text(self, room: Box, column: Column, text: str, seen: Seen) -> None:
        figure = column.key == "progress"  # beside its bar
        colour = self._colours.text
        if not (seen.selected or figure):
            colour = cells.colour(seen.row, column.key, missing=seen.missing)
        # Names that are too long lose their middle: how they begin and end tells them apart.
        mode = _MIDDLE if column.key == "name" else _RIGHT
        shown = self._metrics.elidedText(text, mode, room.width)
        if not figure:
            shown = isolated(shown)
        x = room.x
        if (column.right or figure) is not self._backwards:
            x += room.width - self._metrics.horizontalAdvance(shown)
        self._painter.setPen(_colour(colour))
        self._painter.drawText(x, room.y + (room.height - self._height) // 2 + self._ascent, shown)

    def _icon(self, room: Box, name: str) -> None:
        made = picture(name, self._colours.text, round(ICON * self._ratio), self._ratio)
        x = room.x + room.width - ICON if self._backwards else room.x
        self._painter.drawPixmap(x, room.y + (room.height - ICON) // 2, made)

    def _bar(self, room: Box, row: Row, *, selected: bool) -> None:
        """A thin bar beside the figure; its colour never tells more than the status word does."""
        width = max(0, room.width - self._figure - EDGE - 2)
        x = room.x + room.width - width if self._backwards else room.x
        y = room.y + (room.height - BAR_HEIGHT) // 2
        fraction = row.fraction or 0.0
        if fraction or row.state is not State.FAILED:  # which else looked as if it waited
            # On a selected row the usual colour of what is still to come could not be seen.
            track = (self._colours.text, 45) if selected else (self._colours.track, 255)
            self._pill(Box(x, y, width, BAR_HEIGHT), _colour(*track))
        parts = shares(row)
        for start, end in parts:
            begins, ends = round(width * start), round(width * end)
            wide = max(ends - begins, 1 if start else BAR_HEIGHT)
            left = x + width - begins - wide if self._backwards else x + begins
            part, colour = Box(left, y, wide, BAR_HEIGHT), _colour(bar_colour(row))
            if len(parts) > 1:
                self._painter.fillRect(*part, colour)  # rounded, short ones looked like dots
            else:
                self._pill(part, colour)

    def _pill(self, box: Box, colour: QColor) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawRoundedRect(*box, BAR_HEIGHT / 2, BAR_HEIGHT / 2)


def shares(row: Row) -> list[tuple[float, float]]:
    """Which parts of a file are there, or are checked, from 0 to 1: several if it comes in some."""
    fraction = min(1.0, row.fraction or 0.0)
    if row.size and len(row.held) > 1 and row.state not in (State.COMPLETED, State.VERIFYING):
        return [(one.start / row.size, min(1.0, one.end / row.size)) for one in row.held]
    return [(0.0, fraction)] if fraction else []


@cache
def _colour(name: str, alpha: int = 255) -> QColor:
    colour = QColor(name)
    colour.setAlpha(alpha)
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

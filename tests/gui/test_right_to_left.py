"""Where reading goes from right to left, what is painted by hand goes that way too."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.model.errors import DiskFullError
from core.model.snapshot import Counts, Row
from core.model.states import State
from gui import theme
from gui.columns import COLUMNS, PROGRESS
from gui.icons import MIRRORED, icon
from gui.isolating import IsolatingDelegate, isolated
from gui.row_painter import BAR_HEIGHT, Box, RowPainter, Seen
from gui.side_by_side import SideBySide
from gui.sidebar import Sidebar
from gui.texts import error_text

ROW = Row(
    id=1, rank=1.0, url="http://h/1", folder=Path("/f"), name="1", named=True,
    state=State.DOWNLOADING, size=100, received=25, connections=1, error=None, retry_in=None,
    hold=None, unconfirmed=False, added_at=0.0, finished_at=None,
)  # fmt: skip
WIDTH, HEIGHT = 300, 30


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def painted(direction: Qt.LayoutDirection) -> QImage:
    image = QImage(QSize(WIDTH, HEIGHT), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    pen = RowPainter(painter, 1.0, backwards=direction is Qt.LayoutDirection.RightToLeft)
    seen = Seen(ROW, missing=False, selected=False)
    pen.cell(Box(0, 0, WIDTH, HEIGHT), COLUMNS[PROGRESS], "25 %", seen)
    painter.end()
    return image


def columns_of(image: QImage, colour: str) -> list[int]:
    """Where a colour stands on the line the bar is on."""
    y = HEIGHT // 2
    return [x for x in range(WIDTH) if image.pixelColor(x, y) == QColor(colour)]


def test_progress_grows_from_the_side_reading_begins(qapp: QApplication) -> None:
    theme.apply_theme(qapp, theme.LIGHT)
    usual = painted(Qt.LayoutDirection.LeftToRight)
    mirrored = painted(Qt.LayoutDirection.RightToLeft)
    for colour in (theme.LIGHT.accent, theme.LIGHT.track):
        here, there = columns_of(usual, colour), columns_of(mirrored, colour)
        assert len(here) > BAR_HEIGHT
        assert there == [WIDTH - 1 - x for x in reversed(here)]


def ink_of(sidebar: Sidebar) -> list[int]:
    """Where anything is painted on the second line, which is not the current one."""
    line = sidebar.visualItemRect(sidebar.item(1))
    image = sidebar.viewport().grab(line).toImage()
    ground = image.pixelColor(1, image.height() // 2)
    rows = range(image.height())
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) != ground for y in rows)]


def test_counts_stand_at_the_edge_where_reading_ends(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply_theme(qapp, theme.LIGHT)
    sidebar = Sidebar()
    qtbot.addWidget(sidebar)
    sidebar.show_counts(Counts({State.DOWNLOADING: 7}))
    sidebar.show()
    ends = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        sidebar.setLayoutDirection(direction)
        QApplication.processEvents()
        ink = ink_of(sidebar)
        gap = max(pairwise(ink), key=lambda pair: pair[1] - pair[0])
        ends.append((ink[-1] - gap[1], gap[0] - ink[0]))  # breadth of what is at each side
    (count, title), (title_there, count_there) = ends
    assert count < title
    assert count_there < title_there


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_one_line_parts_the_filters_from_the_list(
    qapp: QApplication, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    theme.apply_theme(qapp, theme.LIGHT)
    parts = SideBySide(Sidebar(), QWidget(), QWidget())
    parts.setLayoutDirection(direction)
    qtbot.addWidget(parts)
    parts.resize(900, 300)
    parts.show()
    QApplication.processEvents()
    left, right = sorted((parts.widget(n).geometry() for n in range(2)), key=QRect.left)
    assert right.left() - left.right() == 2  # a pixel between them


def pixels(which: QIcon) -> QImage:
    return which.pixmap(QSize(32, 32), 1.0).toImage()


@pytest.mark.parametrize("name", sorted(MIRRORED))
def test_icons_with_a_direction_follow(qapp: QApplication, right_to_left: None, name: str) -> None:
    there = pixels(icon(name))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    here = pixels(icon(name))
    assert here != there
    darker = [
        sum(image.pixelColor(x, y).alpha() for x in side for y in range(32))
        for image in (here, there)
        for side in (range(16), range(16, 32))
    ]
    assert darker[0] == pytest.approx(darker[3], rel=0.05)


@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Disabled])
def test_words_after_a_mirrored_icon_stay_where_they_are(
    qapp: QApplication, right_to_left: None, mode: QIcon.Mode
) -> None:
    image = QImage(QSize(WIDTH, HEIGHT), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    icon("open").paint(painter, QRect(100, 0, 16, 16), mode=mode)
    where, how = painter.transform(), painter.opacity()
    painter.end()
    assert where.isIdentity()
    assert how == 1.0


def test_playing_is_the_same_everywhere(qapp: QApplication, right_to_left: None) -> None:
    there = pixels(icon("start"))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert pixels(icon("start")) == there


def test_what_a_list_paints_is_isolated(qapp: QApplication, right_to_left: None) -> None:
    delegate = IsolatingDelegate()
    assert delegate.displayText("/a/b", QLocale()) == isolated("/a/b") == "\u2068/a/b\u2069"
    assert delegate.displayText("", QLocale()) == isolated("") == ""
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert delegate.displayText("/a/b", QLocale()) == isolated("/a/b") == "/a/b"


def test_paths_keep_their_own_direction(qapp: QApplication, right_to_left: None) -> None:
    assert "\u2068/a/b\u2069" in error_text(DiskFullError(folder="/a/b"))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert "\u2068" not in error_text(DiskFullError(folder="/a/b"))

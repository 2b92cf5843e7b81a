"""The list paints its rows itself: what it looks like, and that it asks nobody."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.errors import DiskFullError
from core.model.segment import Span
from core.model.snapshot import Changes, Counts, Row
from core.model.states import State
from gui import theme
from gui.columns import COLUMNS, PROGRESS, STATUS
from gui.downloads_model import DownloadsModel
from gui.downloads_view import DownloadsView
from gui.row_painter import shares

FULL = DiskFullError(folder="/a/b")


def row(number: int, state: State, name: str = "") -> Row:
    return Row(
        id=number, rank=float(number), url=f"http://h/{number}", folder=Path("/f"),
        name=name or f"{number}.bin", named=True, state=state, size=100, received=25,
        connections=1, error=FULL if state is State.FAILED else None, retry_in=None, hold=None,
        unconfirmed=False, added_at=0.0, finished_at=None,
    )  # fmt: skip


@pytest.fixture
def view(qapp: QApplication, qtbot: QtBot) -> DownloadsView:
    theme.apply_theme(qapp, theme.LIGHT)
    model = DownloadsModel()
    view = DownloadsView(model)
    qtbot.addWidget(view)
    rows = [row(1, State.DOWNLOADING), row(2, State.FAILED), row(3, State.COMPLETED)]
    model.apply(Changes(rows, [], Counts({}), 0, more=False), 0.0)
    view.resize(1100, 300)
    view.show()
    return view


def cell(view: DownloadsView, place: int, column: int) -> QRect:
    return view.visualRect(view.downloads.index(place, column))


def colours(view: DownloadsView, rect: QRect) -> set[str]:
    image: QImage = view.viewport().grab(rect).toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def written_in(view: DownloadsView, rect: QRect, colour: str) -> bool:
    """Whether there are letters of that colour, or nearly: their edges are blurred."""
    wanted = QColor(colour).getRgb()
    seen = map(QColor.getRgb, map(QColor, colours(view, rect)))
    return any(max(abs(a - b) for a, b in zip(one, wanted, strict=True)) < 60 for one in seen)


def test_a_status_that_wants_attention_stands_out(view: DownloadsView) -> None:
    assert written_in(view, cell(view, 1, STATUS), theme.LIGHT.bad)
    assert not written_in(view, cell(view, 0, STATUS), theme.LIGHT.bad)
    assert written_in(view, cell(view, 2, STATUS), theme.LIGHT.muted)


def test_a_file_that_is_gone_is_said_in_the_colour_of_a_warning(view: DownloadsView) -> None:
    assert not written_in(view, cell(view, 2, STATUS), theme.LIGHT.warning)
    view.downloads.mark_missing(frozenset([3]), frozenset())
    assert written_in(view, cell(view, 2, STATUS), theme.LIGHT.warning)


def test_the_bar_is_as_long_as_what_is_there(view: DownloadsView) -> None:
    image = view.viewport().grab(cell(view, 0, PROGRESS)).toImage()
    y = image.height() // 2
    line = [image.pixelColor(x, y) for x in range(image.width())]
    done, left = line.count(QColor(theme.LIGHT.accent)), line.count(QColor(theme.LIGHT.track))
    assert done / (done + left) == pytest.approx(0.25, abs=0.05)


def test_the_bar_shows_the_parts_of_a_file_that_are_there(view: DownloadsView) -> None:
    parts = replace(row(1, State.DOWNLOADING), held=(Span(0, 10), Span(50, 75)), received=35)
    view.downloads.apply(Changes([parts], [], Counts({}), 0, more=False), 1.0)
    image = view.viewport().grab(cell(view, 0, PROGRESS)).toImage()
    line = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    bar = [one for one in line if one in (QColor(theme.LIGHT.accent), QColor(theme.LIGHT.track))]
    seen = [QColor(theme.LIGHT.accent) == one for one in bar]
    for place, there in ((0.05, True), (0.3, False), (0.62, True), (0.9, False)):
        assert seen[int(len(seen) * place)] is there


def test_parts_count_only_while_it_is_not_whole() -> None:
    held = (Span(0, 10), Span(50, 75))
    assert shares(replace(row(1, State.COMPLETED), held=held)) == [(0.0, 1.0)]
    checked = replace(row(1, State.VERIFYING), held=held, verified=40)
    assert shares(checked) == [(0.0, 0.4)]
    assert shares(replace(row(1, State.PAUSED), held=held)) == [(0.0, 0.1), (0.5, 0.75)]
    assert shares(replace(row(1, State.PAUSED), size=None, held=held)) == []


def test_a_selected_row_has_one_ground_from_end_to_end(view: DownloadsView) -> None:
    view.selectRow(1)
    view.clearFocus()
    for column in (0, STATUS):
        rect = cell(view, 1, column)
        assert QColor(theme.LIGHT.selection).name() in colours(view, rect)
        assert theme.LIGHT.surface not in colours(view, rect)
    assert theme.LIGHT.selection not in colours(view, cell(view, 0, 0))


def test_the_row_that_keys_move_from_can_be_seen(
    view: DownloadsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = cell(view, 1, STATUS).adjusted(0, 0, 0, -cell(view, 1, STATUS).height() + 1)
    view.setCurrentIndex(view.downloads.index(1, 0))
    monkeypatch.setattr(view, "hasFocus", lambda: False)
    assert theme.LIGHT.accent not in colours(view, line)
    monkeypatch.setattr(view, "hasFocus", lambda: True)
    assert theme.LIGHT.accent in colours(view, line)


def test_moving_without_selecting_shows_where_one_is(view: DownloadsView, qtbot: QtBot) -> None:
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.currentIndex().row() == 1
    assert [one.id for one in view.selected_rows()] == [1]


def test_names_lose_their_middle_and_never_reach_into_the_next_column(view: DownloadsView) -> None:
    long = row(1, State.DOWNLOADING, "a" * 300 + ".iso")
    before = colours(view, cell(view, 0, STATUS))
    view.downloads.apply(Changes([long], [], Counts({}), 0, more=False), 1.0)
    assert colours(view, cell(view, 0, STATUS)) == before
    name = cell(view, 0, 0)
    edge = QRect(name.right() - 4, name.y() + 5, 4, name.height() - 10)
    assert colours(view, edge) == {theme.LIGHT.surface}


def test_to_paint_qt_asks_the_model_nothing(
    view: DownloadsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each question would have to wait for the interpreter while workers are at it."""
    asked: list[int] = []
    monkeypatch.setattr(DownloadsModel, "data", lambda _self, _index, role=0: asked.append(role))
    shown = view.viewport().grab(cell(view, 0, 0).united(cell(view, 2, len(COLUMNS) - 1)))
    assert not shown.isNull()
    assert asked == []

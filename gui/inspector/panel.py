"""The inspector: four views of what is selected, looked up again with every snapshot."""

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout, QWidget

from core.engine.engine import Engine
from core.model.detail import Detail
from core.model.snapshot import Row
from gui.inspector.edit_form import EditForm
from gui.inspector.history import SpeedHistory
from gui.inspector.log import LogView
from gui.inspector.overview import Overview
from gui.inspector.segment_map import SegmentMap
from gui.inspector.speed_plot import SpeedPlot
from gui.inspector.trouble import Trouble
from gui.texts import translate


class Inspector(QTabWidget):
    """Asks the engine only while it can be seen."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(translate("Inspector", "Inspector"))
        self.setDocumentMode(True)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 42)
        self._engine = engine
        self._history = SpeedHistory()
        self._overview, self._segments = Overview(), SegmentMap()
        self.trouble = Trouble()
        self._speed, self._log = SpeedPlot(), LogView()
        self._add_scrolling(above(self.trouble, self._overview), translate("Inspector", "Overview"))
        self._add_scrolling(self._segments, translate("Inspector", "Segments"))
        self.addTab(self._speed, translate("Inspector", "Speed"))
        self.addTab(self._log, translate("Inspector", "Log"))
        self.edit = EditForm()
        self._add_scrolling(above(self.edit), translate("Inspector", "Edit"))
        self.setMinimumWidth(max(self.minimumWidth(), self.tabBar().sizeHint().width()))
        self.currentChanged.connect(lambda _: self.look())
        self._rows: Sequence[Row] = ()

    def _add_scrolling(self, widget: QWidget, title: str) -> None:
        area = QScrollArea()
        area.setAccessibleName(title)
        area.setWidget(widget)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.addTab(area, title)

    def feed(self, rates: Sequence[tuple[int, float]]) -> None:
        """Take note of speeds, seen or not: ids with bytes per second."""
        self._history.feed(rates, time.monotonic())

    def open_edit(self) -> None:
        self.setCurrentIndex(self.count() - 1)
        self.edit.name.setFocus()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """These are selected."""
        self._rows = rows
        self.look()

    def look(self) -> None:
        """Show how things stand."""
        if not self.isVisible():
            return
        one = self._engine.look_at(self._rows[0].id) if len(self._rows) == 1 else None
        page = self.currentWidget()
        if page is self._speed:
            ids = [row.id for row in self._rows]
            samples = self._history.of(ids, time.monotonic())
            self._speed.show_samples(samples, one.limit_rate if one else 0)
        elif page is self._log:
            self._log.show_moments(one.moments if one else ())
        elif self.currentIndex() == self.count() - 1:
            self.edit.show_rows(self._rows, one)
        elif self.currentIndex() == 1:
            self._segments.show_detail(one)
        else:
            self._show_overview(one)

    def _show_overview(self, one: Detail | None) -> None:
        if len(self._rows) > 1:
            self.trouble.show_rows(self._rows)
            self._overview.show_total(self._rows)
        else:
            self.trouble.show_rows([one.row] if one else [])
            self._overview.show_detail(one)


def above(*widgets: QWidget) -> QWidget:
    """Several in one, and the room that is left below them."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return column

"""The inspector: four views of what is selected, looked up again with every snapshot."""

import time
from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from core.engine.engine import Engine
from core.model.detail import Detail
from core.model.snapshot import Row
from gui.inspector.history import SpeedHistory
from gui.texts import QT_TRANSLATE_NOOP, translate

if TYPE_CHECKING:
    from gui.inspector.pages import Pages


class Tab(IntEnum):
    """The tabs, in their order."""

    OVERVIEW = 0
    SEGMENTS = 1
    SPEED = 2
    LOG = 3
    EDIT = 4


TITLES: dict[Tab, str] = {
    Tab.OVERVIEW: QT_TRANSLATE_NOOP("Inspector", "Overview"),
    Tab.SEGMENTS: QT_TRANSLATE_NOOP("Inspector", "Segments"),
    Tab.SPEED: QT_TRANSLATE_NOOP("Inspector", "Speed"),
    Tab.LOG: QT_TRANSLATE_NOOP("Inspector", "Log"),
    Tab.EDIT: QT_TRANSLATE_NOOP("Inspector", "Edit"),
}


class Inspector(QTabWidget):
    """Asks the engine only while it can be seen. `made` tells that there are pages now."""

    made = Signal(object)  # gui.inspector.pages.Pages

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(translate("Inspector", "Inspector"))
        self.setDocumentMode(True)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 42)
        self._engine = engine
        self._history = SpeedHistory()
        self._places: dict[Tab, QVBoxLayout] = {}
        for tab, title in TITLES.items():
            place = QWidget()
            self._places[tab] = layout = QVBoxLayout(place)
            layout.setContentsMargins(0, 0, 0, 0)
            self.addTab(place, translate("Inspector", title))
        self.setMinimumWidth(max(self.minimumWidth(), self.tabBar().sizeHint().width()))
        self.currentChanged.connect(lambda _: self.look())
        self._rows: Sequence[Row] = ()

    @cached_property
    def pages(self) -> "Pages":
        """What stands in the tabs. Most never open them, and the window is there sooner without."""
        from gui.inspector.pages import Pages

        pages = Pages()
        for tab, page in pages.in_tabs().items():
            self._places[tab].addWidget(page)
            page.show()  # now, and not when the loop turns
        self.made.emit(pages)
        return pages

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def feed(self, rates: Sequence[tuple[int, float]]) -> None:
        """Take note of speeds, seen or not: ids with bytes per second."""
        self._history.feed(rates, time.monotonic())

    def open_edit(self) -> None:
        self.setCurrentIndex(Tab.EDIT)
        self.pages.edit.name.setFocus()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """These are selected."""
        self._rows = rows
        self.look()

    def look(self) -> None:
        """Show how things stand."""
        if not self.isVisible():
            return
        one = self._engine.look_at(self._rows[0].id) if len(self._rows) == 1 else None
        match Tab(self.currentIndex()):
            case Tab.OVERVIEW:
                self._show_overview(one)
            case Tab.SEGMENTS:
                self.pages.segments.show_detail(one)
            case Tab.SPEED:
                ids = [row.id for row in self._rows]
                samples = self._history.of(ids, time.monotonic())
                self.pages.speed.show_samples(samples, one.limit_rate if one else 0)
            case Tab.LOG:
                self.pages.log.show_moments(one.moments if one else ())
            case Tab.EDIT:
                self.pages.edit.show_rows(self._rows, one)

    def _show_overview(self, one: Detail | None) -> None:
        trouble, overview = self.pages.trouble, self.pages.overview
        if len(self._rows) > 1:
            trouble.show_rows(self._rows)
            overview.show_total(self._rows)
        else:
            trouble.show_rows([one.row] if one else [])
            overview.show_detail(one)

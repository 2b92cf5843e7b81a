"""The pages of the inspector, each in an area that scrolls if it must."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gui.inspector.edit_form import EditForm
from gui.inspector.log import LogView
from gui.inspector.overview import Overview
from gui.inspector.panel import TITLES, Tab
from gui.inspector.segment_map import SegmentMap
from gui.inspector.speed_plot import SpeedPlot
from gui.inspector.trouble import Trouble
from gui.texts import translate


class Pages:
    """Made once an inspector."""

    def __init__(self) -> None:
        self.trouble, self.overview = Trouble(), Overview()
        self.segments = SegmentMap()
        self.speed, self.log = SpeedPlot(), LogView()
        self.edit = EditForm()

    def in_tabs(self) -> dict[Tab, QWidget]:
        """What goes into each tab."""
        return {
            Tab.OVERVIEW: _scrolling(above(self.trouble, self.overview), Tab.OVERVIEW),
            Tab.SEGMENTS: _scrolling(self.segments, Tab.SEGMENTS),
            Tab.SPEED: self.speed,
            Tab.LOG: self.log,
            Tab.EDIT: _scrolling(above(self.edit), Tab.EDIT),
        }


def _scrolling(widget: QWidget, tab: Tab) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(translate("Inspector", TITLES[tab]))
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def above(*widgets: QWidget) -> QWidget:
    """Several in one, and the room that is left below them."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return column

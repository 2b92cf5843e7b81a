"""What is known of a download, line by line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from gui.application import dress
from gui.inspector.overview import Overview
from gui.inspector.pages import above
from gui.inspector.trouble import Trouble

LINK = "http://files.example.org/{}/debian-12.iso"
TURNS = 5  # of the loop, until all is laid out


def test_lines_that_wrap_are_seen_whole(qtbot: QtBot, qapp: QApplication) -> None:
    dress(qapp)
    overview, area = Overview(), QScrollArea()
    area.setWidget(above(Trouble(), overview))
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    qtbot.addWidget(area)
    area.resize(337, 500)
    area.show()
    for length in (1, 20, 3, 60):
        said = dict.fromkeys(("name", "status", "progress", "version", "added"), "short")
        said |= {"link": LINK.format("a" * length), "folder": "/home/somebody/downloads/of/today"}
        for key in overview._labels:
            overview._say(key, said.get(key, ""))
        for _ in range(TURNS):
            QApplication.processEvents()
        for key in said:
            label = overview._labels[key]
            assert label.height() >= label.heightForWidth(label.width()), key

"""The menu of the list."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.actions import ACTIONS


def show_menu(parent: QWidget, actions: Mapping[str, QAction], place: QPoint) -> None:
    """Open it at a place of the screen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in ACTIONS:
        if entry.gap:
            menu.addSeparator()
        if entry.menu:
            menu.addAction(actions[entry.name])
    menu.popup(place)

"""The filters at the side, each with its count."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from core.model.snapshot import Counts
from gui.arrangement import GROUPS, Group
from gui.figures import number
from gui.sidebar_delegate import COUNT_ROLE, SidebarDelegate
from gui.texts import translate

_GROUP_ROLE = int(Qt.ItemDataRole.UserRole)
_SPOKEN_ROLE = int(Qt.ItemDataRole.AccessibleTextRole)


class Sidebar(QListWidget):
    """One line a group; the current one decides what the list shows."""

    chosen = Signal(object)  # gui.arrangement.Group

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filterList")
        self.setAccessibleName(translate("Sidebar", "Show"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 20)
        self.setItemDelegate(SidebarDelegate(self))
        for group in GROUPS:
            item = QListWidgetItem()
            item.setData(_GROUP_ROLE, group)
            self.addItem(item)
        self.show_counts(Counts({}))
        self.setCurrentRow(0)
        self.currentItemChanged.connect(lambda item: self.chosen.emit(self._group(item)))

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is the style known that the lines take their height from."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def show_counts(self, counts: Counts) -> None:
        """Say how many downloads are in each group."""
        for place in range(self.count()):
            item = self.item(place)
            title, states = GROUPS[self._group(item)]
            count = number(counts.of(*states))
            if item.data(COUNT_ROLE) != count:
                item.setText(translate("Group", title))
                item.setData(COUNT_ROLE, count)
                item.setData(_SPOKEN_ROLE, f"{item.text()} {count}")

    def current(self) -> Group:
        return self._group(self.currentItem())

    def _group(self, item: QListWidgetItem) -> Group:
        return Group(item.data(_GROUP_ROLE))

"""Names that are too long lose their middle: how they begin and end tells them apart."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from gui.isolating import IsolatingDelegate


class NameDelegate(IsolatingDelegate):
    """Everything else is as in the other columns."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle

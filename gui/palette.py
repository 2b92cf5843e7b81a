"""The command palette: every action by its name, found while one types."""

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.texts import translate

_TRAVEL = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_SIZE = (560, 460)


def rank(query: str, title: str) -> int | None:
    """How well a title fits what was typed, the least being the best; None if it does not.

    Every typed word must begin a word of the title, or else stand somewhere in it.
    """
    words, whole = _plain(query).split(), _plain(title)
    if not all(word in whole for word in words):
        return None
    starts = whole.split()
    return sum(not any(start.startswith(word) for start in starts) for word in words)


def _plain(text: str) -> str:
    """Without capitals and accents, so that nobody has to type them."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def title_of(action: QAction) -> str:
    """An action's title without marks for keys and without dots."""
    return action.iconText().rstrip("…")


class Palette(QDialog):
    """Runs the action that is chosen, once it has closed itself."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(translate("Palette", "Commands"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = actions
        self.edit = QLineEdit()
        self.edit.setObjectName("paletteEdit")
        self.edit.setPlaceholderText(translate("Palette", "Type what you want to do"))
        self.edit.setAccessibleName(translate("Palette", "Find a command"))
        self.edit.textChanged.connect(self._find)
        self.edit.returnPressed.connect(self._run)
        self.edit.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName(translate("Palette", "Commands"))
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemActivated.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self.edit)
        layout.addWidget(self.list)
        self.resize(*_SIZE)
        self.list.ensurePolished()  # its rows' height comes with the style
        self._find("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that move through the list do so while the field has the focus."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in _TRAVEL
        ):
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _find(self, text: str) -> None:
        found = [(rank(text, title_of(one)), one) for one in self._actions]
        fits = [(place, one) for place, one in found if place is not None and one.text()]
        fits.sort(key=lambda pair: (not pair[1].isEnabled(), pair[0]))
        self.list.clear()
        items = [_item(action) for _, action in fits]
        self.list.addTopLevelItems(items)
        if items:
            self.list.setCurrentItem(items[0])

    @Slot()
    def _run(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        action = item.data(0, Qt.ItemDataRole.UserRole)
        if action.isEnabled():
            self.accept()
            action.trigger()


def _item(action: QAction) -> QTreeWidgetItem:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    item = QTreeWidgetItem([title_of(action), keys])
    item.setIcon(0, action.icon())
    item.setToolTip(0, action.statusTip())
    item.setData(0, Qt.ItemDataRole.UserRole, action)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if not action.isEnabled():
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
    return item

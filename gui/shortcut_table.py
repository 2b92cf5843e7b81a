"""The table in which keys are given to actions."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.actions import ACTIONS, Entry
from gui.shortcuts import DEFAULTS, read_keys, taken_by, write_keys
from gui.texts import translate

_Index = QModelIndex | QPersistentModelIndex
_NATIVE = QKeySequence.SequenceFormat.NativeText
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_KEYS = 1  # the column
_LETTERS = 24  # room for the longest keys
_ROWS = 9  # that are seen at once
_TITLES = {entry.name: entry.title for entry in ACTIONS}


class ShortcutTable(QWidget):
    """`changed` brings the setting's text; keys that are taken are refused with a word."""

    changed = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._keys = read_keys(text)
        self.list = QTreeWidget()
        self.list.setObjectName("shortcutList")
        self.list.setAccessibleName(translate("Shortcuts", "Keys"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels(
            [translate("Shortcuts", "Action"), translate("Shortcuts", "Keys")]
        )
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.setItemDelegate(_KeysDelegate(self))
        self.list.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self.list.itemActivated.connect(self._edit)
        self.list.setMinimumHeight(self.fontMetrics().height() * 2 * _ROWS)
        self._problem = QLabel()
        self._problem.setObjectName("shortcutProblem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.list.ensurePolished()  # its rows' height comes with the style
        self._items = [_item(entry) for entry in ACTIONS]
        self.list.addTopLevelItems(self._items)
        self.list.setCurrentItem(self._items[0])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(self._problem)
        layout.addLayout(self._buttons())
        self.setFocusProxy(self.list)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keys have the room they need, but no more than half."""
        needed = self.fontMetrics().horizontalAdvance("0") * _LETTERS
        self.list.setColumnWidth(_KEYS, min(needed, event.size().width() // 2))
        super().resizeEvent(event)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING)
        for name, title, slot in (
            ("changeKeys", translate("Shortcuts", "Change"), self._edit),
            ("removeKeys", translate("Shortcuts", "No keys"), self._remove),
            ("defaultKeys", translate("Shortcuts", "As it was"), self._reset),
        ):
            button = QPushButton(title)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def give(self, name: str, keys: str) -> None:
        """Give an action these keys, unless another one has them."""
        other = taken_by(self._keys, keys, name)
        if other is not None:
            text = translate("Shortcuts", "{keys} is taken by “{action}”.")
            title = translate("Action", _TITLES[other])
            shown = QKeySequence(keys).toString(_NATIVE)
            self._problem.setText(text.format(keys=shown, action=title))
            self._problem.show()
            return
        self._problem.hide()
        self._keys[name] = keys
        self._show()
        self.changed.emit(write_keys(self._keys))

    def _show(self) -> None:
        for entry, item in zip(ACTIONS, self._items, strict=True):
            keys = QKeySequence(self._keys[entry.name]).toString(_NATIVE)
            if item.text(_KEYS) != keys:
                item.setText(_KEYS, keys)

    @property
    def _place(self) -> int:
        return self.list.currentIndex().row()

    @Slot()
    def _edit(self) -> None:
        self._problem.hide()
        self.list.editItem(self._items[self._place], _KEYS)

    @Slot()
    def _remove(self) -> None:
        self.give(ACTIONS[self._place].name, "")

    @Slot()
    def _reset(self) -> None:
        name = ACTIONS[self._place].name
        self.give(name, DEFAULTS[name])


def _item(entry: Entry) -> QTreeWidgetItem:
    item = QTreeWidgetItem([translate("Action", entry.title), ""])
    item.setToolTip(0, translate("Action", entry.tip))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    return item


class _KeysDelegate(QStyledItemDelegate):
    """Edits by pressing the keys: whatever is pressed is meant, Escape and Return too."""

    def __init__(self, table: ShortcutTable) -> None:
        super().__init__(table)
        self._table = table

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        edit = QKeySequenceEdit(parent)
        edit.setMaximumSequenceLength(1)
        edit.setAccessibleName(translate("Action", ACTIONS[index.row()].title))
        edit.setAutoFillBackground(True)
        edit.editingFinished.connect(lambda: self._finish(edit))
        return edit

    def _finish(self, edit: QKeySequenceEdit) -> None:
        edit.blockSignals(True)  # it would finish once more when it loses the focus
        self.commitData.emit(edit)
        self.closeEditor.emit(edit, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, _editor: QWidget, _index: _Index) -> None:
        """It begins empty: what is there already is seen behind it."""

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QKeySequenceEdit) and not editor.keySequence().isEmpty():
            self._table.give(ACTIONS[index.row()].name, editor.keySequence().toString(_PORTABLE))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if event.type() is QEvent.Type.FocusOut:
            editor.blockSignals(True)  # the delegate's own way of ending it is enough
        return super().eventFilter(editor, event)

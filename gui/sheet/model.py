"""The rows of a sheet for Qt: a model over what `core.policy.sheet` knows."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor

from core.disk.paths import expand
from core.model.checksum import parse_checksum
from core.model.errors import InputError
from core.policy.sheet import Sheet
from core.policy.sheet_row import SheetRow, Standing
from gui import theme
from gui.name_reasons import why_name
from gui.sheet.columns import COLUMNS
from gui.texts import error_remedy, error_text, listed, translate

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_CHECK = Qt.ItemDataRole.CheckStateRole
_PLAIN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_EDITABLE = _PLAIN | Qt.ItemFlag.ItemIsEditable
_CHECKABLE = _EDITABLE | Qt.ItemFlag.ItemIsUserCheckable


class SheetModel(QAbstractTableModel):
    """Shows some rows of a sheet; `edited` tells that someone changed one of them."""

    edited = Signal()
    refused = Signal(str)  # why what was typed cannot be used

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._places: list[int] = []

    def show(self, sheet: Sheet | None, places: list[int]) -> None:
        """Show these rows of a sheet, by their places in it."""
        if sheet is self._sheet and places == self._places:
            self.tell_changed()
            return
        self.beginResetModel()
        self._sheet, self._places = sheet, places
        self.endResetModel()

    def tell_changed(self) -> None:
        """Every row may say something else now."""
        if self._places:
            last = self.index(len(self._places) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [])

    def places(self, rows: Sequence[int]) -> list[int]:
        """Where shown rows stand in the sheet; all of them, if none is named."""
        return list(map(self._places.__getitem__, rows)) if rows else self._places

    def row(self, shown: int) -> SheetRow:
        assert self._sheet is not None, "no row without a sheet"
        return self._sheet.rows[self._places[shown]]

    # --- what Qt asks ----------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return translate("SheetColumn", COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return COLUMNS[section].alignment
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or self._sheet is None:
            return None
        row, column = self.row(index.row()), COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return column.text(self._sheet, row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case Qt.ItemDataRole.CheckStateRole if column.key == "name" and row.entry is not None:
                return Qt.CheckState.Checked if row.checked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ForegroundRole:
                return _foreground(row, column.key)
            case Qt.ItemDataRole.ToolTipRole:
                return _tooltip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                text = column.text(self._sheet, row)
                return _spoken(self._sheet, row) if index.column() == 0 else text
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.row(index.row()).entry is None:
            return _PLAIN
        column = COLUMNS[index.column()]
        if column.key == "name":
            return _CHECKABLE
        return _EDITABLE if column.editable else _PLAIN

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or self._sheet is None:
            return False
        place = self._places[index.row()]
        if role == _CHECK:
            self._sheet.check([place], on=Qt.CheckState(value) is Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole:
            if str(value) == self.data(index):
                return False
            try:
                self._edit(self._sheet, place, COLUMNS[index.column()].key, str(value))
            except InputError as error:
                self.refused.emit(error_text(error))
                return False
        else:
            return False
        self.dataChanged.emit(self.index(index.row(), 0), index)
        self.edited.emit()
        return True

    def _edit(self, sheet: Sheet, place: int, key: str, text: str) -> None:
        match key:
            case "name":
                sheet.rename(place, text)
            case "folder":
                sheet.set_folder([place], expand(text.strip()) if text.strip() else None)
            case "checksum":
                sheet.set_checksum(place, parse_checksum(text) if text.strip() else None)
            case _:
                return

    # The stock drop code unpickles what any program offers in a drag: never call it.

    def mimeTypes(self) -> list[str]:
        return []

    def mimeData(self, _indexes: Sequence[QModelIndex]) -> QMimeData:
        return QMimeData()

    def canDropMimeData(
        self, _data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index
    ) -> bool:
        return False

    def dropMimeData(
        self, _data: QMimeData, _action: Qt.DropAction, _row: int, _column: int, _parent: Index
    ) -> bool:
        return False


def _foreground(row: SheetRow, key: str) -> QBrush | None:
    colours = theme.current()
    if key == "kind" and row.error is not None:
        return QBrush(QColor(colours.bad))
    if not row.checked or key not in ("name", "size"):
        return QBrush(QColor(colours.muted))
    return None


def _spoken(sheet: Sheet, row: SheetRow) -> str:
    """A row as a screen reader says it."""
    checked = translate("Sheet", "checked") if row.checked else translate("Sheet", "not checked")
    said = [column.text(sheet, row) for column in COLUMNS[:3]]
    return listed(filter(None, [*said, checked if row.entry is not None else ""]))


def _tooltip(row: SheetRow) -> str:
    """What hovering tells: the link, why it has its name, what its pattern grows into."""
    lines = [row.text]
    if row.error is not None:
        lines += [error_text(row.error), error_remedy(row.error)]
    if row.entry is not None and row.entry.pattern is not None:
        lines += [*row.entry.pattern.preview()]
    elif row.entry is not None and row.name:
        lines.append(why_name(row.source))
    if row.standing is Standing.DUPLICATE:
        lines.append(translate("Sheet", "The same link stands further up."))
    return "\n".join(lines)

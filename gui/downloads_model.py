"""The list as Qt sees it: rows from snapshots, told about in as few signals as possible."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QBrush, QColor

from core.model.snapshot import Changes, Row
from core.model.states import State
from core.policy.meter import Meter
from gui import texts, theme
from gui.columns import COLUMNS

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
METER_ROLE = ROW_ROLE + 1
_NOWHERE = QModelIndex()


class DownloadsModel(QAbstractTableModel):
    """Rows in queue order. `ROW_ROLE` gives the whole `Row` of any cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._place: dict[int, int] = {}
        self._meters: dict[int, Meter] = {}

    # --- what Qt asks ----------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return texts.translate("Column", COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return COLUMNS[section].alignment
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row, self._meters.get(row.id))
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case Qt.ItemDataRole.ForegroundRole:
                return foreground(row, column.key)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return (
                    self._spoken(row)
                    if index.column() == 0
                    else column.text(row, self._meters.get(row.id))
                )
            case _ if role == ROW_ROLE:
                return row
            case _ if role == METER_ROLE:
                return self._meters.get(row.id)
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled

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

    # --- what the window asks --------------------------------------------------------------

    def rows(self) -> list[Row]:
        return self._rows

    def row_of(self, download_id: int) -> Row | None:
        place = self._place.get(download_id)
        return None if place is None else self._rows[place]

    def rates(self) -> list[tuple[int, float]]:
        """What runs and is measured: ids with bytes per second."""
        return [(number, one.rate) for number, one in self._meters.items() if one.rate is not None]

    def rate(self) -> float:
        """Bytes per second of all downloads together."""
        return sum(meter.rate or 0.0 for meter in self._meters.values())

    def apply(self, changes: Changes, now: float) -> None:
        """Take a snapshot in; `now` in monotonic seconds."""
        if changes.removed:
            self._remove(changes.removed)
        fresh: list[Row] = []
        changed: list[int] = []
        for row in changes.rows:
            self._measure(row, now)
            place = self._place.get(row.id)
            if place is None:
                fresh.append(row)
            elif self._rows[place] != row or row.state is State.DOWNLOADING:
                self._rows[place] = row
                changed.append(place)
        self._tell_changed(changed)
        self._append(fresh)

    def _measure(self, row: Row, now: float) -> None:
        if row.state is not State.DOWNLOADING:
            self._meters.pop(row.id, None)
            return
        meter = self._meters.get(row.id)
        self._meters[row.id] = (
            Meter(now, row.received) if meter is None else meter.add(now, row.received)
        )

    def _append(self, fresh: list[Row]) -> None:
        if not fresh:
            return
        fresh.sort(key=lambda row: (row.rank, row.id))
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        for place, row in enumerate(fresh, first):
            self._place[row.id] = place
        self._rows += fresh
        self.endInsertRows()

    def _remove(self, removed: Iterable[int]) -> None:
        places = sorted(
            (self._place[number] for number in removed if number in self._place), reverse=True
        )
        for last, first in _runs(places):
            self.beginRemoveRows(QModelIndex(), first, last)
            for row in self._rows[first : last + 1]:
                del self._place[row.id]
                self._meters.pop(row.id, None)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        if places:
            for place in range(places[-1], len(self._rows)):
                self._place[self._rows[place].id] = place

    def _tell_changed(self, places: list[int]) -> None:
        for last, first in _runs(sorted(places, reverse=True)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1), [])

    def _spoken(self, row: Row) -> str:
        meter = self._meters.get(row.id)
        parts = [row.name]
        parts += [
            text
            for column in COLUMNS
            if column.key in ("progress", "left") and (text := column.text(row, meter))
        ]
        return ", ".join([*parts, texts.state_word(row)])


def foreground(row: Row, column: str) -> QBrush | None:
    """Status words that want attention stand out, the rest keeps quiet."""
    colours = theme.current()
    if column == "status" and row.state is State.FAILED:
        return QBrush(QColor(colours.bad))
    if column != "name" and not row.state.running:
        return QBrush(QColor(colours.muted))
    return None


def tooltip(row: Row) -> str:
    """What hovering tells: the link, and for an error what to do."""
    if row.error is not None:
        return f"{texts.error_text(row.error)}\n{texts.error_remedy(row.error)}\n{row.url}"
    return row.url


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Descending places as (last, first) of unbroken runs."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs

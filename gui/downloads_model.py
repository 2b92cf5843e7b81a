"""The list as Qt sees it: rows from snapshots, told about in as few signals as possible."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from core.model.snapshot import Changes, Row
from core.model.states import State
from core.policy.meter import Meter
from gui import cells, texts
from gui.arrangement import Order, Wish
from gui.columns import COLUMNS, SPOKEN, Column
from gui.texts import listed

Index = QModelIndex | QPersistentModelIndex
# Beyond these a view is better told to look at all again than what has moved and gone where.
MANY_RUNS = 200
MANY_ROWS = 2000
_NOWHERE = QModelIndex()
_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled


class DownloadsModel(QAbstractTableModel):
    """All rows, and those that are shown."""

    stale = Signal()  # what is shown is no longer what the user wants to see
    sort_wanted = Signal(int, bool)  # by this column (-1: the queue's order), descending

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[int, Row] = {}
        self._shown: list[int] = []
        self._place: dict[int, int] = {}
        self._meters: dict[int, Meter] = {}
        self._missing: set[int] = set()
        self.wish = Wish()

    # --- what Qt asks ----------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

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
        row, column = self._rows[self._shown[index.row()]], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row, column)
            case Qt.ItemDataRole.DecorationRole:
                return cells.picture(row) if column.key == "name" else None
            case Qt.ItemDataRole.ToolTipRole:
                return cells.tooltip(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row) if index.column() == 0 else self.text(row, column)
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS

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
        """All rows, shown or not, in the order they came."""
        return list(self._rows.values())

    def meters(self) -> dict[int, Meter]:
        return dict(self._meters)

    def row_of(self, download_id: int) -> Row | None:
        return self._rows.get(download_id)

    def rows_of(self, ids: Iterable[int]) -> list[Row]:
        """The rows with these ids."""
        return list(map(self._rows.__getitem__, ids))

    def at(self, place: int) -> Row:
        """The row that is shown there."""
        return self._rows[self._shown[place]]

    def is_missing(self, row: Row) -> bool:
        """Whether the file of a finished download is gone."""
        return row.id in self._missing

    def text(self, row: Row, column: Column) -> str:
        """What a cell says."""
        if row.id in self._missing and column.key == "status":
            return cells.missing_word()
        return column.text(row, self._meters.get(row.id))

    def place_of(self, download_id: int) -> int | None:
        """Where a row is shown, or None."""
        return self._place.get(download_id)

    def shown(self) -> list[int]:
        """The ids that are shown, in order."""
        return self._shown

    def rates(self) -> list[tuple[int, float]]:
        """What runs and is measured: ids with bytes per second."""
        return [(number, one.rate) for number, one in self._meters.items() if one.rate is not None]

    def rate(self) -> float:
        """Bytes per second of all downloads together."""
        return sum(meter.rate or 0.0 for meter in self._meters.values())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """What a click on a header calls."""
        self.sort_wanted.emit(column, order is Qt.SortOrder.DescendingOrder)

    def apply(self, changes: Changes, now: float) -> None:
        """Take a snapshot in; `now` in monotonic seconds."""
        gone = [number for number in changes.removed if self._rows.pop(number, None) is not None]
        for number in gone:
            self._meters.pop(number, None)
            self._missing.discard(number)
        self._hide(gone)
        fresh: list[Row] = []
        changed: list[int] = []
        stale = False
        for row in changes.rows:
            self._measure(row, now)
            old = self._rows.get(row.id)
            self._rows[row.id] = row
            if old is None:
                fresh.append(row)
                continue
            stale = stale or (old is not row and self.wish.moved(old, row))
            place = self._place.get(row.id)
            if place is not None and (old != row or row.state is State.DOWNLOADING):
                changed.append(place)
        self._tell_changed(changed)
        if not self._append(fresh) or stale:
            self.stale.emit()

    def mark_missing(self, gone: frozenset[int], there: frozenset[int]) -> None:
        """These finished files are gone from the disk, those are there."""
        changed = (gone - self._missing) | (there & self._missing)
        self._missing = (self._missing | gone) - there
        self._tell_changed([self._place[one] for one in changed if one in self._place])

    def rearrange(self, order: Order) -> None:
        """Show these, in this order; ids that are gone by now are passed over."""
        if not order.places.keys() <= self._rows.keys():
            order = Order.of([number for number in order.ids if number in self._rows])
        if order.ids == self._shown:
            return
        if max(len(order.ids), len(self._shown)) > MANY_ROWS:
            self._reset(order)
            return
        self._hide([number for number in self._shown if number not in order.places])
        self._permute([number for number in order.ids if number in self._place])
        self._show(order.ids)

    def _spoken(self, row: Row) -> str:
        """A row as a screen reader says it: name, progress, time left, state."""
        return listed(word for column in SPOKEN if (word := self.text(row, column)))

    def _measure(self, row: Row, now: float) -> None:
        if row.state is not State.DOWNLOADING:
            self._meters.pop(row.id, None)
            return
        meter = self._meters.get(row.id)
        self._meters[row.id] = (
            Meter(now, row.received) if meter is None else meter.add(now, row.received)
        )

    def _append(self, fresh: list[Row]) -> bool:
        """Show new rows at the end; False if some of them belong elsewhere."""
        if not fresh:
            return True
        if not self.wish.plain:
            return not any(map(self.wish.fits, fresh))
        fresh.sort(key=lambda row: (row.rank, row.id))
        if self._shown and self._rows[self._shown[-1]].rank > fresh[0].rank:
            return False
        first = len(self._shown)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        for place, row in enumerate(fresh, first):
            self._place[row.id] = place
            self._shown.append(row.id)
        self.endInsertRows()
        return True

    def _hide(self, ids: Iterable[int]) -> None:
        places = sorted((self._place[one] for one in ids if one in self._place), reverse=True)
        runs = runs_of(places)
        if len(runs) > MANY_RUNS:
            gone = set(places)
            staying = [number for place, number in enumerate(self._shown) if place not in gone]
            self._reset(Order.of(staying))
            return
        for last, first in runs:
            self.beginRemoveRows(QModelIndex(), first, last)
            for number in self._shown[first : last + 1]:
                del self._place[number]
            del self._shown[first : last + 1]
            self.endRemoveRows()
        if places:
            self._number(places[-1])

    def _permute(self, staying: list[int]) -> None:
        if staying == self._shown:
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        ids = [self._shown[index.row()] for index in old]
        self._shown = staying
        self._number(0)
        new = [
            self.index(self._place[number], index.column())
            for number, index in zip(ids, old, strict=True)
        ]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _show(self, wanted: list[int]) -> None:
        places = [place for place, number in enumerate(wanted) if number not in self._place]
        for last, first in reversed(runs_of(places[::-1])):
            self.beginInsertRows(QModelIndex(), first, last)
            self._shown[first:first] = wanted[first : last + 1]
            self.endInsertRows()
        if places:
            self._number(places[0])

    def _reset(self, order: Order) -> None:
        """So much is different that telling it in pieces would take longer than starting anew."""
        self.beginResetModel()
        self._shown, self._place = order
        self.endResetModel()

    def _number(self, first: int) -> None:
        for place in range(first, len(self._shown)):
            self._place[self._shown[place]] = place

    def _tell_changed(self, places: list[int]) -> None:
        for last, first in runs_of(sorted(places, reverse=True)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1), [])


def runs_of(places: list[int]) -> list[tuple[int, int]]:
    """Descending places as (last, first) of unbroken runs."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs

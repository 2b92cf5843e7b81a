"""The table of downloads."""

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu

from core.model.snapshot import Row
from gui.column_room import columns_away
from gui.columns import COLUMNS, STATUS
from gui.downloads_model import DownloadsModel
from gui.dragging import DraggableRows
from gui.kept_selection import KeptSelection
from gui.row_painter import Box, RowPainter, Seen
from gui.texts import translate

LEAST_LETTERS = 16  # of a name
SHARE_LETTERS = 24  # of a name, before other columns are hidden
LEAST_STATUS = 12  # letters


class DownloadsView(DraggableRows):
    """Rows, never widgets: as quick with a hundred thousand as with ten.

    It paints them itself, in one go. Qt would ask model and delegates a dozen questions a cell,
    and for each answer wait until the workers leave the interpreter to it.
    """

    def __init__(self, model: DownloadsModel) -> None:
        super().__init__()
        self.setObjectName("downloadsView")
        self.setAccessibleName(translate("DownloadsView", "Downloads"))
        self.setModel(model)
        self.downloads = model
        self._kept = KeptSelection(self, model)
        # Qt would paint the current cell again, and not the whole row's frame.
        self.selectionModel().currentRowChanged.connect(lambda *_: self.viewport().update())
        self._away: dict[int, int] = {}  # columns that gave way to the names, with their widths
        self._asked_for: set[str] = set()  # columns that do not
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        font = self.font()
        font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width: nothing jumps
        self.setFont(font)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._height = self.fontMetrics().height() + 16
        rows.setDefaultSectionSize(self._height)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # To paint its sections Qt asks whether all cells below are selected, one by one.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setStretchLastSection(False)
        header.setSectionsMovable(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_columns_menu)
        self.setSortingEnabled(True)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, self._wanted_width(number))
            self.setColumnHidden(number, column.hidden)

    def paint_rows(self, painter: QPainter, area: QRect) -> None:
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        last = last if last >= 0 else self.downloads.rowCount() - 1
        left, right = area.left(), area.right()
        spans = [
            (column, x, width)
            for number, column in enumerate(COLUMNS)
            if not self.isColumnHidden(number)
            and (x := self.columnViewportPosition(number)) <= right
            and x + (width := self.columnWidth(number)) > left
        ]
        backwards, length = self.isRightToLeft(), self.horizontalHeader().length()
        begins = max(0, self.viewport().width() - length) if backwards else 0
        current = self.currentIndex().row() if self.hasFocus() else -1
        selected = self._kept.among(first, last)
        painter.setFont(self.font())
        pen = RowPainter(painter, self.devicePixelRatioF(), backwards=backwards)
        for place in range(first, last + 1):
            row = self.downloads.at(place)
            seen = Seen(row, self.downloads.is_missing(row), place in selected)
            line = Box(begins, self.rowViewportPosition(place), length, self._height)
            pen.ground(line, selected=seen.selected)
            for column, x, width in spans:
                cell = Box(x, line.y, width, line.height)
                pen.cell(cell, column, self.downloads.text(row, column), seen)
            if place == current:
                pen.frame(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The name takes the room the others leave.

        If that is too little, the status gives way, and then whole columns.
        """
        letter = self.fontMetrics().horizontalAdvance("0")
        self._make_room(letter)
        room = self.viewport().width() - self.horizontalHeader().length() + self.columnWidth(0)
        if not self.isColumnHidden(STATUS):
            room += self.columnWidth(STATUS)
            wanted = max(self._wanted_width(STATUS), self.columnWidth(STATUS))
            least = letter * LEAST_STATUS
            self.setColumnWidth(STATUS, max(least, min(wanted, room - self._wanted_width(0))))
            room -= self.columnWidth(STATUS)
        self.setColumnWidth(0, max(letter * LEAST_LETTERS, room))

    def _make_room(self, letter: int) -> None:
        wanted = {
            number: self._away.get(number, self.columnWidth(number))
            for number in range(len(COLUMNS))
            if number in self._away or not self.isColumnHidden(number)
        }
        least = {0: letter * SHARE_LETTERS, STATUS: letter * LEAST_STATUS}
        widths = {COLUMNS[n].key: least.get(n, width) for n, width in wanted.items()}
        away = columns_away(widths, self.viewport().width(), self._asked_for)
        for number in wanted:
            self.setColumnHidden(number, COLUMNS[number].key in away)
        self._away = {n: width for n, width in wanted.items() if COLUMNS[n].key in away}

    def whole_header(self) -> QHeaderView:
        """The header with all columns that the user wants to see, to be remembered."""
        for number in self._away:
            self.setColumnHidden(number, False)
        self._away.clear()
        return self.horizontalHeader()

    def _want(self, number: int, *, shown: bool) -> None:
        """Show or hide a column because the user says so."""
        self._away.pop(number, None)
        (self._asked_for.add if shown else self._asked_for.discard)(COLUMNS[number].key)
        self.setColumnHidden(number, not shown)
        self._fit()

    def _wanted_width(self, number: int) -> int:
        column, metrics = COLUMNS[number], self.fontMetrics()
        title = metrics.horizontalAdvance(translate("Column", column.title))
        return max(metrics.horizontalAdvance("0") * column.letters, title) + 16

    def columns_menu(self) -> QMenu:
        """A menu that shows and hides columns; the first stays."""
        menu = QMenu(translate("DownloadsView", "Columns"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(COLUMNS[1:], 1):
            action = menu.addAction(translate("Column", column.title))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.toggled.connect(lambda shown, number=number: self._want(number, shown=shown))
        return menu

    def _show_columns_menu(self, place: QPoint) -> None:
        self.columns_menu().popup(self.horizontalHeader().mapToGlobal(place))

    def in_order(self) -> bool:
        return self.downloads.wish.column < 0

    def seen_rows(self) -> list[Row]:
        """The rows that can be seen without scrolling."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height())
        shown = self.downloads.shown()
        return self.downloads.rows_of(shown[max(0, first) : last + 1 if last >= 0 else None])

    def selected_rows(self) -> list[Row]:
        """The rows that are selected, top to bottom."""
        return self.downloads.rows_of(self._kept.ids())

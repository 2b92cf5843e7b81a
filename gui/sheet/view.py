"""The table of the sheet."""

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from gui.isolating import IsolatingDelegate
from gui.sheet.check_delegate import CheckDelegate
from gui.sheet.columns import COLUMNS, NAME
from gui.sheet.model import SheetModel
from gui.texts import translate

LEAST_LETTERS = 24  # of a name


class SheetView(QTableView):
    """Rows, never widgets. Space checks and unchecks what is selected."""

    toggled = Signal()

    def __init__(self, model: SheetModel) -> None:
        super().__init__()
        self.setObjectName("linksPreview")
        self.setAccessibleName(translate("Sheet", "Links that were found"))
        self.setModel(model)
        self.setAcceptDrops(False)  # drops belong to the window
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(IsolatingDelegate(self))
        self.setItemDelegateForColumn(NAME, CheckDelegate(self))
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        # To paint its sections Qt asks whether all cells below are selected, one by one.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setStretchLastSection(False)
        header.setSectionsMovable(True)
        for number, column in enumerate(COLUMNS):
            width = self.fontMetrics().horizontalAdvance("0") * column.letters + 16
            self.setColumnWidth(number, max(width, header.sectionSizeHint(number)))

    def selected(self) -> list[int]:
        """The shown rows that are selected; without one index object for each."""
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        rows, after = list[int](), 0
        for top, bottom in sorted((one.top(), one.bottom()) for one in ranges):
            rows += range(max(top, after), bottom + 1)
            after = max(after, bottom + 1)
        return rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.selected():
            self.toggled.emit()  # Qt's own would change the current row alone
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first column takes the room the others leave, down to what a name needs."""
        super().resizeEvent(event)
        others = self.horizontalHeader().length() - self.columnWidth(NAME)
        least = self.fontMetrics().horizontalAdvance("0") * LEAST_LETTERS
        self.setColumnWidth(NAME, max(least, self.viewport().width() - others))

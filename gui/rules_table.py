"""The rules for folders as a table: site, type, folder; the first that fits decides."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.model.folder_rules import FolderRule, read_rules, write_rules
from gui import theme
from gui.texts import translate

_ROWS = 5  # that are seen at once


class RulesTable(QWidget):
    """`changed` brings the setting's text, which may be one that cannot be used yet.

    A row that is not filled in yet is no rule and is left out.
    """

    changed = Signal(str)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.table = QTableWidget(0, 3)
        self.table.setObjectName("rulesList")
        self.table.setHorizontalHeaderLabels(
            [
                translate("Rules", "Site"),
                translate("Rules", "Type"),
                translate("Rules", "Folder"),
            ]
        )
        self.table.setAccessibleName(translate("Rules", "Folders for sites and types"))
        self.table.setToolTip(
            translate(
                "Rules",
                "Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos",
            )
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(self.fontMetrics().height() * 2 * _ROWS)
        for rule in read_rules(text):
            self._append(rule)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACING)
        for name, title, do in (
            ("addRuleButton", translate("Rules", "Add"), self.add),
            ("removeRuleButton", translate("Rules", "Remove"), self.remove),
            ("ruleUpButton", translate("Rules", "Up"), self.move_up),
        ):
            button = QPushButton(title)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(do)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        self.setFocusProxy(self.table)
        self.table.cellChanged.connect(self._tell)

    def text(self) -> str:
        """The rules as `read_rules` reads them."""
        rows = (self._cells(row) for row in range(self.table.rowCount()))
        return write_rules(
            tuple(
                FolderRule(host, tuple(types.split(",")), folder)
                for host, types, folder in rows
                if host and types and folder
            )
        )

    @Slot()
    def add(self) -> None:
        """A row for another rule, with its first cell ready to be typed in."""
        self._append(FolderRule("*", ("*",), ""))
        last = self.table.rowCount() - 1
        self.table.setCurrentCell(last, 0)
        self.table.edit(self.table.model().index(last, 0))

    @Slot()
    def remove(self) -> None:
        """Take the current rule away."""
        self.table.removeRow(self.table.currentRow())
        self._tell()

    @Slot()
    def move_up(self) -> None:
        """Let the current rule be asked before the one above it."""
        row = self.table.currentRow()
        if row > 0:
            for column in range(3):
                above, here = self.table.takeItem(row - 1, column), self.table.takeItem(row, column)
                self.table.setItem(row - 1, column, here)
                self.table.setItem(row, column, above)
            self.table.setCurrentCell(row - 1, self.table.currentColumn())
            self._tell()

    def _append(self, rule: FolderRule) -> None:
        self.table.blockSignals(True)  # nobody has typed anything
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate((rule.host, ",".join(rule.types), rule.folder)):
            self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.blockSignals(False)

    def _cells(self, row: int) -> tuple[str, str, str]:
        host, types, folder = (self.table.item(row, column) for column in range(3))
        words = (one.text() if one is not None else "" for one in (host, types, folder))
        site, kinds, place = words
        return site.strip(), "".join(kinds.split()), place.strip()

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.text())

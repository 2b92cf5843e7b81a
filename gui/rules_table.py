"""A setting that is a list of rules, as a table; the first that fits decides."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.isolating import IsolatingDelegate
from gui.rule_kinds import RuleKind
from gui.texts import translate

_ROWS = 5  # that are seen at once
_FEW = 4  # columns that have room beside each other, whatever is in them


class RulesTable(QWidget):
    """`changed` brings the setting's text, which may be one that cannot be used yet.

    A row that is not filled in yet is no rule and is left out.
    """

    changed = Signal(str)

    def __init__(self, kind: RuleKind, text: str) -> None:
        super().__init__()
        self._kind = kind
        self.table = QTableWidget(0, len(kind.columns))
        self.table.setObjectName("rulesList")
        titles = [translate("Rules", title) for title in kind.columns]
        self.table.setHorizontalHeaderLabels(titles)
        self.table.setAccessibleName(translate("Rules", kind.name))
        self.table.setToolTip(translate("Rules", kind.tip))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setItemDelegate(IsolatingDelegate(self.table))
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        many = len(kind.columns) > _FEW
        fit = QHeaderView.ResizeMode
        header.setSectionResizeMode(fit.ResizeToContents if many else fit.Stretch)
        header.setStretchLastSection(True)
        self.table.setMinimumHeight(self.fontMetrics().height() * 2 * _ROWS)
        self._hint = self._make_hint()
        for cells in kind.read(text):
            self._append(cells)
        self._buttons: dict[str, QPushButton] = {}
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACING)
        for name, title, do in (
            ("addRuleButton", translate("Rules", "Add"), self.add),
            ("removeRuleButton", translate("Rules", "Remove"), self.remove),
            ("ruleUpButton", translate("Rules", "Up"), self.move_up),
        ):
            button = QPushButton(title)
            button.setObjectName(name)
            button.setAccessibleDescription(self.table.accessibleName())
            button.setAutoDefault(False)
            button.clicked.connect(do)
            buttons.addWidget(button)
            self._buttons[name] = button
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        layout.addLayout(buttons)
        self.setFocusProxy(self.table)
        self.table.cellChanged.connect(self._tell)
        self.table.currentCellChanged.connect(self._offer)
        self._offer()

    def text(self) -> str:
        """The setting's text."""
        return self._kind.write([self._cells(row) for row in range(self.table.rowCount())])

    @Slot()
    def add(self) -> None:
        """A row for another rule, with its first cell ready to be typed in."""
        self._append(self._kind.blank)
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
            for column in range(self.table.columnCount()):
                above, here = self.table.takeItem(row - 1, column), self.table.takeItem(row, column)
                self.table.setItem(row - 1, column, here)
                self.table.setItem(row, column, above)
            self.table.setCurrentCell(row - 1, self.table.currentColumn())
            self._tell()

    def _make_hint(self) -> QLabel:
        """What is read in the table while it has no rule."""
        words = (translate("Rules", text) for text in (self._kind.hint, self._kind.tip))
        hint = QLabel("\n\n".join(words))
        hint.setObjectName("rulesHint")
        hint.setTextFormat(Qt.TextFormat.PlainText)
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self.table.viewport()).addWidget(hint)
        self.table.setAccessibleDescription(hint.text())
        model = self.table.model()
        for signal in (model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_hint)
        return hint

    @Slot()
    def _show_hint(self) -> None:
        self._hint.setVisible(not self.table.rowCount())

    @Slot()
    def _offer(self) -> None:
        """Only what can be done with the current rule."""
        row = self.table.currentRow()
        self._buttons["removeRuleButton"].setEnabled(row >= 0)
        self._buttons["ruleUpButton"].setEnabled(row > 0)

    def _append(self, cells: Sequence[str]) -> None:
        self.table.blockSignals(True)  # nobody has typed anything
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate(cells):
            self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.blockSignals(False)

    def _cells(self, row: int) -> list[str]:
        items = [self.table.item(row, column) for column in range(self.table.columnCount())]
        return [item.text().strip() if item is not None else "" for item in items]

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self.text())

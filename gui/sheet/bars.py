"""The lines above and below the table: what is shown, what is checked, how files are named."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from core.policy.masks import WORDS
from core.policy.sheet_row import Standing
from gui import theme
from gui.figures import number
from gui.search_edit import add_cross
from gui.sheet.columns import standing_word
from gui.sheet.survey import Wish
from gui.texts import translate


class FilterBar(QWidget):
    """What to search for, which kind of rows to show, and what to check."""

    changed = Signal()
    check = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.words = QLineEdit()
        self.words.setObjectName("sheetFilter")
        self.words.setPlaceholderText(translate("Sheet", "Filter by name or link"))
        self.words.setAccessibleName(translate("Sheet", "Filter by name or link"))
        add_cross(self.words)
        self.words.textChanged.connect(self.changed)
        self.kinds = QComboBox()
        self.kinds.setObjectName("sheetKinds")
        self.kinds.setAccessibleName(translate("Sheet", "Which rows to show"))
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for standing in (None, *Standing):
            self.kinds.addItem("", standing)
        self.show_counts({})
        self.kinds.currentIndexChanged.connect(self.changed)
        on = QPushButton(translate("Sheet", "Check"))
        on.setObjectName("checkButton")
        on.setToolTip(translate("Sheet", "Check what is selected, or all that is shown"))
        off = QPushButton(translate("Sheet", "Uncheck"))
        off.setObjectName("uncheckButton")
        off.setToolTip(translate("Sheet", "Uncheck what is selected, or all that is shown"))
        on.clicked.connect(lambda: self.check.emit(True))
        off.clicked.connect(lambda: self.check.emit(False))
        line = _line(self)
        line.addWidget(self.words, 1)
        line.addWidget(self.kinds)
        for button in (on, off):
            button.setAutoDefault(False)
            button.setAccessibleDescription(button.toolTip())
            line.addWidget(button)

    def wish(self) -> Wish:
        """What is to be shown."""
        return Wish(self.words.text(), self.kinds.currentData())

    def show_counts(self, counts: dict[Standing, int]) -> None:
        """Say how many rows there are of each kind."""
        for place in range(self.kinds.count()):
            standing = self.kinds.itemData(place)
            rows = sum(counts.values()) if standing is None else counts.get(standing, 0)
            words = (
                translate("Sheet", "Everything") if standing is None else standing_word(standing)
            )
            text = translate("Sheet", "{kind} ({count})").format(kind=words, count=number(rows))
            self.kinds.setItemText(place, text)


class _MaskEdit(QLineEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return renames; it must not reach the dialog, where it would add."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class MaskBar(QWidget):
    """Names for all checked files at once, by a mask."""

    applied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.edit = _MaskEdit()
        self.edit.setObjectName("maskEdit")
        self.edit.setPlaceholderText("*num*-*name*")
        words = ", ".join(f"*{word}*" for word in WORDS)
        tip = translate("Sheet", "{words} stand for something, all else is taken as it is.")
        self.edit.setToolTip(tip.format(words=words))
        self.edit.setAccessibleName(translate("Sheet", "Names of all checked files"))
        self.edit.setAccessibleDescription(self.edit.toolTip())
        label = QLabel(translate("Sheet", "Name all"))
        label.setBuddy(self.edit)
        self.example = QLabel()
        self.example.setObjectName("maskExample")
        self.example.setTextFormat(Qt.TextFormat.PlainText)
        self.apply = QPushButton(translate("Sheet", "Rename"))
        self.apply.setObjectName("maskButton")
        self.apply.setAutoDefault(False)
        self.apply.setEnabled(False)
        self.apply.clicked.connect(self._apply)
        self.edit.returnPressed.connect(self._apply)
        line = _line(self)
        line.addWidget(label)
        line.addWidget(self.edit, 1)
        line.addWidget(self.example, 2)
        line.addWidget(self.apply)

    def show_example(self, text: str, *, usable: bool) -> None:
        """What the first file would be called, or why the mask cannot be used."""
        self.example.setText(text)
        self.apply.setEnabled(usable)

    def _apply(self) -> None:
        if self.apply.isEnabled():
            self.applied.emit(self.edit.text())


def _line(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.SPACING)
    return line

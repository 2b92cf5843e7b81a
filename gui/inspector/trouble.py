"""What went wrong with a download, what it means, and the button that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from core.model.snapshot import Row
from gui.remedies import REMEDIES, label_of, title_of
from gui.texts import error_remedy, error_text


class Trouble(QFrame):
    """There only while something is wrong; `mend` asks for all rows that are shown."""

    mend = Signal(object)  # list[Row]

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trouble")
        self._rows: Sequence[Row] = ()
        self._title, self._text = _label("troubleTitle"), _label("troubleText")
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._button = QPushButton()
        self._button.setObjectName("troubleButton")
        self._button.clicked.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Tell of the first that has an error."""
        self._rows = [row for row in rows if row.error is not None]
        error = self._rows[0].error if self._rows else None
        self.setVisible(error is not None)
        if error is None:
            return
        self._title.setText(title_of(error))
        self._text.setText(f"{error_text(error)}\n{error_remedy(error)}")
        self._button.setText(label_of(REMEDIES[error.code].mend))
        self._button.setAccessibleDescription(self._text.text())

    @Slot()
    def _ask(self) -> None:
        self.mend.emit(self._rows)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label

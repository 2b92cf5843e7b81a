"""What went wrong with a download, what it means, and the button that mends it."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from core.model.errors import HeadgateError
from core.model.snapshot import Row
from gui.figures import number
from gui.remedies import REMEDIES, label_of, title_of
from gui.texts import error_remedy, error_text, translate


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
        """Tell what is wrong with one, or how many of several failed for which reason."""
        self._rows = [row for row in rows if row.error is not None]
        errors = [row.error for row in self._rows if row.error is not None]
        self.setVisible(bool(errors))
        if not errors:
            return
        first = errors[0]
        if len(errors) == 1:
            self._title.setText(title_of(first))
            self._text.setText(f"{error_text(first)}\n{error_remedy(first)}")
        else:
            self._title.setText(translate("Trouble", "%n download(s) failed", "", len(errors)))
            self._text.setText("\n".join(_reasons(errors)))
        self._button.setVisible(len({error.code for error in errors}) == 1)  # mends no other
        self._button.setText(label_of(REMEDIES[first.code].mend))
        self._button.setAccessibleDescription(self._text.text())

    @Slot()
    def _ask(self) -> None:
        self.mend.emit(self._rows)


def _reasons(errors: Sequence[HeadgateError]) -> list[str]:
    """Each reason with how often it was met, the most frequent first."""
    line = translate("Trouble", "{title}: {count}")
    met = Counter(map(title_of, errors)).most_common()
    return [line.format(title=title, count=number(count)) for title, count in met]


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

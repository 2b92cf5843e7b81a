"""A line about links that stand for many, with what they would grow into."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from core.policy.sheet import Sheet
from gui.sheet.survey import Survey
from gui.texts import translate


class GrowBar(QFrame):
    """Shown while there is a pattern; nothing grows before the button is pressed."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("growBar")
        self.text = QLabel()
        self.text.setObjectName("growText")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        # Long links must not widen the window.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(translate("Sheet", "Write them out"))
        self.button.setObjectName("growButton")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 8, 6)
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        self.hide()

    def show_for(self, sheet: Sheet, seen: Survey) -> None:
        """Say what the patterns of a sheet would grow into."""
        first = sheet.rows[seen.growing[0]].entry if seen.growing else None
        if first is not None and first.pattern is not None:
            count = translate("Sheet", "%n link(s)", "", seen.grown)
            text = translate("Sheet", "There are patterns that stand for {links}: {preview}")
            preview = "  ".join(_shortened(first.pattern.preview()))
            self.text.setText(text.format(links=count, preview=preview))
            self.button.setAccessibleDescription(self.text.text())
        self.setVisible(first is not None)


def _shortened(links: list[str]) -> list[str]:
    """The first few, a gap, and the last."""
    return links if len(links) < 4 else [*links[:-1], "…", links[-1]]

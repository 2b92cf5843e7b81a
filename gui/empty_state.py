"""What the window shows while there is nothing to show."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui import icons, theme
from gui.isolating import isolated
from gui.texts import translate

ICON_SIZE = 64


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(ICON_SIZE, ICON_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.render("drop", painter, QRectF(self.rect()), theme.current().muted)
        painter.end()


class EmptyState(QWidget):
    """Says what to do, and offers the one button that does it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("emptyState")
        title = QLabel(translate("Empty", "Drop links here"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        self._hint = QLabel()
        self._hint.setObjectName("emptyHint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self.button = QPushButton(translate("Empty", "Add links"))
        self.button.setAccessibleDescription(translate("Empty", "Opens a field to type links in"))
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * theme.SPACING)
        layout.addStretch(2)
        for widget in (_Picture(), title):
            layout.addWidget(widget, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._hint)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def follow(self, paste: QAction) -> None:
        """Name the keys that paste, whatever the user makes of them."""
        self._paste = paste
        paste.changed.connect(self._tell)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        text = translate(
            "Empty",
            "Drag them from your browser or a text file, paste them with {keys}, "
            "or type them in.\nThen press Start.",
        )
        keys = self._paste.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._hint.setText(text.format(keys=isolated(keys or self._paste.iconText())))

"""A question that answers itself after a while."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from gui.texts import translate

SECONDS = 60


class Countdown(QMessageBox):
    """Accepted when the time is over or the user is in a hurry; rejected by Cancel and Escape."""

    def __init__(self, title: str, now: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("countdown")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Information)
        self.setWindowTitle(title)
        self.setText(title)
        self.hurry = self.addButton(now, QMessageBox.ButtonRole.AcceptRole)
        self.hurry.setAutoDefault(False)  # else a new theme makes Qt take it for the default
        self.hurry.setObjectName("countdownNow")
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Cancel))
        self._left = SECONDS
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count)
        self._tick.start()
        self._show()

    @property
    def agreed(self) -> bool:
        """Whether it may be done."""
        return self._left <= 0 or self.clickedButton() is self.hurry

    @Slot()
    def _count(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._tick.stop()
            self.accept()
        else:
            self._show()

    def _show(self) -> None:
        text = translate("Countdown", "In %n second(s), unless you cancel.", "", self._left)
        self.setInformativeText(text)

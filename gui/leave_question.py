"""The question before downloads are stopped because the window is closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton, QWidget

from gui.texts import translate


class LeaveQuestion(QMessageBox):
    """Opened without blocking; its answer is known when it has finished."""

    def __init__(self, running: int, parent: QWidget, *, tray: bool = False) -> None:
        """With `tray` the window can hide there instead."""
        super().__init__(parent)
        self.setObjectName("leaveQuestion")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle(translate("LeaveQuestion", "Quit Headgate"))
        if running:
            text = translate("LeaveQuestion", "Stop %n download(s) and quit?", "", running)
        else:
            text = translate("LeaveQuestion", "Stop waiting and quit?")
        self.setText(text)
        self.setInformativeText(
            translate(
                "LeaveQuestion",
                "Everything received is kept. Next time they go on where they are now.",
            )
        )
        leave = translate("LeaveQuestion", "Stop and quit")
        self._leave = self.addButton(leave, QMessageBox.ButtonRole.AcceptRole)
        self._leave.setObjectName("leaveButton")
        self._hide: QPushButton | None = None
        if tray:
            hide = translate("LeaveQuestion", "Keep running in the tray")
            self._hide = self.addButton(hide, QMessageBox.ButtonRole.ActionRole)
            self._hide.setObjectName("hideButton")
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(self._leave)
        self._no_more = QCheckBox(translate("LeaveQuestion", "Do not ask again"))
        self._no_more.setObjectName("askNoMore")
        self.setCheckBox(self._no_more)

    @property
    def leaves(self) -> bool:
        """Whether the answer was to go."""
        return self.clickedButton() is self._leave

    @property
    def hides(self) -> bool:
        """Whether the answer was to go on unseen."""
        return self._hide is not None and self.clickedButton() is self._hide

    @property
    def asks_no_more(self) -> bool:
        return self._no_more.isChecked()

"""A field for a folder, with a button that lets one choose it."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QToolButton

from core.disk.paths import expand
from gui.icons import icon
from gui.texts import translate


class FolderEdit(QLineEdit):
    """A folder that is chosen counts as one that was typed."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._title = translate("FolderEdit", "Choose a folder")
        place = QLineEdit.ActionPosition.TrailingPosition
        self.browse = self.addAction(icon("folder"), place)
        self.browse.setText(self._title)
        self.browse.setToolTip(self._title)
        self.browse.triggered.connect(self._browse)
        self.button = self.findChildren(QToolButton)[-1]
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt's own is for the mouse alone
        self.button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.button and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Around the button that has the focus there is a frame, for Qt paints none."""
        super().paintEvent(event)
        if self.button.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(self.palette().accent().color())
                painter.drawRect(self.button.geometry().adjusted(0, 0, -1, -1))

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self.window(), self._title, str(expand(self.text() or "~")))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def take(self, folder: str) -> None:
        """Have this one in the field."""
        self.setText(folder)
        self.setModified(True)
        self.editingFinished.emit()

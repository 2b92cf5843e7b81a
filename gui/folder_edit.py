"""A field for a folder, with a button that lets one choose it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit

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

"""The dialog to type or paste links into."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.policy.intake import Entry, take_in
from gui import theme
from gui.texts import translate

SETTLE_MS = 150  # after the last key, before the links are counted again


class AddLinksDialog(QDialog):
    """Any text with links in it, and the folder to save to."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("AddLinks", "Add links"))
        self.resize(620, 360)
        self.edit = QPlainTextEdit()
        self.edit.setObjectName("linksEdit")
        self.edit.setPlaceholderText(
            translate("AddLinks", "https://…\nOne link a line, or any text with links in it")
        )
        self.edit.setAccessibleName(translate("AddLinks", "Links"))
        self.edit.setTabChangesFocus(True)
        self.count = QLabel()
        self._folder = QLineEdit(str(folder))
        self._folder.setObjectName("folderEdit")
        self._folder.setAccessibleName(translate("AddLinks", "Save in"))
        label = QLabel(translate("AddLinks", "Save in"))
        label.setBuddy(self._folder)
        browse = QPushButton(translate("AddLinks", "Choose…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = self._buttons.addButton(
            translate("AddLinks", "Add"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.add.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.count)
        layout.addLayout(row)
        layout.addWidget(self._buttons)
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._count)
        self.edit.textChanged.connect(self._settle.start)
        self._count()

    def links(self) -> list[Entry]:
        return take_in(self.edit.toPlainText()).entries

    def folder(self) -> str:
        """The folder as typed."""
        return self._folder.text()

    def _count(self) -> None:
        number = len(self.links())
        self.count.setText(
            translate("AddLinks", "%n link(s) found", "", number)
            if number
            else translate("AddLinks", "No links yet")
        )
        self.add.setEnabled(number > 0)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, translate("AddLinks", "Save in"), self._folder.text()
        )
        if chosen:
            self._folder.setText(chosen)

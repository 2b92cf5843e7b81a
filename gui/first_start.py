"""The first start: where files go and how it looks, and nothing else."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.model.errors import BadOptionError
from core.model.settings import THEMES
from gui import theme
from gui.preferences import Preferences
from gui.texts import error_text, translate


class FirstStart(QDialog):
    """The theme is seen at once; the folder counts when the dialog is done."""

    def __init__(self, preferences: Preferences, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("firstStart")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("FirstStart", "Welcome"))
        self._preferences = preferences
        self._first = str(folder)
        self.folder = QLineEdit(self._first)
        self.folder.setObjectName("firstFolder")
        self.folder.setAccessibleName(translate("FirstStart", "Save files in"))
        browse = QPushButton(translate("FirstStart", "Choose…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        line = QHBoxLayout()
        line.addWidget(self.folder, 1)
        line.addWidget(browse)
        self.theme = QComboBox()
        self.theme.setObjectName("firstTheme")
        self.theme.setAccessibleName(translate("FirstStart", "Colours"))
        for choice, title in THEMES.items():
            self.theme.addItem(translate("Setting", title), choice)
        self.theme.setCurrentIndex(self.theme.findData(preferences.settings.theme))
        self.theme.currentIndexChanged.connect(self._show_theme)
        self._problem = QLabel()
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self._finish)
        form = QFormLayout()
        form.setSpacing(theme.SPACING)
        form.addRow(translate("FirstStart", "Save files in"), line)
        form.addRow(translate("FirstStart", "Colours"), self.theme)
        words = QLabel(translate("FirstStart", "Everything else is in the settings (Ctrl+,)."))
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING * 2)
        layout.addLayout(form)
        layout.addWidget(words)
        layout.addWidget(self._problem)
        layout.addWidget(buttons)
        self.resize(520, self.sizeHint().height())

    def reject(self) -> None:
        """Whoever waves it away has seen it: it does not come again."""
        self._preferences.change(self._preferences.settings)
        super().reject()

    @Slot()
    def _show_theme(self) -> None:
        settings = replace(self._preferences.settings, theme=self.theme.currentData())
        self._preferences.change(settings)

    @Slot()
    def _browse(self) -> None:
        title = translate("FirstStart", "Save files in")
        dialog = QFileDialog(self, title, self.folder.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder.setText)
        dialog.open()

    @Slot()
    def _finish(self) -> None:
        typed = self.folder.text().strip()
        folder = "" if typed == self._first else typed  # the system's own may move
        try:
            self._preferences.change(replace(self._preferences.settings, folder=folder))
        except BadOptionError as error:
            self._problem.setText(error_text(error))
            self._problem.show()
        else:
            self.accept()

"""What holds for all links of a sheet: the folder, and what to do when a name is taken."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from core.disk.paths import expand
from core.model.download import Conflict
from core.model.settings import Settings
from gui import theme
from gui.texts import translate


class Choices(QWidget):
    """Asked once for all of them; `changed` tells that files go elsewhere now."""

    changed = Signal()

    def __init__(self, folder: Path, recent: Sequence[str], settings: Settings) -> None:
        super().__init__()
        self.box = QComboBox()
        self.box.setObjectName("folderEdit")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.addItems(list(dict.fromkeys([str(folder), *recent])))
        self.box.setCurrentText(str(folder))
        self.box.setAccessibleName(translate("Sheet", "Save in"))
        self.box.setMinimumContentsLength(20)
        self.box.editTextChanged.connect(self.changed)
        browse = QPushButton(translate("Sheet", "Choose…"))
        browse.setObjectName("browseButton")
        browse.setAccessibleName(translate("Sheet", "Choose the folder to save in"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        self.by_rules = QCheckBox(translate("Sheet", "Rules for sites and types go before"))
        self.by_rules.setObjectName("rulesCheck")
        self.by_rules.setChecked(True)
        self.by_rules.toggled.connect(self.changed)
        self.conflicts = QComboBox()
        self.conflicts.setObjectName("conflictCombo")
        self.conflicts.setAccessibleName(translate("Sheet", "If a file of that name is there"))
        self.conflicts.setToolTip(
            translate("Sheet", "A file with the right checksum is never fetched again.")
        )
        choices = {one.name: one.metadata for one in fields(Settings)}["conflict"]["choices"]
        for key, words in choices.items():
            self.conflicts.addItem(translate("Setting", words), key)
        self.conflicts.setCurrentIndex(self.conflicts.findData(settings.conflict))
        place = QHBoxLayout()
        place.setSpacing(theme.SPACING)
        place.addWidget(self.box, 1)
        place.addWidget(browse)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        label = QLabel(translate("Sheet", "Save &in"))
        label.setBuddy(self.box)
        form.addRow(label, place)
        form.addRow("", self.by_rules)
        form.setRowVisible(self.by_rules, bool(settings.folder_rules.strip()))
        form.addRow(translate("Sheet", "If the name is &taken"), self.conflicts)
        for title in (label, form.labelForField(self.conflicts)):  # or they stood a little higher
            title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def folder(self) -> Path:
        """The folder as typed, `~` and variables filled in."""
        return expand(self.box.currentText())

    def conflict(self) -> Conflict:
        return Conflict(self.conflicts.currentData())

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, translate("Sheet", "Save in"), str(self.folder())
        )
        if chosen:
            self.box.setCurrentText(chosen)

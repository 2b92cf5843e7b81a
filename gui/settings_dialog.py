"""The settings, one line each, made from the fields of `Settings`; every change counts at once."""

from dataclasses import Field, fields, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.disk.paths import default_download_folder
from core.model.errors import BadOptionError
from core.model.settings import Settings
from gui import theme
from gui.check_box import CheckBox
from gui.folder_edit import FolderEdit
from gui.form_area import FormArea, Title
from gui.preferences import Preferences
from gui.rate_edit import RateEdit
from gui.rule_kinds import RULE_KINDS
from gui.rules_table import RulesTable
from gui.search_edit import add_cross
from gui.shortcut_table import ShortcutTable
from gui.texts import QT_TRANSLATE_NOOP, error_text, translate

_WIDE = (RulesTable, ShortcutTable)
_RATES = frozenset({"limit_rate"})
_FOLDERS = frozenset({"folder", "watch_folder"})
# The setting a section begins with, and its heading.
_SECTIONS = {
    "folder": QT_TRANSLATE_NOOP("Settings", "Files"),
    "look_over": QT_TRANSLATE_NOOP("Settings", "Links"),
    "concurrent": QT_TRANSLATE_NOOP("Settings", "Speed and patience"),
    "proxy": QT_TRANSLATE_NOOP("Settings", "Network"),
    "theme": QT_TRANSLATE_NOOP("Settings", "Window and desktop"),
}


class SettingsDialog(QDialog):
    """Nothing to confirm: what is typed is used, and what cannot be used is said so."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(translate("Settings", "Settings"))
        self.resize(780, 600)
        self._preferences = preferences
        self.search = QLineEdit()
        self.search.setObjectName("settingsSearch")
        self.search.setPlaceholderText(translate("Settings", "Find a setting"))
        self.search.setAccessibleName(translate("Settings", "Find a setting"))
        add_cross(self.search)
        self.search.textChanged.connect(self._find)
        self._problem = QLabel()
        self._problem.setObjectName("settingsProblem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._editors: dict[str, QWidget] = {}
        self._titles: dict[QWidget, QLabel] = {}  # those in a row of their own
        self._headings: dict[QLabel, list[QWidget]] = {}  # with what stands below each
        for one in fields(Settings):
            self._add(one)
        area = FormArea(self._form)
        area.setAccessibleName(self.windowTitle())
        area.setFrameShape(FormArea.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        for widget in (self.search, area, self._problem, buttons):
            layout.addWidget(widget)

    def editor(self, name: str) -> QWidget:
        """The field a setting is changed in."""
        return self._editors[name]

    def _add(self, one: Field[Any]) -> None:
        value = getattr(self._preferences.settings, one.name)
        label = translate("Setting", one.metadata["label"])
        editor = self._editor(one, value)
        editor.setObjectName(one.name)
        editor.setAccessibleName(label)
        if isinstance(editor, RateEdit):
            editor.name_it(label)
        self._editors[one.name] = editor
        self._place(one.name, editor)
        if isinstance(editor, QCheckBox):
            editor.setText(label)
            self._form.addRow(editor)
        else:
            title = Title(label)
            title.setBuddy(editor)
            if isinstance(editor, _WIDE):
                self._form.addRow(title)
                self._form.addRow(editor)
                self._titles[editor] = title
            else:
                title.setMinimumHeight(editor.sizeHint().height())  # or it stands too high
                self._form.addRow(title, editor)

    def _place(self, name: str, editor: QWidget) -> None:
        if name in _SECTIONS:
            heading = QLabel(translate("Settings", _SECTIONS[name]))
            heading.setObjectName("settingsHeading")
            heading.setIndent(0)  # a style gives it some, and it would stand out
            self._form.addRow(heading)
            self._headings[heading] = []
        next(reversed(self._headings.values())).append(editor)

    def _editor(self, one: Field[Any], value: Any) -> QWidget:
        name = one.name
        if isinstance(value, bool):
            box = CheckBox()
            box.setChecked(value)
            box.toggled.connect(lambda on: self._change(name, on))
            return box
        if name in _RATES:
            rate = RateEdit(value)
            rate.changed.connect(lambda number: self._change(name, number))
            return rate
        if isinstance(value, int):
            spin = QSpinBox()
            spin.setRange(one.metadata["low"], one.metadata["high"])
            spin.setValue(value)
            spin.setKeyboardTracking(False)
            spin.valueChanged.connect(lambda number: self._change(name, number))
            return spin
        if name == "shortcuts":
            table = ShortcutTable(value)
            table.changed.connect(lambda text: self._change(name, text))
            return table
        if "choices" in one.metadata:
            return self._choices(one, value)
        if name in RULE_KINDS:
            rules = RulesTable(RULE_KINDS[name], value)
            rules.changed.connect(lambda text: self._change(name, text))
            return rules
        line = FolderEdit(value) if name in _FOLDERS else QLineEdit(value)
        if name == "folder":
            line.setPlaceholderText(str(default_download_folder()))
        line.editingFinished.connect(lambda: self._change(name, line.text()))
        return line

    def _choices(self, one: Field[Any], value: str) -> QComboBox:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)  # none is cut off
        for choice, title in one.metadata["choices"].items():
            combo.addItem(translate("Setting", title), choice)
        combo.setCurrentIndex(combo.findData(value))
        combo.currentIndexChanged.connect(lambda _: self._change(one.name, combo.currentData()))
        return combo

    def _change(self, name: str, value: object) -> None:
        if getattr(self._preferences.settings, name) == value:
            return
        try:
            self._preferences.change(replace(self._preferences.settings, **{name: value}))  # type: ignore[arg-type]
        except BadOptionError as error:
            self._problem.setText(error_text(error))
            self._problem.show()
        else:
            self._problem.hide()

    def _find(self, text: str) -> None:
        """Show the lines that hold all the words."""
        words = text.casefold().split()
        for name, editor in self._editors.items():
            title = f"{editor.accessibleName()} {name}".casefold()
            fits = all(word in title for word in words)
            for one in (editor, self._titles.get(editor)):
                if one is not None:
                    self._form.setRowVisible(one, fits)
        for heading, below in self._headings.items():
            self._form.setRowVisible(heading, any(self._form.isRowVisible(one) for one in below))

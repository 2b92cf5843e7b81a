"""What can be changed about the selected downloads; each change counts at once."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from core.disk.paths import expand
from core.model.checksum import parse_checksum
from core.model.detail import Detail
from core.model.edit import Edit
from core.model.errors import BadOptionError, HeadgateError
from core.model.settings import MAX_CONNECTIONS
from core.model.snapshot import Row
from core.model.states import State
from core.policy.headers import is_name, is_value
from gui.folder_edit import FolderEdit
from gui.rate_edit import RateEdit
from gui.texts import error_text, translate

HEADER_LINES = 4


class EditForm(QWidget):
    """Several downloads have their connections, limit and folder changed together."""

    changed = Signal(object)  # core.model.edit.Edit
    placed = Signal(object, object)  # pathlib.Path, and a name or None
    limited = Signal(int)  # bytes per second

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("editForm")
        self._ids: list[int] = []
        self._form = QFormLayout(self)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.name, self.folder, self.checksum = QLineEdit(), FolderEdit(), QLineEdit()
        self.connections = QSpinBox()
        self.connections.setRange(0, MAX_CONNECTIONS)
        self.connections.setSpecialValueText(translate("Edit", "as in the settings"))
        self.connections.setKeyboardTracking(False)
        self.limit = RateEdit(0)
        self.limit.name_it(translate("Edit", "Speed limit"))
        self.headers = LeavingEdit()
        self.headers.setTabChangesFocus(True)
        self.headers.setFixedHeight(self.fontMetrics().height() * (HEADER_LINES + 1))
        self._problem = QLabel()
        self._problem.setObjectName("editProblem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        for title, widget in (
            (translate("Edit", "Name"), self.name),
            (translate("Edit", "Folder"), self.folder),
            (translate("Edit", "Connections at most"), self.connections),
            (translate("Edit", "Speed limit"), self.limit),
            (translate("Edit", "Checksum"), self.checksum),
            (translate("Edit", "Headers, one a line"), self.headers),
        ):
            widget.setAccessibleName(title)
            self._form.addRow(title, widget)
        self._form.addRow(self._problem)
        self.name.editingFinished.connect(self._place)
        self.folder.editingFinished.connect(self._place)
        self.connections.valueChanged.connect(lambda n: self._change(Edit(connections=n)))
        self.limit.changed.connect(self.limited)
        self.checksum.editingFinished.connect(self._give_checksum)
        self.headers.left.connect(self._give_headers)
        self.show_rows([], None)

    def show_rows(self, rows: Sequence[Row], one: Detail | None) -> None:
        """Show these; what is being typed for the same ones stays."""
        ids = [row.id for row in rows]
        open_ = any(row.state is not State.COMPLETED for row in rows)
        self.folder.setEnabled(bool(rows))  # a file that is whole moves as well
        self.name.setEnabled(one is not None)
        for several in (self.connections, self.limit):
            several.setEnabled(open_)
        for alone in (self.checksum, self.headers):
            alone.setEnabled(open_ and one is not None)
        if ids == self._ids:
            return
        self._ids = ids
        self.show_problem(None)
        self._fill(one)

    def show_problem(self, error: HeadgateError | None) -> None:
        """Say why something could not be changed."""
        self._problem.setText("" if error is None else error_text(error))
        self._problem.setVisible(error is not None)

    def _fill(self, one: Detail | None) -> None:
        options = one.request.options if one else None
        self.name.setText(one.row.name if one else "")
        self.folder.setText(str(one.request.folder) if one else "")
        self.checksum.setText(str(one.request.checksum or "") if one else "")
        lines = [f"{name}: {value}" for name, value in options.headers] if options else []
        self.headers.setPlainText("\n".join(lines))
        for field in (self.name, self.folder, self.checksum):
            field.setModified(False)
        self.headers.document().setModified(False)
        self.connections.blockSignals(True)
        self.connections.setValue(options.connections if options else 0)
        self.connections.blockSignals(False)
        self.limit.show_rate(one.limit_rate if one else 0)

    def _change(self, edit: Edit) -> None:
        self.show_problem(None)
        self.changed.emit(edit)

    @Slot()
    def _place(self) -> None:
        name, folder = self.name.text().strip(), self.folder.text().strip()
        if folder and (self.name.isModified() or self.folder.isModified()):
            renamed = name if name and self.name.isModified() else None
            self.name.setModified(False)
            self.folder.setModified(False)
            self.show_problem(None)
            self.placed.emit(Path(expand(folder)), renamed)

    @Slot()
    def _give_checksum(self) -> None:
        if not self.checksum.isModified():
            return
        text = self.checksum.text().strip()
        try:
            edit = Edit(checksum=parse_checksum(text) if text else "")
        except BadOptionError as error:
            self.show_problem(error)
            return
        self.checksum.setModified(False)
        self._change(edit)

    @Slot()
    def _give_headers(self) -> None:
        if not self.headers.document().isModified():
            return
        try:
            headers = read_headers(self.headers.toPlainText())
        except BadOptionError as error:
            self.show_problem(error)
            return
        self.headers.document().setModified(False)
        self._change(Edit(headers=headers))


class LeavingEdit(QPlainTextEdit):
    """`left` tells that the focus has gone elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def read_headers(text: str) -> tuple[tuple[str, str], ...]:
    """`Name: value`, one a line; raises `BadOptionError` with the line that is none."""
    headers = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not (colon and value and is_name(name) and is_value(value)):
            raise BadOptionError(option="header", reason=f"“{line}” is no header")
        headers.append((name, value))
    return tuple(headers)

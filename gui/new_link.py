"""The dialog for another link to a file of which a part is there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from core.model.errors import InputError
from core.model.snapshot import Row
from core.policy.links import parse_link
from gui import theme
from gui.figures import size
from gui.texts import error_text


class NewLinkDialog(QDialog):
    """`given` brings the download's id and the link, which is one."""

    given = Signal(object, str)  # an id may have more than 32 bits

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("newLinkDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Use another link"))
        self.resize(560, 0)
        self._row = row
        if row.received:
            text = self.tr(
                "{size} of {name} are there. They are compared with what the other link has, "
                "and kept if it is the same file."
            )
        else:
            text = self.tr("{name} will be fetched from the other link.")
        what = self._plain(text.format(size=size(row.received), name=row.name))
        self.edit = QLineEdit()
        self.edit.setObjectName("newLinkEdit")
        self.edit.setAccessibleName(self.tr("Link"))
        self.edit.setPlaceholderText("https://…")
        self._problem = self._plain("")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        for widget in (what, self.edit, self._problem, self._buttons):
            layout.addWidget(widget)
        self.edit.textChanged.connect(self._look)
        self.edit.setText(_copied(row))
        self.edit.selectAll()
        self._look()

    def _look(self) -> None:
        text = self.edit.text().strip()
        problem = _problem(text) if text else ""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(text) and not problem)

    def _give(self) -> None:
        self.given.emit(self._row.id, self.edit.text().strip())
        self.accept()

    @staticmethod
    def _plain(text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
        label.setWordWrap(True)
        return label


def _problem(text: str) -> str:
    try:
        parse_link(text)
    except InputError as error:
        return error_text(error)
    return ""


def _copied(row: Row) -> str:
    """The link in the clipboard, if there is one and it is another."""
    text = QGuiApplication.clipboard().text().strip()
    return text if text != row.url and not _problem(text) else ""

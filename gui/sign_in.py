"""The dialog for a user name and a password."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from core.model.download import Credentials
from gui import theme
from gui.check_box import CheckBox
from gui.isolating import isolated

_WIDTH = 420


class SignIn(QDialog):
    """`given` brings what was typed. `place` is who asks, as `scheme://host:port`."""

    given = Signal(object)  # core.model.download.Credentials

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signInDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Sign in"))
        self.setMinimumWidth(_WIDTH)  # not a size: its sentences decide how high it is
        self.user = self._edit("signInUser", self.tr("User name"))
        self.password = self._edit("signInPassword", self.tr("Password"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setText(self.tr("Sign in"))
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("User name"), self.user)
        form.addRow(self.tr("Password"), self.password)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        usual = ":443" if place.startswith("https:") else ":80"  # says nothing new
        shown = isolated(place.removesuffix(usual))
        who = self.tr("{place} asks who you are.").format(place=shown)
        layout.addWidget(_plain(who))
        layout.addLayout(form)
        if not place.startswith("https:"):
            warning = self.tr("The password is sent unencrypted: others on the way can read it.")
            layout.addWidget(_plain(warning))
        self.keep = CheckBox(self.tr("Keep it in this computer's keyring"))
        self.keep.setObjectName("signInKeep")
        self.keep.hide()
        self.keep.toggled.connect(self._tell)
        layout.addWidget(self.keep)
        self._told = _plain("")
        layout.addWidget(self._told)
        layout.addWidget(self._buttons)
        self._tell()
        self.user.textChanged.connect(self._look)
        self._look()

    def offer_to_keep(self) -> None:
        """There is a keyring: what is typed may be kept."""
        self.keep.show()

    def _edit(self, name: str, title: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setAccessibleName(title)
        return edit

    def _look(self) -> None:
        self._ok.setEnabled(bool(self.user.text()))

    @Slot()
    def _tell(self) -> None:
        """Say what becomes of the password."""
        if self.keep.isChecked():
            text = self.tr("Headgate uses it for everything from there, also after the next start.")
        else:
            text = self.tr(
                "Headgate uses it for everything from there until you quit, and writes it nowhere."
            )
        self._told.setText(text)

    def _give(self) -> None:
        self.given.emit(Credentials(self.user.text(), self.password.text()))
        self.accept()


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
    label.setWordWrap(True)
    return label

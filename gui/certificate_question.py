"""A certificate that nobody vouches for: what it says of itself, before anything is done."""

from hashlib import sha256

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtNetwork import QSsl, QSslCertificate
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from core.model.errors import HeadgateError
from gui import theme
from gui.fact_lines import add_fact
from gui.figures import whole_day
from gui.isolating import isolated
from gui.texts import error_text, listed

_WIDTH = 520
_NAMES = 4  # of those a certificate is for, which may be hundreds


class CertificateQuestion(QDialog):
    """`retry` and `settings` are what the user may choose; the certificate comes later."""

    retry = Signal()
    settings = Signal()

    def __init__(self, error: HeadgateError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("certificateQuestion")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Certificate not trusted"))
        self.setMinimumWidth(_WIDTH)
        self._status = _words(self.tr("The server is asked for its certificate…"))
        self._facts = QFormLayout()
        self._facts.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._to = self._fact(self.tr("Issued to"))
        self._names = self._fact(self.tr("Meant for"))
        self._by = self._fact(self.tr("Issued by"))
        self._since = self._fact(self.tr("Valid from"))
        self._until = self._fact(self.tr("Valid until"))
        self._print = self._fact(self.tr("SHA-256 fingerprint"))
        meaning = self.tr(
            "Whoever is between you and the server could read and change what you download. "
            "If it is a server of your own, name its certificate in the settings."
        )
        check = self.tr("Check the link and your clock.")  # nothing can be continued from here
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        again = buttons.addButton(self.tr("Retry"), QDialogButtonBox.ButtonRole.AcceptRole)
        change = buttons.addButton(self.tr("Open settings"), QDialogButtonBox.ButtonRole.ActionRole)
        change.clicked.connect(self._open_settings)
        buttons.accepted.connect(self._retry)
        buttons.rejected.connect(self.reject)
        again.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(_words(error_text(error)))
        layout.addWidget(self._status)
        layout.addLayout(self._facts)
        layout.addWidget(_words(f"{meaning}\n{check}"))
        layout.addWidget(buttons)

    def show_answer(self, answer: bytes | HeadgateError) -> None:
        """The certificate (DER) that the server shows, or why it shows none."""
        if isinstance(answer, HeadgateError):
            self._status.setText(error_text(answer))
        else:
            self._status.hide()
            self._show(answer)
        self.adjustSize()

    def _show(self, der: bytes) -> None:
        found = QSslCertificate(QByteArray(der), QSsl.EncodingFormat.Der)
        if not found.isNull():
            self._tell(self._to, isolated(found.subjectDisplayName()))
            names = _names(found)
            more = ["…"] if len(names) > _NAMES else []
            self._tell(self._names, listed([*map(isolated, names[:_NAMES]), *more]))
            itself = self.tr("itself: nobody else vouches for it")
            issuer = isolated(found.issuerDisplayName())
            self._tell(self._by, itself if found.isSelfSigned() else issuer)
            self._tell(self._since, whole_day(found.effectiveDate().date()))
            self._tell(self._until, whole_day(found.expiryDate().date()))
        digest = sha256(der).digest().hex(":").upper()
        half = len(digest) // 2
        self._tell(self._print, f"{isolated(digest[:half])}\n{isolated(digest[half + 1 :])}")

    def _fact(self, title: str) -> QLabel:
        """Where something will be said, once it is known."""
        label = _words("")
        add_fact(self._facts, title, label)
        self._facts.setRowVisible(label, False)
        return label

    def _tell(self, label: QLabel, text: str) -> None:
        label.setText(text)
        self._facts.setRowVisible(label, bool(text))

    def _retry(self) -> None:
        self.accept()
        self.retry.emit()

    def _open_settings(self) -> None:
        self.accept()
        self.settings.emit()


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a server's words are no markup
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _names(found: QSslCertificate) -> list[str]:
    """The names it is for; Qt has a list for each kind of them."""
    return [name for kind in found.subjectAlternativeNames().values() for name in kind]

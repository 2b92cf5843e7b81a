"""What this is, what it is made of, and what to copy when asking for help."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core import __version__
from gui import theme
from gui.diagnostics import versions
from gui.fact_lines import beside_title
from gui.icons import icon
from gui.isolating import IsolatingDelegate
from gui.texts import translate

LICENCES = {
    "Headgate": "MIT",
    "Python": "PSF-2.0",
    "Qt": "LGPL-3.0",
    "PySide6": "LGPL-3.0",
    "requests": "Apache-2.0",
    "urllib3": "MIT",
    "certifi": "MPL-2.0",
    "idna": "BSD-3-Clause",
    "charset-normalizer": "MIT",
    "platformdirs": "MIT",
    "keyring": "MIT",
    "OpenSSL": "Apache-2.0",
}
_ICON = 56


class AboutDialog(QDialog):
    """`told` makes the text that is copied."""

    def __init__(self, told: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(translate("About", "About Headgate"))
        self._told = told
        picture = QLabel()
        picture.setPixmap(icon("headgate").pixmap(QSize(_ICON, _ICON), self.devicePixelRatio()))
        name = QLabel(translate("About", "Headgate {version}").format(version=__version__))
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        name.setFont(font)
        name.setAlignment(beside_title())
        words = QLabel(
            translate("About", "A download manager that stops at once and never loses a byte.")
        )
        words.setWordWrap(True)
        title = QVBoxLayout()
        title.addWidget(name)
        title.addWidget(words)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACING * 2)
        head.addWidget(picture)
        head.addLayout(title, 1)
        self._said = QLabel()
        self._said.setObjectName("aboutSaid")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton(
            translate("About", "Copy diagnostics"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setObjectName("copyDiagnostics")
        copy.setToolTip(translate("About", "Without links, names, folders and passwords"))
        copy.clicked.connect(self._copy)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACING * 2)
        layout.addLayout(head)
        layout.addWidget(_parts())
        layout.addWidget(self._said)
        layout.addWidget(buttons)
        self.resize(500, 480)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._told())
        self._said.setText(
            translate("About", "Copied, without links, names, folders and passwords.")
        )


def _parts() -> QTreeWidget:
    parts = QTreeWidget()
    parts.setObjectName("aboutParts")
    parts.setAccessibleName(translate("About", "Versions and licences"))
    parts.setRootIsDecorated(False)
    parts.setUniformRowHeights(True)
    parts.setItemDelegate(IsolatingDelegate(parts))
    titles = (
        translate("About", "Made of"),
        translate("About", "Version"),
        translate("About", "Licence"),
    )
    parts.setHeaderLabels(titles)
    parts.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    parts.ensurePolished()  # its rows' height comes with the style
    for name, number in versions().items():
        parts.addTopLevelItem(QTreeWidgetItem([name, number, LICENCES[name]]))
    return parts

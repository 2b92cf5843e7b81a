"""The field to type or paste links in."""

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from gui.drops import offer_in, text_in
from gui.isolating import isolated
from gui.texts import translate

LARGE = 100_000  # bytes: more would keep the window busy, and nobody edits that here
_EXAMPLE = "https://…"
_LINES = 7  # that are seen at once


class LinksEdit(QPlainTextEdit):
    """`offered` brings what is too much to be shown as text, or is none: files, pages."""

    offered = Signal(object)  # gui.drops.Offer

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("linksEdit")
        self.setPlaceholderText(
            translate("Sheet", "https://…\nOne link a line, or any text with links in it").replace(
                _EXAMPLE, isolated(_EXAMPLE)
            )
        )
        self.setAccessibleName(translate("Sheet", "Links"))
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # the window takes them, with files and all
        self.setMaximumHeight(self.fontMetrics().height() * _LINES)

    def canInsertFromMimeData(self, _source: QMimeData) -> bool:  # noqa: N802 - Qt's own name
        return True

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's own name
        """Short text is inserted; all else is taken as if it were dropped."""
        if source.hasText() and not source.hasUrls() and text_in(source).size() <= LARGE:
            super().insertFromMimeData(source)
        else:
            self.offered.emit(offer_in(source))

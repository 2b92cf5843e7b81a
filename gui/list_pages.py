"""What stands in the middle: the list, or a word on why there is nothing in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget

from gui.arrangement import Group, Wish
from gui.downloads_view import DownloadsView
from gui.empty_state import EmptyState
from gui.texts import translate


class ListPages(QStackedWidget):
    """Shows the page that fits what there is and what the user wants to see."""

    def __init__(self, view: DownloadsView) -> None:
        super().__init__()
        self.empty = EmptyState()
        self._view = view
        self._nothing = QLabel()
        self._nothing.setObjectName("nothingShown")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        for page in (self.empty, self._nothing, view):
            self.addWidget(page)

    def show_for(self, total: int, wish: Wish) -> None:
        """`total` downloads are in the list."""
        if not total:
            self.setCurrentWidget(self.empty)
        elif self._view.model().rowCount() or wish.plain:
            self.setCurrentWidget(self._view)
        else:
            self._nothing.setText(why_nothing(wish))
            self.setCurrentWidget(self._nothing)


def why_nothing(wish: Wish) -> str:
    """Why a list with downloads in it looks empty."""
    if wish.words:
        text = translate("ListPages", "Nothing here holds “{words}”.\nEsc empties the search.")
        return text.format(words=" ".join(wish.words))
    match wish.group:
        case Group.ACTIVE:
            return translate("ListPages", "Nothing is being downloaded.\nPress Start.")
        case Group.QUEUED:
            return translate("ListPages", "Nothing waits in the queue.\nDrop links to add some.")
        case Group.PAUSED:
            return translate("ListPages", "Nothing is paused.")
        case Group.DONE:
            return translate("ListPages", "Nothing is finished yet.")
        case Group.FAILED:
            return translate("ListPages", "Nothing has failed.")
        case _:
            return ""

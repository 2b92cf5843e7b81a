"""What can be done where a download cannot simply go on: start again, save beside, another link."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from core.model.snapshot import Row
from gui.bridge import Bridge
from gui.new_link import NewLinkDialog


class Offers(QObject):
    """Does it with the selected downloads, and begins with them at once."""

    def __init__(self, bridge: Bridge, selected: Callable[[], list[Row]], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._offers = bridge.engine.offers
        self._selected = selected

    def connect_to(self, actions: dict[str, QAction]) -> None:
        """Let these actions do it."""
        actions["startAgainAction"].triggered.connect(self.start_again)
        actions["saveBesideAction"].triggered.connect(self.save_beside)
        actions["useLinkAction"].triggered.connect(self.use_link)

    @Slot()
    def start_again(self) -> None:
        ids = [row.id for row in self._selected()]
        self._offers.start_again(ids)
        self._begin(ids)

    @Slot()
    def save_beside(self) -> None:
        self._begin(self._offers.save_beside(row.id for row in self._selected()))

    @Slot()
    def use_link(self) -> None:
        """Ask for the link; the dialog answers later and blocks nothing."""
        for row in self._selected()[:1]:
            dialog = NewLinkDialog(row, self._window)
            dialog.given.connect(self._go_on)
            dialog.open()

    @Slot(object, str)
    def _go_on(self, download_id: int, link: str) -> None:
        self._offers.use_link(download_id, link)
        self._begin([download_id])

    def _begin(self, ids: list[int]) -> None:
        self._bridge.engine.start(only=ids)
        self._bridge.refresh()

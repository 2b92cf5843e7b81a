"""Sorting and filtering off Qt's thread; the list follows when it is done."""

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.arrangement import Group, Wish, arrange, words_of
from gui.bridge import Bridge
from gui.downloads_model import DownloadsModel

PAUSE_MS = 500  # between two looks at rows that change all the time


class Arranging(QObject):
    """Keeps what the model shows to what the user wants to see."""

    arranged = Signal()

    def __init__(
        self, bridge: Bridge, model: DownloadsModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._wish = model.wish
        self._working = False
        self._again = False
        self._began = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._begin)
        model.stale.connect(self._on_stale)
        model.sort_wanted.connect(self.sort)

    @property
    def wish(self) -> Wish:
        return self._wish

    @Slot(str)
    def search(self, text: str) -> None:
        """Show rows that hold all these words."""
        self._want(Wish(self._wish.group, words_of(text), self._wish.column, self._wish.descending))

    def show_group(self, group: Group) -> None:
        """Show rows of a group of states."""
        self._want(Wish(group, self._wish.words, self._wish.column, self._wish.descending))

    @Slot(int, bool)
    def sort(self, column: int, descending: bool) -> None:
        """Sort by a column; -1 is the order of the queue."""
        self._want(Wish(self._wish.group, self._wish.words, column, descending and column >= 0))

    def _want(self, wish: Wish) -> None:
        if wish == self._wish:
            return
        self._wish = self._model.wish = wish
        self._begin()

    @Slot()
    def _on_stale(self) -> None:
        if self._working:
            self._again = True
            return
        passed = (time.monotonic() - self._began) * 1000
        if not self._later.isActive():
            self._later.start(max(0, int(PAUSE_MS - passed)))

    @Slot()
    def _begin(self) -> None:
        if self._working:
            self._again = True
            return
        self._working, self._again = True, False
        self._began = time.monotonic()
        rows, meters, wish = self._model.rows(), self._model.meters(), self._wish

        def work() -> list[int] | None:
            return arrange(rows, meters, wish, stop=lambda: wish is not self._wish)

        self._bridge.in_background(work, self._done)

    def _done(self, ids: list[int] | None) -> None:
        self._working = False
        if ids is not None:
            self._model.rearrange(ids)
            self.arranged.emit()
        if ids is None or self._again:
            self._begin()

"""Sorting and filtering bit by bit, between the other work of Qt's loop."""

import time
from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.arrangement import Group, Order, Wish, arrange, words_of
from gui.downloads_model import DownloadsModel

PAUSE_MS = 500  # between two looks at rows that change all the time
BIT_SECONDS = 0.008  # how long the loop is held up at a time


class Arranging(QObject):
    """Keeps what the model shows to what the user wants to see."""

    arranged = Signal()

    def __init__(self, model: DownloadsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._wish = model.wish
        self._steps: Generator[None, None, Order] | None = None
        self._again = False
        self._began = 0.0
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._begin)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._work)
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
        if self._steps is not None:
            self._again = True
            return
        passed = (time.monotonic() - self._began) * 1000
        if not self._later.isActive():
            self._later.start(max(0, int(PAUSE_MS - passed)))

    @Slot()
    def _begin(self) -> None:
        """Look at the rows as they are now; what was begun for another wish is dropped."""
        self._again = False
        self._began = time.monotonic()
        self._steps = arrange(self._model.rows(), self._model.meters(), self._wish)
        self._turn.start()

    @Slot()
    def _work(self) -> None:
        assert self._steps is not None, "the timer stands still then"
        until = time.monotonic() + BIT_SECONDS
        try:
            while time.monotonic() < until:
                next(self._steps)
        except StopIteration as end:
            self._turn.stop()
            self._steps = None
            self._model.rearrange(end.value)
            self.arranged.emit()
            if self._again:
                self._on_stale()

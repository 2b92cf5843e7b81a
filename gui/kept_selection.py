"""The selection stays with its rows when the whole list is looked at anew."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QSignalBlocker,
    QTimer,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView

from gui.downloads_model import DownloadsModel, runs_of

SLICE = 2000  # rows that are looked up in one go: each may be a range of its own, for 7 µs
_Flag = QItemSelectionModel.SelectionFlag


class KeptSelection(QObject):
    """Qt forgets what is selected when a model is reset; this gives it back.

    Of many rows the first are given back at once. The others are looked up between the other work
    of Qt's loop and given back together: to take in slices Qt compares each with all before.
    """

    def __init__(self, view: QAbstractItemView, model: DownloadsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._chosen = view.selectionModel()
        self._made = QItemSelection()  # what Qt will be told
        self._waiting: list[int] = []  # what is to come into it, bottom to top
        self._top = 0  # the first of all that are given back
        self._current: int | None = None
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._give_back)
        self._chosen.selectionChanged.connect(self._on_changed)

    def ids(self) -> list[int]:
        """The selected downloads, top to bottom, also while Qt does not know all of them.

        Qt's own `selectedRows` asks the model about every cell: seconds for a long list.
        """
        shown, ids, after = self._model.shown(), list[int](), 0
        selected = self._made if self._waiting else self._chosen.selection()
        ranges = (selected.at(number) for number in range(selected.count()))
        for top, bottom in sorted((one.top(), one.bottom()) for one in ranges):
            ids += shown[max(top, after) : bottom + 1]
            after = max(after, bottom + 1)
        if self._waiting:
            found = {*ids, *self._waiting}
            ids = [number for number in shown if number in found]
        return ids

    def among(self, first: int, last: int) -> set[int]:
        """Which of these places are selected, as far as Qt knows."""
        column = self._model.index(first, 0), self._model.index(last, 0)
        others = QItemSelection(*column)
        others.merge(self._chosen.selection(), _Flag.Deselect)
        places = set(range(first, last + 1))
        for number in range(others.count()):
            one = others.at(number)
            places.difference_update(range(one.top(), one.bottom() + 1))
        return places

    @Slot()
    def _remember(self) -> None:
        current = self._view.currentIndex()
        self._waiting = self.ids()
        self._current = self._model.shown()[current.row()] if current.isValid() else None

    @Slot()
    def _give_back(self) -> None:
        selected, shown = set(self._waiting), self._model.shown()
        kept = [number for number in reversed(shown) if number in selected]
        self._made, self._waiting = QItemSelection(), kept
        if kept and len(kept) == len(shown):
            self._waiting = []
            self._take_in([(len(shown) - 1, 0)])
        elif kept:
            self._top = kept[-1]
            self._go_on()
        place = None if self._current is None else self._model.place_of(self._current)
        if place is not None:
            self._chosen.setCurrentIndex(self._model.index(place, 0), _Flag.NoUpdate)
        if len(kept) < len(selected):
            self._chosen.selectionChanged.emit(QItemSelection(), QItemSelection())
        if self._waiting:
            self._turn.start()

    @Slot()
    def _go_on(self) -> None:
        """Look up the next rows, which may have moved or gone."""
        some, self._waiting = self._waiting[-SLICE:], self._waiting[:-SLICE]
        places = [place for one in some if (place := self._model.place_of(one)) is not None]
        self._take_in(runs_of(sorted(places, reverse=True)))

    def _take_in(self, runs: list[tuple[int, int]]) -> None:
        """Tell Qt of the first rows, and then of all."""
        first, last_column = not self._made.count(), self._model.columnCount() - 1
        for bottom, top in runs:
            self._made.select(self._model.index(top, 0), self._model.index(bottom, last_column))
        if first or not self._waiting:
            with QSignalBlocker(self._chosen):  # it is what was selected all the time
                self._chosen.select(self._made, _Flag.ClearAndSelect)
            self._view.viewport().update()
        if not self._waiting:
            self._turn.stop()
            self._made = QItemSelection()

    @Slot(QItemSelection, QItemSelection)
    def _on_changed(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Whoever selects something meanwhile means that alone, unless he let the others be."""
        if not self._waiting:
            return
        place = self._model.place_of(self._top)
        if place is not None and self._chosen.isSelected(self._model.index(place, 0)):
            self._made.merge(deselected, _Flag.Deselect)
            self._made.merge(selected, _Flag.Select)
        else:
            self._waiting, self._made = [], QItemSelection()
            self._turn.stop()

"""The selection stays with its rows when the whole list is looked at anew."""

from collections.abc import Iterator

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QObject,
    QSignalBlocker,
    Slot,
)
from PySide6.QtWidgets import QAbstractItemView

from gui.downloads_model import DownloadsModel, runs_of


def selected_ids(view: QAbstractItemView, model: DownloadsModel) -> list[int]:
    """The selected downloads, top to bottom.

    Qt's own `selectedRows` asks the model about every cell: seconds for a long list.
    """
    shown, ids, after = model.shown(), list[int](), 0
    for top, bottom in sorted((one.top(), one.bottom()) for one in _ranges(view)):
        ids += shown[max(top, after) : bottom + 1]
        after = max(after, bottom + 1)
    return ids


def _ranges(view: QAbstractItemView) -> Iterator[QItemSelectionRange]:
    selection = view.selectionModel().selection()
    return (selection.at(number) for number in range(selection.count()))


class KeptSelection(QObject):
    """Qt forgets what is selected when a model is reset; this gives it back."""

    def __init__(self, view: QAbstractItemView, model: DownloadsModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._selected: list[int] = []
        self._current: int | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._give_back)

    @Slot()
    def _remember(self) -> None:
        current = self._view.currentIndex()
        self._selected = selected_ids(self._view, self._model)
        self._current = self._model.shown()[current.row()] if current.isValid() else None

    @Slot()
    def _give_back(self) -> None:
        flags = QItemSelectionModel.SelectionFlag
        chosen, places = self._view.selectionModel(), self._places()
        # The same rows are selected as before, and the view paints everything anyway.
        quiet = QSignalBlocker(chosen) if len(places) == len(self._selected) else None
        chosen.select(self._ranges(places), flags.ClearAndSelect)
        place = None if self._current is None else self._model.place_of(self._current)
        if place is not None:
            chosen.setCurrentIndex(self._model.index(place, 0), flags.NoUpdate)
        if quiet is not None:
            quiet.unblock()
        self._selected = []

    def _places(self) -> list[int]:
        """Where they are shown now, bottom to top."""
        chosen, shown = set(self._selected), self._model.shown()
        return [place for place in range(len(shown) - 1, -1, -1) if shown[place] in chosen]

    def _ranges(self, places: list[int]) -> QItemSelection:
        made, last_column = QItemSelection(), self._model.columnCount() - 1
        everything = 0 < len(places) == self._model.rowCount()
        for last, first in [(len(places) - 1, 0)] if everything else runs_of(places):
            made.select(self._model.index(first, 0), self._model.index(last, last_column))
        return made

"""Removing downloads, with half a minute to think better of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.disk.trash import throw_away
from core.model.errors import HeadgateError, NoTrashError
from core.model.snapshot import Row
from core.model.states import State
from gui.banner import Banner, Notice, Topic
from gui.bridge import Bridge

UNDO_SECONDS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Removal:
    """What was removed together: ids, and finished files that are to go to the trash."""

    ids: list[int]
    files: list[Path]
    timer: QTimer


class Removing(QObject):
    """Takes downloads off the list; they are forgotten when nobody can want them back any more.

    `changed` tells that there is something to undo or no longer, `failed` of a file that stayed.
    """

    changed = Signal()
    failed = Signal(object)  # core.model.errors.HeadgateError

    def __init__(
        self,
        bridge: Bridge,
        banner: Banner,
        selected: Callable[[], list[Row]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._banner = banner
        self._selected = selected
        self._removals: list[Removal] = []

    def slots(self) -> dict[str, Callable[[], None]]:
        """What to call by the action's object name."""
        return {"removeAction": self.remove, "trashAction": self.trash, "undoAction": self.undo}

    @property
    def undoable(self) -> bool:
        return bool(self._removals)

    @Slot()
    def remove(self) -> None:
        """Take what is selected off the list; finished files stay."""
        self._take([row.id for row in self._selected()], [])

    @Slot()
    def trash(self) -> None:
        """Take what is selected off the list, and finished files to the trash."""
        rows = self._selected()
        done = [row.folder / row.name for row in rows if row.state is State.COMPLETED]
        self._take([row.id for row in rows], done)

    @Slot()
    def undo(self) -> None:
        """Put what was removed last back on the list."""
        if self._removals:
            last = self._removals.pop()
            last.timer.stop()
            self._bridge.engine.withdrawal.give_back(last.ids)
            self._show()

    @Slot()
    def settle(self) -> None:
        """Nothing can be undone any more: the window is closing."""
        while self._removals:
            self._forget(self._removals[0])

    def _take(self, ids: list[int], files: list[Path]) -> None:
        if not ids:
            return
        timer = QTimer(self, singleShot=True, interval=UNDO_SECONDS * 1000)
        removal = Removal(ids, files, timer)
        timer.timeout.connect(lambda: self._forget(removal))
        self._removals.append(removal)
        self._bridge.engine.withdrawal.take(ids)
        timer.start()
        self._show()

    def _forget(self, removal: Removal) -> None:
        removal.timer.stop()
        self._removals.remove(removal)
        self._bridge.engine.withdrawal.forget(removal.ids)
        if removal.files:
            self._bridge.in_background(lambda: _throw_away(removal.files), self._thrown_away)
        self._show()

    def _thrown_away(self, error: HeadgateError | None) -> None:
        if error is not None:
            self.failed.emit(error)

    def _show(self) -> None:
        self._bridge.refresh()
        self.changed.emit()
        if not self._removals:
            self._banner.withdraw(Topic.REMOVED)
            return
        last = self._removals[-1]
        text = self.tr("%n download(s) removed from the list.", "", len(last.ids))
        if last.files:
            text = self.tr(
                "%n download(s) removed. Finished files will be moved to the trash.",
                "", len(last.ids),
            )  # fmt: skip
        self._banner.tell(Notice(Topic.REMOVED, text, self.tr("Undo"), self.undo))


def _throw_away(files: list[Path]) -> HeadgateError | None:
    """Move files to the trash; the first that could not be moved is told of."""
    stayed = [file for file in files if not throw_away(file) and file.exists()]
    return NoTrashError(name=stayed[0].name, folder=str(stayed[0].parent)) if stayed else None

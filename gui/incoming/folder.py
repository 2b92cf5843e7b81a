"""Files with links that are put into a folder are taken in, and moved to `done/` there."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from core.disk.paths import expand, make_folder
from core.disk.watched import Arrival, arrivals, put_away
from core.model.errors import HeadgateError
from core.model.settings import Settings
from core.model.snapshot import Row
from gui.bridge import Bridge
from gui.drops import Offer
from gui.intake import Intake, Taken

SETTLE_MS = 300  # files often come several at a time
AGAIN_MS = 1000  # until a file that is still written to is looked at again


@dataclass(frozen=True, slots=True)
class _Look:
    """What came of looking into the folder."""

    taken: list[Taken]
    useless: frozenset[Arrival]  # without any link in them: they stay where they are
    again: bool
    error: HeadgateError | None = None


class FolderWatch(QObject):
    """Looks when something changed in the folder. A file is put away once its links are queued."""

    failed = Signal(object)  # HeadgateError

    def __init__(
        self,
        bridge: Bridge,
        intake: Intake,
        rows: Callable[[], list[Row]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._intake = intake
        self._rows = rows
        self._folder: Path | None = None
        self._useless: frozenset[Arrival] = frozenset()
        self._looking = False
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon.timeout.connect(self._look)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._look)
        self._watcher.directoryChanged.connect(self._soon.start)

    @Slot(object)
    def follow(self, settings: Settings) -> None:
        """Watch the folder of these settings, and make it if it is missing."""
        folder = expand(settings.watch_folder) if settings.watch_folder else None
        if folder == self._folder:
            return
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._folder = folder
        if folder is not None:
            self._bridge.in_background(
                lambda: _make(folder), lambda error: self._made(folder, error)
            )

    def _made(self, folder: Path, error: HeadgateError | None) -> None:
        if folder != self._folder:
            return
        if error is not None:
            self.failed.emit(error)
            return
        self._watcher.addPath(str(folder))
        self._soon.start()

    @Slot()
    def _look(self) -> None:
        folder, rows, useless = self._folder, self._rows(), self._useless
        if folder is None:
            return
        if self._looking:
            self._again.start()
            return
        self._looking = True
        self._bridge.in_background(
            lambda: _look_into(folder, useless, lambda path: self._take(path, rows)), self._seen
        )

    def _take(self, path: Path, rows: list[Row]) -> Taken:
        return self._intake.take(Offer("", (path,)), rows)

    def _seen(self, look: _Look) -> None:
        self._looking = False
        self._useless = look.useless
        for taken in look.taken:
            self._intake.taken.emit(taken)
        if look.error is not None:
            self.failed.emit(look.error)
        elif look.again:
            self._again.start()


def _make(folder: Path) -> HeadgateError | None:
    try:
        make_folder(folder)
    except HeadgateError as error:
        return error
    return None


def _look_into(folder: Path, useless: frozenset[Arrival], take: Callable[[Path], Taken]) -> _Look:
    """Take in what is ready; on a thread. What was useless before is not read again."""
    done: list[Taken] = []
    empty: list[Arrival] = []
    try:
        ready, more = arrivals(folder, time.time())
        for one in ready:
            if one in useless:
                empty.append(one)
                continue
            taken = take(one.path)
            done.append(taken)
            if taken.ids or taken.already:
                put_away(one.path)
            else:
                empty.append(one)
    except HeadgateError as error:
        return _Look(done, frozenset(empty), again=False, error=error)
    return _Look(done, frozenset(empty), again=more)

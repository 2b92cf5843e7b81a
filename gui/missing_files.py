"""Whether finished files are still there: asked of the disk now and then, on a thread."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

from core.model.snapshot import Row
from core.model.states import State
from gui.bridge import Bridge

PAUSE_MS = 400  # after the last change of what is seen
AGAIN_MS = 30_000  # while somebody looks
Found = tuple[frozenset[int], frozenset[int]]


class MissingFiles(QObject):
    """Looks only for files whose rows can be seen, one look at a time: a disk may hang."""

    looked = Signal(object, object)  # ids of files that are gone, and of those that are there

    def __init__(
        self, bridge: Bridge, view: QAbstractItemView, seen: Callable[[], Sequence[Row]]
    ) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self._seen = seen
        self._looking = False
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.look)
        self._again = QTimer(self, interval=AGAIN_MS)
        self._again.timeout.connect(self._look_if_used)
        self._again.start()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._look_if_used)
        view.verticalScrollBar().valueChanged.connect(self._soon.start)
        for change in (view.model().modelReset, view.model().rowsInserted):
            change.connect(self._soon.start)

    @Slot()
    def look(self) -> None:
        """Look for the files of the rows that are seen now."""
        done = [row for row in self._seen() if row.state is State.COMPLETED]
        files = {row.id: row.folder / row.name for row in done}
        if files and not self._looking and self._view.isVisible():
            self._looking = True
            self._bridge.in_background(lambda: find(files), self._done)

    @Slot()
    def _look_if_used(self) -> None:
        if QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive:
            self._soon.start()

    def _done(self, found: Found) -> None:
        self._looking = False
        self.looked.emit(*found)


def find(files: dict[int, Path]) -> Found:
    """Ids of files that are gone for sure, and of the others."""
    gone = frozenset(number for number, file in files.items() if not _may_be_there(file))
    return gone, frozenset(files) - gone


def _may_be_there(file: Path) -> bool:
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # what cannot be looked at may well be there
        return True
    return True

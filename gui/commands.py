"""What the actions do with the selected downloads."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from core.model.events import Cause
from core.model.snapshot import Row
from core.model.states import State
from gui.bridge import Bridge
from gui.moving import Move, place_for


class Commands(QObject):
    """Calls the engine; `stopping` tells that the user has asked to stop."""

    stopping = Signal()

    def __init__(
        self,
        bridge: Bridge,
        selected: Callable[[], list[Row]],
        rows: Callable[[], list[Row]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._engine = bridge.engine
        self._selected = selected
        self._rows = rows

    def slots(self) -> dict[str, Callable[[], None]]:
        """What to call by the action's object name."""
        return {
            "startAction": self.start,
            "stopAllAction": self.stop_all,
            "pauseAction": self.pause,
            "resumeAction": self.resume,
            "retryAction": self.retry,
            "startNowAction": self.start_now,
            "downloadAgainAction": self.download_again,
            "openAction": self.open,
            "openFolderAction": self.open_folder,
            "copyLinkAction": self.copy_links,
            "moveTopAction": lambda: self.move(Move.TOP),
            "moveUpAction": lambda: self.move(Move.UP),
            "moveDownAction": lambda: self.move(Move.DOWN),
            "moveBottomAction": lambda: self.move(Move.BOTTOM),
        }

    @Slot()
    def start(self) -> None:
        self._engine.start()

    @Slot()
    def stop_all(self) -> None:
        self._engine.stop(Cause.USER)
        self.stopping.emit()
        self._bridge.refresh()

    @Slot()
    def pause(self) -> None:
        self._engine.pause(self._ids())
        self._bridge.refresh()

    @Slot()
    def resume(self) -> None:
        ids = self._ids()
        self._engine.resume(ids)
        self._engine.start(only=ids)
        self._bridge.refresh()

    @Slot()
    def retry(self) -> None:
        ids = self._ids()
        self._engine.retry(ids)
        self._engine.start(only=ids)
        self._bridge.refresh()

    @Slot()
    def open(self) -> None:
        for row in self._selected():
            if row.state is State.COMPLETED:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(row.folder / row.name)))

    @Slot()
    def open_folder(self) -> None:
        for folder in {row.folder for row in self._selected()}:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @Slot()
    def copy_links(self) -> None:
        links = "\n".join(row.url for row in self._selected())
        QGuiApplication.clipboard().setText(links)

    @Slot()
    def start_now(self) -> None:
        """Let the selected downloads be the next, whatever else waits."""
        self.move(Move.TOP)
        self.resume()

    @Slot()
    def download_again(self) -> None:
        """Fetch the selected files once more, as new downloads."""
        details = [self._engine.look_at(number) for number in self._ids()]
        added = self._engine.add(one.request for one in details if one is not None)
        self._engine.start(only=added)
        self._bridge.refresh()

    def move_before(self, ids: list[int], before: int | None) -> None:
        """Put downloads before another one, or behind all."""
        self._engine.place(ids, before)
        self._bridge.refresh()

    def move(self, move: Move) -> None:
        """Give the selected downloads another place in the queue."""
        ids = self._ids()
        self._engine.place(ids, place_for(self._rows(), frozenset(ids), move))
        self._bridge.refresh()

    def _ids(self) -> list[int]:
        return [row.id for row in self._selected()]

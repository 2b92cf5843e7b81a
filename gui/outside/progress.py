"""How far the batch is, for the tray and the taskbar."""

from PySide6.QtCore import QObject, Signal, Slot

from core.model import events
from core.model.events import Event
from core.model.snapshot import Changes, Counts
from core.model.states import RUNNING, State
from gui.bridge import Bridge

_OVER = (State.COMPLETED, State.FAILED)


def fraction(running: list[float], waiting: int, over: int) -> float:
    """The part of a batch that is done, every download counting the same.

    By bytes would be finer, but the sizes of most are not known before they run.
    """
    whole = len(running) + waiting + over
    return (over + sum(running)) / whole if whole else 1.0


class Progress(QObject):
    """`moved` tells of a full percent more or less, and of None when nothing runs."""

    moved = Signal(object)  # float | None, from 0 to 1

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = bridge.engine
        self._over = 0  # downloads that ended since the batch began
        self._percent: int | None = None
        bridge.happened.connect(self._on_event)
        bridge.changed.connect(self._on_changes)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case events.BatchStarted():
                self._over = 0
            case events.Completed() | events.DownloadFailed():
                self._over += 1
            case events.BatchEnded():
                self._tell(None)
            case _:
                return

    @Slot(object)
    def _on_changes(self, changes: Changes) -> None:
        if self._engine.running:
            running = [row.fraction or 0.0 for row in changes.rows if row.state in RUNNING]
            self._tell(fraction(running, self._waiting(changes.counts), self._over))

    def _waiting(self, counts: Counts) -> int:
        if self._engine.partial:
            return 0
        return counts.of(State.QUEUED, State.RETRY_WAIT)

    def _tell(self, now: float | None) -> None:
        percent = None if now is None else int(now * 100)
        if percent != self._percent:
            self._percent = percent
            self.moved.emit(now)

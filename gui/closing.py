"""Leaving safely: stop the batch, let everything be recorded, and only then go."""

from enum import Enum

from PySide6.QtCore import QObject, Signal

from core.model import events
from core.model.events import Cause, Event
from gui.bridge import Bridge


class Stage(Enum):
    """How far the leaving has come."""

    OPEN = "open"
    STOPPING = "stopping"
    SETTLING = "settling"
    CLOSED = "closed"


class Closing(QObject):
    """Qt's loop stays alive all the while; `closed` says when the window may go."""

    closed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage = Stage.OPEN
        self._bridge = bridge
        bridge.happened.connect(self._on_event)

    def begin(self) -> None:
        """Leave, now or as soon as the batch has ended. A second call changes nothing."""
        if self.stage is not Stage.OPEN:
            return
        if self._bridge.engine.running:
            self.stage = Stage.STOPPING
            self._bridge.engine.stop(Cause.CLOSING)
        else:
            self._settle()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, events.BatchEnded) and self.stage is Stage.STOPPING:
            self._settle()

    def _settle(self) -> None:
        """Everything received is synced and recorded on another thread."""
        self.stage = Stage.SETTLING
        self._bridge.in_background(self._bridge.engine.close, self._leave)

    def _leave(self, _recorded: bool) -> None:
        self.stage = Stage.CLOSED
        self._bridge.close()
        self.closed.emit()

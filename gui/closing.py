"""Leaving safely: ask once, stop the batch, let everything be recorded, and only then go."""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from core.model import events
from core.model.events import Cause, Event
from gui.banner import Banner, Notice, Topic
from gui.bridge import Bridge
from gui.leave_question import LeaveQuestion
from gui.preferences import Preferences
from gui.texts import listed, translate

PATIENCE_MS = 5000  # after which the user may go without what hangs
NAMED = 3  # downloads that are called by their names while they are waited for


class Stage(Enum):
    """How far the leaving has come."""

    OPEN = "open"
    STOPPING = "stopping"
    SETTLING = "settling"
    CLOSED = "closed"


class Closing(QObject):
    """Qt's loop stays alive all the while; `closed` says when the window may go."""

    began = Signal()
    closed = Signal()

    def __init__(
        self, bridge: Bridge, preferences: Preferences, banner: Banner, window: QWidget
    ) -> None:
        super().__init__(window)
        self.stage = Stage.OPEN
        self.settled = False  # whether everything was recorded
        self._bridge = bridge
        self._preferences = preferences
        self._banner = banner
        self._window = window
        self.can_hide: Callable[[], bool] = lambda: False  # where there is a tray, it knows better
        self._question: LeaveQuestion | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._offer_to_go)
        bridge.happened.connect(self._on_event)

    def wish(self) -> None:
        """The user wants to leave: ask first, if that stops something."""
        if self.stage is not Stage.OPEN:
            return
        asks = self._preferences.settings.ask_before_leaving
        if not (asks and self._bridge.engine.running):
            self.begin()
        elif self._question is None:
            running = len(self._bridge.engine.running_rows())
            self._question = LeaveQuestion(running, self._window, tray=self.can_hide())
            self._question.finished.connect(self._answered)
            self._question.open()
        else:
            self._question.activateWindow()

    @Slot()
    def begin(self) -> None:
        """Leave, now or as soon as the batch has ended. A second call changes nothing."""
        if self.stage is not Stage.OPEN:
            return
        if self._question is not None:
            self._question.reject()
        self._patience.start()
        if self._bridge.engine.running:
            self.stage = Stage.STOPPING
            self._bridge.engine.stop(Cause.CLOSING)
        else:
            self._settle()
        self.began.emit()

    @Slot()
    def _answered(self) -> None:
        question, self._question = self._question, None
        if question is None or not (question.leaves or question.hides):
            return
        settings = self._preferences.settings
        if question.asks_no_more and question.hides:
            self._preferences.change(replace(settings, stay_in_tray=True))
        elif question.asks_no_more:
            self._preferences.change(replace(settings, ask_before_leaving=False))
        if question.hides:
            self._window.hide()
        else:
            self.begin()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, events.BatchEnded) and self.stage is Stage.STOPPING:
            self._settle()

    def _settle(self) -> None:
        """Everything received is synced and recorded on another thread."""
        self.stage = Stage.SETTLING
        self._bridge.in_background(self._bridge.engine.close, self._leave)

    @Slot()
    def _offer_to_go(self) -> None:
        """Something hangs, most likely a disk. The list never claims more than the disk has."""
        if self.stage is Stage.STOPPING:
            names = [row.name for row in self._bridge.engine.running_rows()]
            more = ["…"] if len(names) > NAMED else []
            text = translate(
                "Closing",
                "Still waiting for {names}: the disk does not answer. "
                "Nothing that is recorded can get lost.",
            ).format(names=listed([*names[:NAMED], *more]))
        else:
            text = translate(
                "Closing",
                "Still recording what was received: the disk is slow. "
                "Nothing that is recorded can get lost.",
            )
        go = translate("Closing", "Quit now")
        notice = Notice(Topic.LEAVING, text, go, self._quit_now, may_go=False)
        self._banner.tell(notice)
        self._window.show()  # it may have been hidden while it worked on

    def _quit_now(self) -> None:
        self._leave(settled=False)

    def _leave(self, settled: bool) -> None:
        if self.stage is Stage.CLOSED:
            return
        self.stage = Stage.CLOSED
        self.settled = settled
        self._patience.stop()
        self._bridge.close()
        self.closed.emit()

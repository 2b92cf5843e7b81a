"""Where threads meet Qt, and nowhere else: events, snapshots, work in the background."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from core.assembly import calm_the_collector
from core.engine.engine import Engine
from core.model.events import Added, DownloadStopped, Event, Retrying, Started
from core.model.snapshot import NOTHING
from core.turns import Turns, step_back

REFRESH_MS = 200
GATHER_MS = 50  # what rows tell of is shown together
LOAD_SECONDS = 0.004  # how long rows may be gathered in one turn of Qt's loop
ENOUGH = 5000  # rows to pass on together: each time the list is painted again
_TOLD_BY_ROWS = (Added, Started, Retrying, DownloadStopped)  # often: some for each download
_log = logging.getLogger(__name__)


class Bridge(QObject):
    """Hears the engine on its threads and speaks on Qt's.

    State changes come as signals. Progress is not sent but looked up: while a batch runs, a
    timer asks for the rows that changed.
    """

    happened = Signal(object)  # core.model.events.Event, but for those that rows alone tell of
    changed = Signal(object)  # core.model.snapshot.Changes
    _heard = Signal()
    _answered = Signal(object, object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine = engine
        self._open = True
        self._turns = Turns()
        self._loading = False
        self._gathered = NOTHING
        self._news: deque[Event] = deque()  # heard and not passed on yet
        self._called = False  # to pass it on, and did not come yet
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._answered.connect(self._deliver)
        engine.listen(self._hear)

    def in_background(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None] | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        """Run `work` on a thread, then hand what it returned to `then` on Qt's thread.

        Unless it is `urgent`, the thread steps back for Qt's.
        """
        tell = None if then is None else self.on_qt(then)

        def run() -> None:
            if not urgent:
                step_back()
            with self._turns.short():
                answer = work()
            if tell is not None:
                tell(answer)

        threading.Thread(target=run, name="background", daemon=True).start()

    def on_qt(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        """Something to call on any thread: it hands what it is told to `then` on Qt's thread."""

        def tell(answer: Any) -> None:
            if self._open:
                self._answered.emit(then, answer)

        return tell

    @Slot()
    def refresh(self) -> None:
        """Fetch what changed and pass it on; come back soon if there is more.

        Of a long list the first rows are shown at once, and then always many together.
        """
        enough = len(self._gathered.rows) >= ENOUGH  # then this turn is for showing it
        if not enough and not self._gather():
            self._soon.start(0)
            return
        changes, self._gathered = self._gathered, NOTHING
        self.changed.emit(changes)
        if changes.more:
            self._soon.start(0)
        elif self._loading:
            calm_the_collector()  # or it would soon look through all that was loaded
        self._loading = changes.more

    def _gather(self) -> bool:
        """Take up what has changed; False to wait for more, or if others are at the list now."""
        until = time.monotonic() + LOAD_SECONDS
        while (newer := self.engine.changes_within(LOAD_SECONDS)) is not None:
            self._gathered = self._gathered.with_newer(newer)
            if not (newer.more and self._loading):
                return True  # all of it, or the first page, which is shown at once
            if time.monotonic() >= until:
                break
        return False

    def close(self) -> None:
        """Say nothing more: the window is going."""
        self._open = False
        self._timer.stop()
        self._soon.stop()

    def _hear(self, event: Event) -> None:
        """On a worker's thread: only post.

        Not by the signal itself, which would be posted to each of its listeners, with a copy of
        the event that asks for the interpreter when it is made, when it comes and when it goes.
        """
        if self._open:
            if not isinstance(event, _TOLD_BY_ROWS):
                self._news.append(event)
            if not self._called:
                self._called = True
                self._heard.emit()

    @Slot()
    def _pass_on(self) -> None:
        self._called = False  # first: what comes from now on calls again
        self._look(0 if self._news else GATHER_MS)
        until = time.monotonic() + LOAD_SECONDS
        while self._news:
            self.happened.emit(self._news.popleft())
            if time.monotonic() >= until:
                self._called = True
                self._heard.emit()
                break

    def _look(self, milliseconds: int) -> None:
        """Look at the rows then at the latest, and again and again while a batch runs."""
        if self.engine.running != self._timer.isActive():
            if self.engine.running:
                self._timer.start()
            else:
                self._timer.stop()
        if not (milliseconds and self._soon.isActive()):
            self._soon.start(milliseconds)

    @Slot(object, object)
    def _deliver(self, then: Callable[[Any], None], answer: object) -> None:
        then(answer)

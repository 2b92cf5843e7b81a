"""What concerns every download, told in the banner: faults, what is gone, what was recovered."""

from PySide6.QtCore import QObject, Signal, Slot

from core.model import events
from core.model.errors import HeadgateError
from core.model.events import Event
from gui import texts
from gui.banner import Banner, Notice, Topic
from gui.bridge import Bridge
from gui.remedies import REMEDIES, Mend, label_of
from gui.texts import translate

_STARTING = frozenset({Mend.RETRY, Mend.ANEW, Mend.START})  # what “Start again” does


class Notices(QObject):
    """Hears the engine and tells the banner; a new batch begins with a clean one.

    `mend` asks to mend the fault that ended a batch, for the downloads (their ids) that met it.
    """

    mend = Signal(object, object)  # core.model.errors.HeadgateError, list[int]

    def __init__(self, bridge: Bridge, banner: Banner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = bridge.engine
        self.banner = banner
        self._failed: list[tuple[int, HeadgateError]] = []  # in this batch
        bridge.happened.connect(self._on_event)

    def recovered(self, count: int) -> None:
        """The program ended unsaid last time, with so many unfinished downloads in its list."""
        if not count:
            return
        text = translate(
            "Notices",
            "Headgate did not end properly last time. "
            "%n unfinished download(s) were found and everything received is kept.",
            "",
            count,
        )
        start = translate("Notices", "Start")
        self.banner.tell(Notice(Topic.RECOVERED, text, start, self._engine.start))

    @Slot(object)
    def trouble(self, error: HeadgateError) -> None:
        """Something of ours does not work, as a file that cannot be written."""
        self.banner.tell(Notice(Topic.STOPPED, _both(error)))

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case events.DownloadFailed():
                self._failed.append((event.id, event.error))
            case events.BatchStarted():
                self._failed.clear()
                self.banner.withdraw(Topic.RECOVERED, Topic.WAITING, Topic.STOPPED)
            case events.BatchEnded(fault=None):
                self.banner.withdraw(Topic.WAITING)
            case events.BatchEnded(fault=error) if error is not None:
                self.banner.withdraw(Topic.WAITING)
                self._stopped_by(error)
            case events.StateFault(error):
                self.trouble(error)
            case events.ResourceLost(error):
                self.banner.tell(Notice(Topic.WAITING, _both(error)))
            case events.ResourceBack():
                self.banner.withdraw(Topic.WAITING)
            case _:
                return

    def _stopped_by(self, error: HeadgateError) -> None:
        """Whoever starts again tries those too that met the fault first."""
        met = [number for number, why in self._failed if why == error]

        def again() -> None:
            self._engine.retry(met)
            self._engine.start()

        text = translate("Notices", "Everything was stopped. {why}").format(why=_both(error))
        button = translate("Notices", "Start again")
        mend = REMEDIES[error.code].mend
        if mend in _STARTING:
            self.banner.tell(Notice(Topic.STOPPED, text, button, again))
            return
        self.banner.tell(
            Notice(
                Topic.STOPPED, text, button, again, label_of(mend),
                lambda: self.mend.emit(error, met),
            )
        )  # fmt: skip


def _both(error: HeadgateError) -> str:
    """What happened and what to do."""
    both = translate("Notices", "{problem} {remedy}")
    return both.format(problem=texts.error_text(error), remedy=texts.error_remedy(error))

"""The computer stays awake while a batch runs."""

import itertools
import logging

from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from core.model import events
from core.model.events import Event
from core.model.settings import Settings
from gui.bridge import Bridge
from gui.preferences import Preferences
from gui.texts import translate

# Who of them is there is asked in turn: the first keeps the computer awake and lets the screen go
# dark, the second keeps the screen on too.
SESSION = (
    ("org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit",
     "org.freedesktop.PowerManagement.Inhibit"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver",
     "org.freedesktop.ScreenSaver"),
)  # fmt: skip
_names = itertools.count(1)
_log = logging.getLogger(__name__)


class Awake(QObject):
    """Asks the session not to sleep for want of a user; sleep by the user's wish is his.

    Every wish has a connection of its own: that it ends is the one word all of them understand
    the same. PySide cannot send the unsigned numbers by which a wish is taken back.
    """

    def __init__(
        self,
        bridge: Bridge,
        preferences: Preferences,
        address: str | QDBusConnection.BusType,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = bridge.engine
        self._address = address
        self._wanted = preferences.settings.keep_awake
        self._bus: QDBusConnection | None = None  # while a wish stands
        self._answer: QDBusPendingCallWatcher | None = None
        self._place = 0  # of the service that is asked
        bridge.happened.connect(self._on_event)
        preferences.changed.connect(self._on_settings)

    @property
    def asked(self) -> bool:
        """Whether a wish stands."""
        return self._bus is not None

    def release(self) -> None:
        """The computer may sleep again."""
        if self._bus is not None:
            QDBusConnection.disconnectFromBus(self._bus.name())
            # The connection lasts as long as anything that knows it.
            self._bus = self._answer = None

    def _ask(self) -> None:
        if self._bus is not None or not self._wanted:
            return
        name = f"headgate-awake-{next(_names)}"
        bus = QDBusConnection.connectToBus(self._address, name)
        if not bus.isConnected():
            QDBusConnection.disconnectFromBus(name)
            _log.info("no session bus: the computer may fall asleep")
            return
        self._bus = bus
        self._try(0)

    def _try(self, place: int) -> None:
        if self._bus is None:
            return
        self._place = place
        message = QDBusMessage.createMethodCall(*SESSION[place], "Inhibit")
        message.setArguments(["Headgate", translate("Awake", "Downloads are running")])
        self._answer = QDBusPendingCallWatcher(self._bus.asyncCall(message))
        self._answer.finished.connect(self._on_answer)

    @Slot(QDBusPendingCallWatcher)
    def _on_answer(self, answer: QDBusPendingCallWatcher) -> None:
        if answer is not self._answer or not answer.isError():
            return
        _log.info("%s: %s", SESSION[self._place][0], answer.error().message())
        if self._place + 1 < len(SESSION):
            self._try(self._place + 1)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, events.BatchStarted):
            self._ask()
        elif isinstance(event, events.BatchEnded):
            self.release()

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._wanted = settings.keep_awake
        if not self._wanted:
            self.release()
        elif self._engine.running:
            self._ask()

"""The system's sleep: downloads stop before it and go on after it, where logind tells of it."""

import logging
from typing import cast

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtDBus import QDBusUnixFileDescriptor as Descriptor

from core.model import events
from core.model.events import Cause, Event
from gui.bridge import Bridge
from gui.texts import translate

SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"
RECORDING_SECONDS = 2.0  # logind waits for five
_log = logging.getLogger(__name__)


class Sleep(QObject):
    """While a batch runs it holds a lock that delays sleep until the batch has ended.

    Without a system bus, or without logind on it, nothing happens: connections that slept are
    tried again like any others.
    """

    def __init__(self, bridge: Bridge, bus: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._engine = bridge.engine
        self._bus = bus
        self._lock: Descriptor | None = None
        self._ids: list[int] | None = None  # what ran before the sleep; None: everything
        self._asleep = False
        self._stopped = False  # because of the sleep, and not gone on with yet
        if not bus.isConnected():
            _log.info("no system bus: sleep comes unannounced")
            return
        slot = cast(bytes, SLOT("prepare(bool)"))  # the stubs want bytes, the call takes text
        bus.connect(SERVICE, PATH, INTERFACE, "PrepareForSleep", self, slot)
        bridge.happened.connect(self._on_event)

    @property
    def delayed(self) -> bool:
        """Whether the system would wait for us before it sleeps."""
        return self._lock is not None

    @Slot(bool)
    def prepare(self, begins: bool) -> None:
        """The system is about to sleep, or awake again."""
        self._asleep = begins
        if begins and self._engine.running:
            partial = self._engine.partial
            self._ids = [row.id for row in self._engine.running_rows()] if partial else None
            self._engine.stop(Cause.SLEEP)
        elif not begins:
            self._go_on()

    def _go_on(self) -> None:
        if self._stopped:
            self._stopped = False
            self._engine.start(self._ids)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, events.BatchStarted):
            self._stopped = False
            self._ask_for_lock()
        elif isinstance(event, events.BatchEnded):
            self._stopped = event.cause is Cause.SLEEP
            if self.delayed:
                # What was received is recorded first: the battery may not last.
                rest = self._engine.rest
                self._bridge.in_background(lambda: rest(RECORDING_SECONDS), self._let_sleep)
            if not self._asleep:
                self._go_on()

    def _ask_for_lock(self) -> None:
        message = QDBusMessage.createMethodCall(SERVICE, PATH, INTERFACE, "Inhibit")
        why = translate("Sleep", "Downloads are stopped first")
        message.setArguments(["sleep", "Headgate", why, "delay"])
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        watcher.finished.connect(self._got_lock)

    @Slot(QDBusPendingCallWatcher)
    def _got_lock(self, watcher: QDBusPendingCallWatcher) -> None:
        reply = watcher.reply()
        watcher.deleteLater()
        found = reply.arguments()
        if reply.type() is not QDBusMessage.MessageType.ReplyMessage or not found:
            _log.info("sleep cannot be delayed: %s", reply.errorMessage())
        elif self._engine.running:
            self._lock = found[0]

    def _let_sleep(self, _recorded: bool) -> None:
        """Give the lock back: the descriptor closes with its last owner."""
        if not self._engine.running:
            self._lock = None

"""A word from the desktop when a batch has ended and nobody looks at the window."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import SLOT, QObject, QUrl, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSystemTrayIcon

from core.model import events
from core.model.errors import HeadgateError
from core.model.events import Event
from gui.bridge import Bridge
from gui.outside.tray import Tray
from gui.preferences import Preferences
from gui.texts import error_text, translate

SERVICE = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
INTERFACE = "org.freedesktop.portal.Notification"
ID = "batch"  # a later one takes the place of the one before
_log = logging.getLogger(__name__)


def summary(
    done: int, failed: int, path: Path | None, fault: HeadgateError | None
) -> tuple[str, str]:
    """Title and text for a batch that has ended; `path` is the file that was done last."""
    if fault is not None:
        return translate("Notification", "Downloads stopped"), error_text(fault)
    if failed and not done:
        return (
            translate("Notification", "Downloads failed"),
            translate("Notification", "%n download(s) failed", "", failed),
        )
    if failed:
        text = translate("Notification", "{done}, {failed}").format(
            done=translate("Notification", "%n download(s) done", "", done),
            failed=translate("Notification", "%n failed", "", failed),
        )
        return translate("Notification", "Downloads ended"), text
    if done == 1 and path is not None:
        return translate("Notification", "Download done"), path.name
    text = translate("Notification", "%n download(s) done", "", done)
    return translate("Notification", "Everything is done"), text


class Notifications(QObject):
    """Speaks through the tray, or through the desktop's portal where there is no tray.

    The tray's way is that of org.freedesktop.Notifications, spoken by Qt. We cannot speak it
    ourselves: PySide sends no unsigned numbers.
    """

    def __init__(
        self,
        bridge: Bridge,
        preferences: Preferences,
        bus: QDBusConnection,
        tray: Tray,
        in_front: Callable[[], bool],
    ) -> None:
        super().__init__(tray)
        self._preferences = preferences
        self._bus = bus
        self._tray = tray
        self._in_front = in_front
        self._done = self._failed = 0
        self._last: Path | None = None
        bridge.happened.connect(self._on_event)
        tray.icon.messageClicked.connect(self.open)
        slot = cast(bytes, SLOT("clicked(QString,QString,QVariantList)"))  # see `Sleep`
        bus.connect(SERVICE, PATH, INTERFACE, "ActionInvoked", self, slot)

    @Slot()
    def open(self) -> None:
        """Open the folder of the file that was done last; the window if none was."""
        if self._last is None:
            self._tray.show_window()
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last.parent)))

    @Slot(str, str, "QVariantList")
    def clicked(self, which: str, _action: str, _words: list[object]) -> None:
        if which == ID:
            self.open()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case events.BatchStarted():
                self._done = self._failed = 0
                self._last = None
            case events.Completed():
                self._done += 1
                self._last = event.path
            case events.DownloadFailed():
                self._failed += 1
            case events.BatchEnded():
                self._on_end(event)
            case _:
                return

    def _on_end(self, event: events.BatchEnded) -> None:
        by_itself = event.cause is None or event.fault is not None
        something = self._done or self._failed or event.fault is not None
        if by_itself and something and self._preferences.settings.notify and not self._in_front():
            self._say(*summary(self._done, self._failed, self._last, event.fault))

    def _say(self, title: str, text: str) -> None:
        if self._tray.there:
            kind = QSystemTrayIcon.MessageIcon.Information
            self._tray.icon.showMessage(title, text, kind)
            return
        message = QDBusMessage.createMethodCall(SERVICE, PATH, INTERFACE, "AddNotification")
        message.setArguments([ID, {"title": title, "body": text, "default-action": "open"}])
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)
        watcher.finished.connect(self._on_said)

    @Slot(QDBusPendingCallWatcher)
    def _on_said(self, watcher: QDBusPendingCallWatcher) -> None:
        watcher.deleteLater()
        if watcher.isError():
            _log.info("nobody shows notifications: %s", watcher.error().message())

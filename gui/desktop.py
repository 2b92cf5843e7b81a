"""What connects the window with the desktop around it, and with later starts."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

from gui.after_batch import AfterBatch
from gui.drops import Offer
from gui.front import bring_forward
from gui.furnishing import furnishing_of
from gui.outside.autostart import Autostart
from gui.outside.awake import Awake
from gui.outside.desktop_entry import autostart_file, own_command
from gui.outside.handover import Receiver
from gui.outside.notifications import Notifications
from gui.outside.power import Power
from gui.outside.progress import Progress
from gui.outside.session import SessionEnd
from gui.outside.sleep import Sleep
from gui.outside.taskbar import Taskbar
from gui.outside.tray import Tray
from gui.speed_presets import SpeedPresets
from gui.window import MainWindow


class Desktop(QObject):
    """Made once, when the program runs for real; each part works without the others."""

    def __init__(self, application: QApplication, window: MainWindow, place: Path) -> None:
        """`place` is where later starts look for the window."""
        super().__init__(application)
        self._window = window
        receiver = Receiver(place, self)
        window.closing.began.connect(receiver.close)
        receiver.received.connect(self._receive)
        bridge, preferences = window.bridge, window.preferences
        session = QDBusConnection.sessionBus()
        SessionEnd(application, bridge.engine)
        Sleep(bridge, QDBusConnection.systemBus(), self)
        Awake(bridge, preferences, QDBusConnection.BusType.SessionBus, self)
        progress = Progress(bridge, self)
        presets = SpeedPresets(preferences, furnishing_of(window).schedule, self)
        self.tray = Tray(window, presets, progress)
        Taskbar(progress, session, self)
        Notifications(bridge, preferences, session, self.tray, window.isActiveWindow)
        autostart = Autostart(bridge, preferences, autostart_file(), own_command, self)
        autostart.refused.connect(window.notices.trouble)
        power = Power(QDBusConnection.systemBus(), self)
        after = AfterBatch(window, power)
        furnishing_of(window).offer_after(after.actions)

    def hide(self, window: MainWindow) -> None:
        """Leave the window hidden if there is a tray to find it in."""
        if not self.tray.there:
            window.showMinimized()

    @Slot(object)
    def _receive(self, offer: Offer) -> None:
        """A later start: show the window, and take what it brings."""
        bring_forward(self._window)
        if offer.text or offer.files:
            self._window.take(offer)

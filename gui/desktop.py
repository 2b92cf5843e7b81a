"""What connects the window with the desktop around it."""

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

from gui.after_batch import AfterBatch
from gui.furnishing import furnishing_of
from gui.look import Look
from gui.outside.autostart import Autostart
from gui.outside.awake import Awake
from gui.outside.desktop_entry import autostart_file, own_command
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

    def __init__(self, application: QApplication, window: MainWindow) -> None:
        super().__init__(application)
        bridge, preferences = window.bridge, window.preferences
        session = QDBusConnection.sessionBus()
        Look(application, preferences)
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
        # The window may be hidden, and dialogs come and go: only its own end is the program's.
        application.setQuitOnLastWindowClosed(False)

    def open(self, window: MainWindow, *, hidden: bool) -> None:
        """Show the window; a hidden one only where there is a tray to find it in."""
        if not hidden:
            window.show()
        elif not self.tray.there:
            window.showMinimized()

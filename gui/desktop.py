"""What connects the window with the desktop around it."""

from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication

from gui.look import Look
from gui.outside.awake import Awake
from gui.outside.notifications import Notifications
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
        self.tray = Tray(window, SpeedPresets(preferences, self), progress)
        Taskbar(progress, session, self)
        Notifications(bridge, preferences, session, self.tray, window.isActiveWindow)
        # The window may be hidden, and dialogs come and go: only its own end is the program's.
        application.setQuitOnLastWindowClosed(False)
        window.closing.closed.connect(application.quit)

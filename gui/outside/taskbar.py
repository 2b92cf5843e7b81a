"""Progress on the program's icon in the taskbar, where the desktop listens for it."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from gui.outside.progress import Progress

PATH = "/com/canonical/unity/launcherentry/headgate"
INTERFACE = "com.canonical.Unity.LauncherEntry"
APPLICATION = "application://headgate.desktop"


class Taskbar(QObject):
    """Speaks the protocol of Unity's launcher, which KDE, GNOME's docks and others know."""

    def __init__(self, progress: Progress, bus: QDBusConnection, parent: QObject) -> None:
        super().__init__(parent)
        self._bus = bus
        progress.moved.connect(self.show)

    @Slot(object)
    def show(self, now: float | None) -> None:
        """Show a part of 1; None takes the bar away."""
        message = QDBusMessage.createSignal(PATH, INTERFACE, "Update")
        told = {"progress": now or 0.0, "progress-visible": now is not None}
        message.setArguments([APPLICATION, told])
        self._bus.send(message)

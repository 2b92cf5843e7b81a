"""A message bus of our own, and services on it that write down what they are asked."""

import itertools
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import ClassInfo, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

_names = itertools.count(1)
_ALL = (
    QDBusConnection.RegisterOption.ExportAllSlots | QDBusConnection.RegisterOption.ExportAllSignals
)


@contextmanager
def message_bus() -> Iterator[str]:
    """The address of a bus that nobody else uses."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


@contextmanager
def on_bus(address: str) -> Iterator[QDBusConnection]:
    """A connection of its own to that bus."""
    name = f"test-{next(_names)}"
    bus = QDBusConnection.connectToBus(address, name)
    assert bus.isConnected(), bus.lastError().message()
    try:
        yield bus
    finally:
        QDBusConnection.disconnectFromBus(name)


def serve(bus: QDBusConnection, service: str, path: str, what: QObject) -> None:
    assert bus.registerObject(path, what, _ALL)
    assert bus.registerService(service)


@ClassInfo({"D-Bus Interface": "org.freedesktop.portal.Notification"})
class Portal(QObject):
    """Shows notifications, and has them clicked."""

    ActionInvoked = Signal(str, str, "QVariantList")

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[str, dict[str, str]]] = []

    @Slot(str, "QVariantMap")
    def AddNotification(self, which: str, told: dict[str, str]) -> None:
        self.shown.append((which, told))


@ClassInfo({"D-Bus Interface": "com.canonical.Unity.LauncherEntry"})
class Launcher(QObject):
    """A taskbar that shows progress."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, dict[str, object]]] = []

    @Slot(str, "QVariantMap")
    def hear(self, application: str, told: dict[str, object]) -> None:
        self.heard.append((application, told))


class _Inhibitor(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.wishes: list[tuple[str, str]] = []

    @Slot(str, str, result="uint")
    def Inhibit(self, who: str, why: str) -> int:
        self.wishes.append((who, why))
        return len(self.wishes)


@ClassInfo({"D-Bus Interface": "org.freedesktop.PowerManagement.Inhibit"})
class Power(_Inhibitor):
    """Keeps the computer awake."""


@ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
class Screen(_Inhibitor):
    """Keeps the screen on."""

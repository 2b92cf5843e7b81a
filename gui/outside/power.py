"""Sleep and shutdown of the computer, where logind lets us."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

from gui.outside.sleep import INTERFACE, PATH, SERVICE


class Power(QObject):
    """`refused` brings the system's own words."""

    refused = Signal(str)

    def __init__(self, bus: QDBusConnection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus

    def can(self, method: str, tell: Callable[[bool], object]) -> None:
        """Tell later whether `Suspend` or `PowerOff` would be done without a question."""
        self._call(f"Can{method}", [], lambda answer: tell(answer == "yes"))

    def do(self, method: str) -> None:
        """`Suspend` or `PowerOff`; nobody is there to be asked for a password."""
        self._call(method, [False], lambda _: None)

    def _call(self, method: str, words: list[object], then: Callable[[object], object]) -> None:
        message = QDBusMessage.createMethodCall(SERVICE, PATH, INTERFACE, method)
        message.setArguments(words)
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(message), self)

        def answered() -> None:
            watcher.deleteLater()
            reply = watcher.reply()
            if not watcher.isError():
                then(next(iter(reply.arguments()), None))
            elif words:
                self.refused.emit(reply.errorMessage())

        watcher.finished.connect(answered)

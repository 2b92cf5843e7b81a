"""Puts the program together: Qt, theme, engine, window."""

import gc
import logging
import os
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core import __version__
from core.assembly import build_engine
from core.disk.locks import try_lock
from core.disk.paths import default_download_folder, default_state_folder, expand
from core.disk.settings_file import load_settings
from core.engine.engine import Engine
from core.model import events
from core.model.errors import HeadgateError
from core.model.settings import Settings
from gui import theme
from gui.bridge import Bridge
from gui.demo import DemoServer
from gui.drops import Offer
from gui.icons import icon
from gui.memory import Memory
from gui.preferences import Preferences
from gui.start import WindowCommand
from gui.window import MainWindow

OWNER = "window"
_log = logging.getLogger(__name__)


class Quitter(QObject):
    """SIGINT, SIGTERM and SIGHUP as a Qt signal: Python wakes Qt's loop through a socket."""

    asked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: None)
        notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(self._heard)

    def _heard(self) -> None:
        self._reader.recv(64)
        self.asked.emit()


def make_application(words: list[str]) -> QApplication:
    """Qt's application object in our dress."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    return dress(QApplication(words))


def calm_the_collector() -> None:
    """Have Python look for garbage in what is new alone.

    Rows hold no cycles, and a hundred thousand of them take a tenth of a second to look through.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 10_000)


def dress(application: QApplication) -> QApplication:
    """Give Qt's application object our names, style, icon and colours."""
    application.setApplicationName("headgate")
    application.setApplicationDisplayName("Headgate")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("headgate")
    application.setStyle("Fusion")
    application.setWindowIcon(icon("headgate"))
    theme.apply_theme(application, theme.system_theme())
    application.styleHints().colorSchemeChanged.connect(
        lambda _scheme: theme.apply_theme(application, theme.system_theme())
    )
    return application


def run(command: WindowCommand) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    logging.basicConfig(level=os.environ.get("HEADGATE_LOG", "WARNING").upper())
    with ExitStack() as stack:
        state, folder = command.state_folder, command.folder
        links = list(command.links)
        if command.demo:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="headgate-")))
            state, folder = state or scratch / "state", folder or scratch / "downloads"
            links += stack.enter_context(DemoServer()).links()
        state = state or default_state_folder()
        try:
            settings = load_settings(state)
            stack.callback(os.close, _only_window(state))
            if folder is None:
                folder = expand(settings.folder) if settings.folder else default_download_folder()
            engine = build_engine(settings, state, owner=OWNER)
            engine.restore([folder])
        except (HeadgateError, OSError) as error:
            sys.stderr.write(f"headgate: {_why(error)}\n")
            return 1
        application = make_application(sys.argv[:1])
        quitter = Quitter(application)  # a signal from now on is heard as soon as the loop runs
        window = make_window(engine, settings, state, folder)
        if engine.repaired is not None:
            window.bridge.happened.emit(events.StateFault(engine.repaired))
        quitter.asked.connect(window.close)
        calm_the_collector()
        window.show()
        _log.info("the window is open")
        if links:
            window.take(_offer(links))
        status = application.exec()
        window.bridge.close()
        return status


def make_window(engine: Engine, settings: Settings, state: Path, folder: Path) -> MainWindow:
    """The window over an engine; `state` is where the list, the settings and the look are."""
    bridge = Bridge(engine)
    return MainWindow(bridge, folder, Preferences(bridge, settings, state), Memory(state))


def _only_window(state: Path) -> int:
    """Lock the list for this window; raises `OSError` if another one has it."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(state / "window.lock", os.O_RDWR | os.O_CREAT, 0o600)
    if not try_lock(descriptor):
        os.close(descriptor)
        raise OSError("Headgate is open already; look for its window.")
    return descriptor


def _why(error: Exception) -> str:
    return f"{error} {error.remedy}" if isinstance(error, HeadgateError) else str(error)


def _offer(words: list[str]) -> Offer:
    """Links and files given on the command line."""
    files = tuple(Path(word) for word in words if "://" not in word)
    return Offer("\n".join(word for word in words if "://" in word), files)

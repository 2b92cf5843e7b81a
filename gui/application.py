"""Puts the program together: Qt, theme, engine, window."""

import logging
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core import __version__
from core.assembly import build_engine, calm_the_collector
from core.disk.paths import default_download_folder, default_state_folder, expand
from core.disk.presence import Presence
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
from gui.offers import Offers
from gui.outside.session import SessionEnd
from gui.outside.signals import Signals
from gui.outside.sleep import Sleep
from gui.preferences import Preferences
from gui.start import WindowCommand
from gui.window import MainWindow

OWNER = "window"
_log = logging.getLogger(__name__)


def make_application(words: list[str]) -> QApplication:
    """Qt's application object in our dress."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    return dress(QApplication(words))


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
            presence = _only_window(state)
            stack.callback(presence.close)
            if folder is None:
                folder = expand(settings.folder) if settings.folder else default_download_folder()
            engine = build_engine(settings, state, owner=OWNER)
            engine.restore([folder])
        except (HeadgateError, OSError) as error:
            sys.stderr.write(f"headgate: {_why(error)}\n")
            return 1
        application = make_application(sys.argv[:1])
        signals = Signals(application)  # one from now on is heard as soon as the loop runs
        window = make_window(engine, settings, state, folder)
        signals.asked.connect(window.closing.begin)
        SessionEnd(application, engine)
        if engine.repaired is not None:
            window.bridge.happened.emit(events.StateFault(engine.repaired))
        calm_the_collector()
        window.show()
        Sleep(window.bridge, QDBusConnection.systemBus(), application)
        if presence.interrupted:
            _log.info("the last window did not end properly")
            window.notices.recovered(engine.unfinished())
        presence.begin()
        _log.info("the window is open")
        if links:
            window.take(_offer(links))
        status = application.exec()
        if window.closing.settled:
            presence.leave()
        return status


def make_window(engine: Engine, settings: Settings, state: Path, folder: Path) -> MainWindow:
    """The window over an engine; `state` is where the list, the settings and the look are."""
    bridge = Bridge(engine)
    window = MainWindow(bridge, folder, Preferences(bridge, settings, state), Memory(state))
    Offers(bridge, window.view.selected_rows, window).connect_to(window.actions_by_name)
    return window


def _only_window(state: Path) -> Presence:
    """Lock the list for this window; raises `OSError` if another one has it."""
    try:
        return Presence(state / "window.lock")
    except BlockingIOError as error:
        raise OSError("Headgate is open already; look for its window.") from error


def _why(error: Exception) -> str:
    return f"{error} {error.remedy}" if isinstance(error, HeadgateError) else str(error)


def _offer(words: list[str]) -> Offer:
    """Links and files given on the command line."""
    files = tuple(Path(word) for word in words if "://" not in word)
    return Offer("\n".join(word for word in words if "://" in word), files)

"""Puts the program together: Qt, theme, engine, window."""

import logging
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core import __version__
from core.assembly import build_engine, calm_the_collector, warm_up
from core.disk.paths import default_download_folder, default_state_folder, expand
from core.disk.presence import Presence
from core.disk.settings_file import FILE_NAME, load_settings
from core.engine.engine import Engine
from core.model import events
from core.model.errors import HeadgateError
from core.model.settings import Settings
from gui import theme
from gui.bridge import Bridge
from gui.closing import Stage
from gui.collecting import Collecting
from gui.drops import Offer
from gui.furnishing import Furnishing
from gui.icons import icon
from gui.incoming.gate import Gate
from gui.language import speak
from gui.look import Look
from gui.memory import Memory
from gui.offers import Offers
from gui.outside.entering import PATIENCE_SECONDS, Answer, enter, place_of
from gui.outside.signals import Signals
from gui.preferences import Preferences
from gui.start import WindowCommand
from gui.window import MainWindow

if TYPE_CHECKING:
    from gui.desktop import Desktop

OWNER = "window"
AROUND_MS = 150  # after which the list has been painted, for what stands around it
WARM_UP_MS = 300
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
    return application


def run(command: WindowCommand) -> int:
    """Open the window and stay until it is closed; returns the exit status."""
    logging.basicConfig(level=os.environ.get("HEADGATE_LOG", "WARNING").upper())
    with ExitStack() as stack:
        state, folder = command.state_folder, command.folder
        links = list(command.links)
        if command.demo:
            from gui.demo import DemoServer

            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="headgate-")))
            state, folder = state or scratch / "state", folder or scratch / "downloads"
            links += stack.enter_context(DemoServer()).links()
        state = state or default_state_folder()
        application = make_application(sys.argv[:1])
        place, offer = place_of(state), _offer(links)
        try:
            settings = load_settings(state)
            speak(application, settings.language)
            theme.apply_theme(application, theme.current())  # its borders follow the language
            presence = enter(
                lambda: _presence(state),
                lambda: _hand_over(place, offer),
                PATIENCE_SECONDS,
            )
            if isinstance(presence, Answer):
                return _handed(presence)
            stack.callback(presence.close)
            if folder is None:
                folder = expand(settings.folder) if settings.folder else default_download_folder()
            calm_the_collector()  # a long list is a lot of new objects, and no garbage
            engine = build_engine(settings, state, owner=OWNER)
            engine.restore([folder])
        except (HeadgateError, OSError) as error:
            sys.stderr.write(f"headgate: {_why(error)}\n")
            return 1
        signals = Signals(application)  # one from now on is heard as soon as the loop runs
        window = make_window(engine, settings, state, folder)
        signals.asked.connect(window.closing.begin)
        window.closing.closed.connect(application.quit)  # a hidden window's end says nothing
        calm_the_collector()
        Collecting(application)
        first = not (state / FILE_NAME).exists()
        _show(application, window, place, hidden=command.hidden)
        if first and not (links or command.demo or command.hidden):
            from gui.first_start import FirstStart

            FirstStart(window.preferences, folder, window).open()
        _tell_of_last_time(window, engine, presence)
        presence.begin()
        _log.info("the window is open")
        if links:
            window.take(offer)
        status = application.exec()
        if window.closing.settled:
            presence.leave()
        return status


def make_window(engine: Engine, settings: Settings, state: Path, folder: Path) -> MainWindow:
    """The window over an engine; `state` is where the list, the settings and the look are."""
    bridge = Bridge(engine)
    window = MainWindow(bridge, folder, Preferences(bridge, settings, state), Memory(state))
    Furnishing(window)
    Offers(bridge, window.view.selected_rows, window).connect_to(window.actions_by_name)
    Gate(window)
    return window


def _show(application: QApplication, window: MainWindow, place: Path, *, hidden: bool) -> None:
    """Have the window painted, and only then what stands around it loaded and connected."""
    application.setQuitOnLastWindowClosed(False)  # it may be hidden: only its own end counts
    Look(application, window.preferences)
    if hidden:
        _load_desktop()(application, window, place).hide(window)
    else:
        window.show()
        QTimer.singleShot(AROUND_MS, lambda: _meet_desktop(application, window, place))
    QTimer.singleShot(WARM_UP_MS, lambda: _get_ready(window))


def _get_ready(window: MainWindow) -> None:
    """Have a thread load what the list is painted without.

    An urgent one: threads of the pool are as urgent as the one that makes them.
    """
    bridge = window.bridge
    bridge.in_background(
        bridge.engine.get_ready, lambda _: bridge.in_background(_load_the_rest), urgent=True
    )


def _load_the_rest() -> None:
    """What the first batch runs without as well; slow, so run it on a thread."""
    from core.policy.intake import take
    from gui import palette, settings_dialog
    from gui.incoming import exchange
    from gui.sheet import dialog

    warm_up()
    loaded = take, settings_dialog, dialog, palette, exchange
    _log.debug("loaded: %s", [one.__name__ for one in loaded])


def _presence(state: Path) -> Presence | None:
    """Lock the list for this window; None if another one has it. Raises `OSError`."""
    try:
        return Presence(state / "window.lock")
    except BlockingIOError:
        return None


def _tell_of_last_time(window: MainWindow, engine: Engine, presence: Presence) -> None:
    if engine.repaired is not None:
        window.bridge.happened.emit(events.StateFault(engine.repaired))
    if presence.interrupted:
        _log.info("the last window did not end properly")
        window.notices.recovered(engine.unfinished())


def _handed(answer: Answer) -> int:
    """The exit status of a second start."""
    if answer is Answer.TAKEN:
        return 0
    sys.stderr.write(
        "headgate: Headgate is open already but does not answer; look for its window.\n"
    )
    return 1


def _load_desktop() -> "type[Desktop]":
    from gui.desktop import Desktop

    return Desktop


def _meet_desktop(application: QApplication, window: MainWindow, place: Path) -> None:
    """Connect the window with what stands around it, unless it is about to go."""

    def meet(desktop: "type[Desktop]") -> None:
        if window.closing.stage is Stage.OPEN:
            desktop(application, window, place)

    window.bridge.in_background(_load_desktop, meet)


def _hand_over(place: Path, offer: Offer) -> Answer:
    from gui.outside.handover import hand_over

    return hand_over(place, offer, PATIENCE_SECONDS)


def _why(error: Exception) -> str:
    return f"{error} {error.remedy}" if isinstance(error, HeadgateError) else str(error)


def _offer(words: list[str]) -> Offer:
    """Links and files given on the command line."""
    files = tuple(Path(word) for word in words if "://" not in word)
    return Offer("\n".join(word for word in words if "://" in word), files)

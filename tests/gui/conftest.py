"""A real window over a real engine, closed properly at the end."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from core.assembly import build_engine
from core.model.settings import Settings
from gui.application import dress, make_window
from gui.closing import Stage
from gui.figures import use_locale
from gui.language import speak
from gui.window import MainWindow

PATIENCE_MS = 60_000
_waiting: list[SignalBlocker] = []  # for as long as the process


class PatientBot(QtBot):
    """Waits as long as a slow machine may take."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, *args: Any, **options: Any) -> SignalBlocker:
        """Wait for a signal that a thread may emit.

        A thread that was just emitting it posts one more call after we disconnected, to an object
        that nobody holds: PySide does not, so we do.
        """
        _waiting.append(blocker := super().waitSignal(*args, **options))
        return blocker


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def _little_to_look_through() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def _collected_here() -> Iterator[None]:
    """Objects of Qt that earlier windows left in cycles must not be destroyed on another thread.

    Whichever thread makes the object that is one too many collects; one of Qt's that dies there
    while the main thread connects something holds both up for ever.
    """
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@contextmanager
def opened(qtbot: QtBot, folder: Path, ca_file: Path) -> Iterator[MainWindow]:
    """A window over the list in `folder`, closed at the end; the next one finds what it left."""
    # Links that are clear go into the list at once; tests of the sheet open it themselves.
    settings = Settings(ca_file=str(ca_file), timeout=60, retries=1, concurrent=8, look_up=False)
    engine = build_engine(settings, folder / "state", owner="window", pool_size=16)
    engine.restore()
    made = make_window(engine, settings, folder / "state", folder / "files")
    with qtbot.waitExposed(made, timeout=PATIENCE_MS):
        made.show()
    yield made
    made.closing.begin()  # a hidden one too
    qtbot.waitUntil(lambda: made.closing.stage is Stage.CLOSED, timeout=20_000)
    made.deleteLater()


@pytest.fixture
def window(
    qtbot: QtBot, qapp: object, tmp_path: Path, ca_file: Path, _collected_here: None
) -> Iterator[MainWindow]:
    dress(qapp)  # type: ignore[arg-type]
    with opened(qtbot, tmp_path, ca_file) as made:
        yield made


@pytest.fixture
def speaking(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Have the program speak a language for the length of a test."""
    before, installed = QLocale(), []
    yield lambda code: installed.extend(speak(qapp, code))
    for translator in installed:
        qapp.removeTranslator(translator)
    use_locale(before)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

"""When everything is done: a countdown that can be cancelled, and then what was chosen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from core.model import events
from core.model.events import Cause
from gui import countdown
from gui.after_batch import After, AfterBatch
from gui.closing import Stage
from gui.countdown import Countdown
from gui.furnishing import furnishing_of
from gui.outside.power import Power
from gui.outside.sleep import PATH, SERVICE
from gui.palette import title_of
from gui.window import MainWindow
from tests.gui.test_main_job import LONG
from tests.servers.bus import message_bus, on_bus, serve

END = events.BatchEnded(None, None, 1.0)


@ClassInfo({"D-Bus Interface": "org.freedesktop.login1.Manager"})
class Logind(QObject):
    """A computer that can sleep and be shut down, or only the one."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[str, bool]] = []
        self.off = "yes"

    @Slot(result=str)
    def CanSuspend(self) -> str:
        return "yes"

    @Slot(result=str)
    def CanPowerOff(self) -> str:
        return self.off

    @Slot(bool)
    def Suspend(self, asks: bool) -> None:
        self.done.append(("Suspend", asks))

    @Slot(bool)
    def PowerOff(self, asks: bool) -> None:
        self.done.append(("PowerOff", asks))


@pytest.fixture
def buses(qapp: object) -> Iterator[tuple[QDBusConnection, QDBusConnection]]:
    with message_bus() as address, on_bus(address) as ours, on_bus(address) as theirs:
        yield ours, theirs


@pytest.fixture
def logind(buses: tuple[QDBusConnection, QDBusConnection]) -> Logind:
    made = Logind()
    serve(buses[1], SERVICE, PATH, made)
    return made


@pytest.fixture
def after(
    qtbot: QtBot,
    window: MainWindow,
    logind: Logind,
    buses: tuple[QDBusConnection, QDBusConnection],
) -> AfterBatch:
    made = AfterBatch(window, Power(buses[0], window))
    qtbot.waitUntil(made._actions[After.SHUT_DOWN].isEnabled, timeout=LONG)
    qtbot.waitUntil(made._actions[After.SLEEP].isEnabled, timeout=LONG)
    return made


def choose(after: AfterBatch, what: After) -> None:
    after._actions[what].trigger()
    assert after.chosen is what


def box(window: MainWindow) -> Countdown:
    found = window.findChild(Countdown)
    assert found is not None
    return found


def end(window: MainWindow, event: events.Event = END) -> None:
    window.bridge.happened.emit(event)


@pytest.mark.parametrize(
    ("what", "method"), [(After.SLEEP, "Suspend"), (After.SHUT_DOWN, "PowerOff")]
)
def test_the_computer_is_asked_when_the_time_is_over(
    qtbot: QtBot,
    window: MainWindow,
    after: AfterBatch,
    logind: Logind,
    monkeypatch: pytest.MonkeyPatch,
    what: After,
    method: str,
) -> None:
    monkeypatch.setattr(countdown, "SECONDS", 1)
    choose(after, what)
    end(window)
    assert "1 second" in box(window).informativeText()
    qtbot.waitUntil(lambda: logind.done == [(method, False)], timeout=LONG)
    assert after.chosen is After.NOTHING


def test_cancel_means_no(qtbot: QtBot, window: MainWindow, after: AfterBatch) -> None:
    choose(after, After.QUIT)
    end(window)
    box(window).button(QMessageBox.StandardButton.Cancel).click()
    assert window.closing.stage is Stage.OPEN
    assert after.chosen is After.NOTHING
    qtbot.waitUntil(lambda: window.findChild(Countdown) is None, timeout=LONG)
    end(window)
    assert window.findChild(Countdown) is None


def test_who_is_in_a_hurry_need_not_wait(
    qtbot: QtBot, window: MainWindow, after: AfterBatch
) -> None:
    choose(after, After.QUIT)
    end(window)
    box(window).hurry.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert window.closing.settled


def test_a_new_batch_ends_the_countdown(window: MainWindow, after: AfterBatch) -> None:
    choose(after, After.QUIT)
    end(window)
    window.bridge.happened.emit(events.BatchStarted())
    assert not box(window).isVisible()
    assert window.closing.stage is Stage.OPEN


def test_a_stop_by_hand_or_a_fault_is_no_end(window: MainWindow, after: AfterBatch) -> None:
    choose(after, After.QUIT)
    for cause in Cause:
        end(window, events.BatchEnded(cause, 3.0, 1.0))
    assert window.findChild(Countdown) is None
    assert after.chosen is After.QUIT


def test_a_refusal_is_told(
    qtbot: QtBot,
    window: MainWindow,
    after: AfterBatch,
    buses: tuple[QDBusConnection, QDBusConnection],
) -> None:
    assert buses[1].unregisterService(SERVICE)
    choose(after, After.SLEEP)
    end(window)
    box(window).hurry.click()

    def told() -> bool:
        found = window.findChild(QMessageBox, "powerRefused")
        return found is not None and bool(found.informativeText())

    qtbot.waitUntil(told, timeout=LONG)


def test_what_the_computer_cannot_do_is_not_offered(
    qtbot: QtBot,
    window: MainWindow,
    logind: Logind,
    buses: tuple[QDBusConnection, QDBusConnection],
) -> None:
    logind.off = "challenge"
    after = AfterBatch(window, Power(buses[0], window))
    qtbot.waitUntil(after._actions[After.SLEEP].isEnabled, timeout=LONG)
    assert not after._actions[After.SHUT_DOWN].isEnabled()


def test_it_is_found_in_the_menu_and_in_the_palette(window: MainWindow, after: AfterBatch) -> None:
    furnishing = furnishing_of(window)
    furnishing.offer_after(after.actions)
    titles = [one.text() for one in furnishing._more.actions()]
    assert "When everything is done" in titles
    furnishing.open_palette()
    palette = furnishing._window.findChild(QObject, "palette")
    assert "Quit Headgate" in [title_of(one) for one in palette._actions]  # type: ignore[union-attr]

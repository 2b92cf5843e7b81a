"""Progress on the taskbar: as far as the batch is, and gone with it."""

from typing import cast

import pytest
from PySide6.QtCore import SLOT
from PySide6.QtDBus import QDBusConnection
from pytestqt.qtbot import QtBot

from gui.outside import taskbar
from gui.outside.progress import Progress, fraction
from gui.outside.taskbar import Taskbar
from gui.window import MainWindow
from tests.gui.test_closing import stalls
from tests.gui.test_main_job import DATA, LONG, action, drop_text, wait_rows
from tests.servers.bus import Launcher
from tests.servers.scripted import Scripted, serve_file


def test_the_taskbar_shows_the_batch(
    qtbot: QtBot,
    window: MainWindow,
    server: Scripted,
    bus: QDBusConnection,
    other_end: QDBusConnection,
) -> None:
    launcher = Launcher()
    slot = cast(bytes, SLOT("hear(QString,QVariantMap)"))
    assert other_end.connect("", "", taskbar.INTERFACE, "Update", launcher, slot)
    Taskbar(Progress(window.bridge, window), bus, window)
    drop_text(window, f"{server.add('/a.bin', serve_file(DATA))} {server.add('/b.bin', stalls)}")
    wait_rows(qtbot, window, 2)
    action(window, "startAction").trigger()
    half = 0.5 + 1000 / len(DATA) / 2
    qtbot.waitUntil(lambda: any(abs(p - half) < 0.01 for p in shown(launcher)), timeout=LONG)
    qtbot.waitUntil(action(window, "stopAllAction").isEnabled, timeout=LONG)
    action(window, "stopAllAction").trigger()
    qtbot.waitUntil(lambda: not launcher.heard[-1][1]["progress-visible"], timeout=LONG)
    assert {name for name, _ in launcher.heard} == {"application://headgate.desktop"}


def shown(launcher: Launcher) -> list[float]:
    return [cast(float, told["progress"]) for _, told in launcher.heard if told["progress-visible"]]


@pytest.mark.parametrize(
    ("running", "waiting", "over", "part"),
    [([], 0, 0, 1.0), ([0.5], 0, 0, 0.5), ([0.5, 0.0], 1, 1, 0.375), ([], 1, 3, 0.75)],
)
def test_every_download_counts_the_same(
    running: list[float], waiting: int, over: int, part: float
) -> None:
    assert fraction(running, waiting, over) == part

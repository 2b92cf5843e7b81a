"""Figures of the sheet: how long until it is open, what it shows, and gaps in the window's loop.

    python -m tests.benchmarks.sheet [LISTED …]

Ten megabytes of text with 100 000 links are dragged over the window and dropped, with nothing in
the list and with as many links there. Runs offscreen or, with a display, for real.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog

from core.assembly import build_engine, calm_the_collector
from core.model.settings import Settings
from core.policy.intake.take import take_in
from gui.application import make_application, make_window
from gui.collecting import Collecting
from gui.drops import Offer
from gui.sheet.columns import NAME
from gui.sheet.overlay import Overlay
from gui.window import MainWindow
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.intake import LINKS, prose
from tests.benchmarks.measure import make_bytecode
from tests.benchmarks.rows import fill
from tests.benchmarks.window import until

if TYPE_CHECKING:
    from gui.sheet.dialog import SheetDialog  # the program imports it when it is first opened

LISTED = (0, 100_000)


def gaps(heart: Heartbeat) -> str:
    """The longest gap in the loop, what of it others took, and the longest it worked in one go."""
    worst, starved, busiest = heart.worst * 1000, heart.starved * 1000, heart.busiest * 1000
    gap = f"longest gap {worst:.0f} ms ({starved:.0f} without a processor)"
    return f"{gap}, own work up to {busiest:.0f} ms"


def open_sheet(window: MainWindow, text: str, heart: Heartbeat) -> "SheetDialog":
    """Drag a text over the window, drop it, and say how long it took until each stage."""
    mime = QMimeData()
    mime.setText(text)
    over = (
        QPoint(9, 9), Qt.DropAction.CopyAction, mime,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    veil = window.findChild(Overlay)
    enter, drop = QDragEnterEvent(*over), QDropEvent(*over)
    counted = lambda: str(LINKS) in veil.text  # noqa: E731
    _measure("drag over", lambda: QApplication.sendEvent(window, enter), counted, heart)
    heart.reset()
    began, used = time.perf_counter(), time.thread_time()
    QApplication.sendEvent(window, drop)
    until(lambda: _shown(window) is not None)
    wall, used = time.perf_counter() - began, time.thread_time() - used
    work = f"of its own work {used * 1000:.0f} ms"
    print(f"sheet open: {wall * 1000:.0f} ms, {work}; {gaps(heart)}")
    sheet = _shown(window)
    assert sheet is not None
    heart.reset()
    until(lambda: sheet.model.rowCount() == LINKS)
    seconds = time.perf_counter() - began
    print(f"{LINKS} links read, compared and shown: {seconds:.2f} s, {gaps(heart)}")
    return sheet


def _sheet(window: MainWindow) -> "SheetDialog | None":
    return cast("SheetDialog | None", window.findChild(QDialog, "addLinksDialog"))


def _shown(window: MainWindow) -> "SheetDialog | None":
    """The sheet, once the screen shows it."""
    sheet = _sheet(window)
    return sheet if sheet is not None and sheet.windowHandle().isExposed() else None


def use(sheet: "SheetDialog", heart: Heartbeat) -> None:
    """Do with all rows what a user does, and say how long and how jerky it is."""
    first = sheet.model.index(0, NAME)
    steps: dict[str, Callable[[], object]] = {
        "filter": lambda: sheet.filter.words.setText("archive 09"),
        "show all": sheet.filter.words.clear,
        "show one kind": lambda: sheet.filter.kinds.setCurrentIndex(2),
        "show all kinds": lambda: sheet.filter.kinds.setCurrentIndex(0),
        "uncheck all": lambda: sheet.filter.check.emit(False),
        "check all": lambda: sheet.filter.check.emit(True),
        "select all": sheet.view.selectAll,
        "toggle what is selected": sheet.view.toggled.emit,
        "toggle it again": sheet.view.toggled.emit,
        "select none": sheet.view.clearSelection,
        "rename one": lambda: sheet.model.setData(first, "mine.zip"),
        "type a mask": lambda: sheet.masks.edit.setText("*num*-*name*"),
        "name all": lambda: sheet.content.name_all("*num*-*name*"),
        "another folder": lambda: sheet.choices.box.setCurrentText("/tmp/elsewhere"),
        "drop more": lambda: sheet.offer(Offer("https://example.org/more.zip", ())),
        "scroll": sheet.view.scrollToBottom,
    }
    for name, step in steps.items():
        _measure(name, step, lambda: not sheet.unsettled, heart)


def _measure(
    name: str, step: Callable[[], object], done: Callable[[], bool], heart: Heartbeat
) -> None:
    until(lambda: True)  # what came before is painted
    heart.reset()
    began = time.perf_counter()
    step()
    until(done, seconds=300)
    seconds = time.perf_counter() - began
    until(lambda: True)  # what it leaves behind is cleared away
    print(f"{name}: {seconds:.2f} s, {gaps(heart)}")


def measure(text: str, listed: int) -> None:
    """All of it, with so many links in the list."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(look_over="always", look_up=False, ask_before_leaving=False)
        engine = build_engine(settings, folder / "state", owner="window")
        fill(engine, listed, folder)
        window = make_window(engine, settings, folder / "state", folder / "files")
        calm_the_collector()
        window.show()
        until(lambda: window.model.rowCount() == listed)
        heart = Heartbeat()
        sheet = open_sheet(window, text, heart)
        use(sheet, heart)
        there = listed + LINKS + 1
        _measure("add", sheet.add.click, lambda: window.model.rowCount() == there, heart)
        print("the same links once more:")
        sheet = open_sheet(window, text, heart)
        gone = lambda: _sheet(window) is None  # noqa: E731
        _measure("cancel", sheet.reject, gone, heart)
        heart.stop()
        window.closing.begin()
        until(lambda: not window.isVisible())


def main(many: list[int]) -> None:
    make_bytecode()
    text = prose(random.Random(1))
    application = make_application(sys.argv[:1])
    Collecting(application)
    for _ in range(2):
        wall, began = time.perf_counter(), time.process_time()
        take_in(text)
        used, waited = time.process_time() - began, time.perf_counter() - wall
        print(f"parsing alone: {used:.2f} s of processor, {waited:.2f} s")
    for listed in many:
        print(f"{listed} links in the list:")
        measure(text, listed)
    application.quit()


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [*LISTED])

"""Figures of the sheet: how long until it is open, what it shows, and gaps in the window's loop.

    python -m tests.benchmarks.sheet

Ten megabytes of text with 100 000 links are dropped. Runs offscreen or, with a display, for real.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtWidgets import QWidget

from core.assembly import build_engine, calm_the_collector
from core.model.settings import Settings
from core.policy.intake.take import take_in
from gui.application import make_application, make_window
from gui.collecting import Collecting
from gui.drops import Offer, offer_in
from gui.sheet.columns import NAME
from gui.sheet.dialog import SheetDialog
from gui.window import MainWindow
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.intake import LINKS, prose
from tests.benchmarks.window import until


def gaps(heart: Heartbeat) -> str:
    """The longest gap in the loop, and the longest it worked without a pause."""
    worst, busiest = heart.worst * 1000, heart.busiest * 1000
    return f"longest gap {worst:.0f} ms, of the loop's own work {busiest:.0f} ms"


class _Painted(QObject):
    """Sees a widget being painted for the first time, when Qt's loop comes to it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen = self.seen or event.type() is QEvent.Type.Paint
        return False


def open_sheet(window: MainWindow, text: str, heart: Heartbeat) -> SheetDialog:
    """Drop a text and say how long it took until each stage."""
    mime = QMimeData()
    mime.setText(text)
    heart.reset()
    began, used = time.perf_counter(), time.thread_time()
    window.door.receive(offer_in(mime))
    sheet = window.findChild(SheetDialog)
    painted = _Painted(sheet)
    until(lambda: painted.seen)
    wall, used = time.perf_counter() - began, time.thread_time() - used
    print(f"sheet open: {wall * 1000:.0f} ms, of its own work {used * 1000:.0f} ms")
    until(lambda: sheet.model.rowCount() == LINKS)
    seconds = time.perf_counter() - began
    print(f"{LINKS} links read, compared and shown: {seconds:.2f} s, {gaps(heart)}")
    return sheet


def use(sheet: SheetDialog, heart: Heartbeat) -> None:
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


def main() -> None:
    text = prose(random.Random(1))
    application = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(look_over="always", look_up=False, ask_before_leaving=False)
        engine = build_engine(settings, folder / "state", owner="window")
        window = make_window(engine, settings, folder / "state", folder / "files")
        calm_the_collector()
        Collecting(application)
        window.show()
        for _ in range(2):
            wall, began = time.perf_counter(), time.process_time()
            take_in(text)
            used, waited = time.process_time() - began, time.perf_counter() - wall
            print(f"parsing alone: {used:.2f} s of processor, {waited:.2f} s")
        heart = Heartbeat()
        sheet = open_sheet(window, text, heart)
        use(sheet, heart)
        _measure("add", sheet.add.click, lambda: window.model.rowCount() == LINKS + 1, heart)
        print("the same links once more:")
        sheet = open_sheet(window, text, heart)
        gone = lambda: window.findChild(SheetDialog) is None  # noqa: E731
        _measure("cancel", sheet.reject, gone, heart)
        window.closing.begin()
        until(lambda: not window.isVisible())
    application.quit()


if __name__ == "__main__":
    main()

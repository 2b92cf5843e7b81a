"""Gaps in the window's loop while a long list is filled, sorted, searched, filtered, selected.

    python -m tests.benchmarks.rows [ROWS]

Runs offscreen or, with QT_QPA_PLATFORM unset and a display, for real. "Busy" is the processor
time of the window's thread in a gap: on a machine that has other things to do it tells more.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from core.assembly import build_engine, calm_the_collector
from core.engine.engine import Engine
from core.model.download import Request
from core.model.settings import Settings
from gui.application import make_application, make_window
from gui.arrangement import Group
from gui.window import MainWindow
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.window import until

ROWS = 100_000
CHUNK = 1000
SETTLE_SECONDS = 0.3  # what a step still paints after it is through
ALLOWED_MS = 50


def fill(engine: Engine, rows: int, folder: Path) -> None:
    """Names in no order, and some of them paused."""
    for first in range(0, rows, CHUNK):
        ids = engine.add(
            Request(f"https://example.org/files/archive-{(n * 7919) % rows:06}.zip", folder)
            for n in range(first, first + CHUNK)
        )
        engine.pause(ids[::7])


class Gaps:
    """Does one thing after the other, and prints how long each took and held up the loop."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._heart = Heartbeat()
        self.worst = self.busiest = 0.0

    def step(self, name: str, do: Callable[[], object], *, arranges: bool = True) -> None:
        done: list[bool] = []
        connection = self._window.arranging.arranged.connect(lambda: done.append(True))
        self._heart.reset()
        began = time.monotonic()
        do()
        until(lambda: bool(done) or not arranges)
        seconds = time.monotonic() - began
        until(lambda: time.monotonic() - began > seconds + SETTLE_SECONDS)
        self._window.arranging.arranged.disconnect(connection)
        self.say(name, seconds)

    def say(self, name: str, seconds: float) -> None:
        gap = self._heart.worst * 1000
        self.worst = max(self.worst, gap)
        busy = self._heart.busiest * 1000
        self.busiest = max(self.busiest, busy)
        rows = self._window.model.rowCount()
        print(f"{name:24} {seconds:6.2f} s   gap {gap:4.0f} ms, busy {busy:4.0f} ms {rows:8} rows")


def main(rows: int) -> int:
    application = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = Settings(ask_before_leaving=False)
        engine = build_engine(settings, folder / "state", owner="window")
        fill(engine, rows, folder)
        window = make_window(engine, settings, folder / "state", folder)
        calm_the_collector()
        window.show()
        gaps, began = Gaps(window), time.monotonic()
        until(lambda: window.model.rowCount() == rows)
        gaps.say("loaded", time.monotonic() - began)
        arranging, view = window.arranging, window.view
        gaps.step("sort by name", lambda: arranging.sort(0, False))
        gaps.step("the other way", lambda: arranging.sort(0, True))
        gaps.step("find a few", lambda: window.search.setText("archive-0001"))
        gaps.step("all again", lambda: window.search.setText(""))
        gaps.step("find nothing", lambda: window.search.setText("nothing like it"))
        gaps.step("all again", lambda: window.search.setText(""))
        gaps.step("those that are paused", lambda: arranging.show_group(Group.PAUSED))
        gaps.step("all again", lambda: arranging.show_group(Group.ALL))
        gaps.step("the order of the queue", lambda: arranging.sort(-1, False))
        gaps.step("select all", view.selectAll, arranges=False)
        gaps.step("sort with all selected", lambda: arranging.sort(0, False))
        gaps.step("find with all selected", lambda: window.search.setText("archive-0001"))
        gaps.step("all again", lambda: window.search.setText(""))
        gaps.step("those that are paused", lambda: arranging.show_group(Group.PAUSED))
        gaps.step("select them", view.selectAll, arranges=False)
        gaps.step("all again", lambda: arranging.show_group(Group.ALL))
        gaps.step("scroll to the end", view.scrollToBottom, arranges=False)
        window.closing.begin()
        until(lambda: not window.isVisible())
        print(
            f"longest gap {gaps.worst:.0f} ms, of it busy {gaps.busiest:.0f}; allowed {ALLOWED_MS}"
        )
    application.quit()
    return int(gaps.worst > ALLOWED_MS)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))

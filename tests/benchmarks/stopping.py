"""The window while everything is stopped again and again: how soon it hears, and how free it is.

    python -m tests.benchmarks.stopping [ROUNDS] [CASE …]

The blockages of `tests.faults.stops` and a disk that freezes, under a real window. From Stop all
to the signal in Qt's loop, and the longest that the loop was kept from turning meanwhile. Fails
if a target is missed. Runs offscreen or, with QT_QPA_PLATFORM unset and a display, for real.
"""

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Slot

from core.assembly import calm_the_collector
from core.model.events import Event
from core.model.settings import Settings
from gui.application import make_application, make_window
from gui.collecting import Collecting
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.window import until
from tests.faults.blockages import NETWORK, Ground
from tests.faults.frozen import can_freeze, freeze_once, pretended_disk, real_disk
from tests.faults.rounds import Bench, Blockage, Figures, WrongError
from tests.faults.stops import CASES, Line, ground, histogram

GAP_MS = 50.0
LONGEST_SECONDS = 600.0
FROZEN = "a frozen disk"


class WindowBench(Bench):
    """Hears of a batch's end as the window does."""

    look_seconds = 0.1  # each look stops all threads for a moment

    def _hear(self, _event: Event) -> None:
        """What the engine's own threads are told does not count here."""

    def told(self, event: Event) -> None:
        super()._hear(event)

    def settled(self) -> None:
        """What is left behind is counted without a window, which has threads of its own."""


class _Ear(QObject):
    """Passes on what came through Qt's loop."""

    def __init__(self, bench: WindowBench) -> None:
        super().__init__()
        self._bench = bench

    @Slot(object)
    def hear(self, event: Event) -> None:
        self._bench.told(event)


def under_window(
    blockage: Blockage, folder: Path, ca_file: Path, rounds: Callable[[WindowBench], None]
) -> Heartbeat:
    """Take the rounds on a thread below an open window; raises `WrongError`."""
    bench = WindowBench(blockage, folder, ca_file)
    look = folder / "look"
    look.mkdir()
    window = make_window(bench.engine, Settings(), look, bench.files)
    ear = _Ear(bench)
    window.bridge.happened.connect(ear.hear)
    window.show()
    failures: list[BaseException] = []

    def run() -> None:
        try:
            rounds(bench)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failures.append(error)

    until(lambda: window.model.rowCount() == len(bench.ids))
    heart = Heartbeat()
    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: not thread.is_alive(), LONGEST_SECONDS)
    heart.stop()
    window.closing.begin()
    until(lambda: not window.isVisible())
    window.deleteLater()
    if failures:
        raise failures[0]
    return heart


def measure(
    name: str, here: Ground, count: int, *, real: bool = True
) -> tuple[list[float], Heartbeat]:
    """Milliseconds of each stop, and the heartbeat of the loop meanwhile.

    A `real` disk is frozen where that can be done.
    """
    times: list[float] = []

    def stops(bench: WindowBench) -> None:
        figures = Figures(times)
        for _ in range(count):
            bench.round(figures)

    if name == FROZEN:
        with real_disk() if real and can_freeze() else pretended_disk() as disk:

            def freezes(bench: WindowBench) -> None:
                calls: list[float] = []
                for _ in range(count):
                    freeze_once(bench, disk, calls, times)

            with NETWORK["full speed"](here) as blockage:
                heart = under_window(blockage, disk.folder / "bench", here.web.ca_file, freezes)
        return times, heart
    with CASES[name](here) as blockage:
        base: Any = blockage.folder or here.web.root.parent
        with tempfile.TemporaryDirectory(prefix="case-", dir=base) as folder:
            heart = under_window(blockage, Path(folder), here.web.ca_file, stops)
    return times, heart


def main(words: list[str]) -> int:
    given = int(words[0]) if words and words[0].isdigit() else None
    rounds, wanted = given or 10, [word.lower() for word in words[given is not None :]]
    application = make_application(sys.argv[:1])
    calm_the_collector()
    Collecting(application)
    times: list[float] = []
    gap, wrong = 0.0, 0
    with ground() as here:
        print(f"{rounds} rounds each; milliseconds from stop to the signal in the window's loop,")
        print("its longest gap, and how much of that it had no processor\n")
        print(f"{'blockage':34} {'p50':>7} {'p99':>7} {'max':>7} {'gap':>7} {'starved':>8}")
        for name in (*CASES, FROZEN):
            if wanted and not any(name.lower().startswith(word) for word in wanted):
                continue
            try:
                took, heart = measure(name, here, rounds)
            except WrongError as error:
                print(f"{name:34} WRONG: {error}", flush=True)
                wrong += 1
                continue
            line = Line.of(name, took)
            worst, starved = heart.worst * 1000, heart.starved * 1000
            fine = line.fine and worst <= GAP_MS
            wrong += not fine
            times += took
            gap = max(gap, worst)
            print(
                f"{name:34} {line.p50:7.1f} {line.p99:7.1f} {line.most:7.1f} {worst:7.1f} "
                f"{starved:8.1f}{'' if fine else '  MISSED'}",
                flush=True,
            )
    if times:
        print(f"\n{histogram(times)}\n\nlongest gap {gap:.0f} ms (target {GAP_MS:.0f})")
    print(f"{wrong} blockages missed" if wrong else "all as it must be")
    application.quit()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the window costs to open and to leave open, with a long history in its list.

    python -m tests.benchmarks.startup [ROUNDS] [ROWS]

Each round starts the program anew, offscreen or, with a display, for real. First paint is the time
from the start of the process until rows of the list are painted; beside it stands the processor
time used by then, which says more on a busy machine. Prints the best of the rounds and the median.
Aims with 10 000 rows: 0.5 s, 150 MB, 0.5 %.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from core.assembly import build_engine
from core.disk.settings_file import save_settings
from core.model.download import Request
from core.model.outcome import Done
from core.model.resource import Resource, Validator
from core.model.settings import Settings
from core.stop import StopSignal

ROUNDS, ROWS, CHUNK = 5, 10_000, 100
IDLE_SECONDS = 10.0
PATIENCE = 120.0
TICK = os.sysconf("SC_CLK_TCK")

# The program with an eye on its list: it tells when rows are painted, and when all are there.
_PROGRAM = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from gui import application
from gui.__main__ import main
class Eye(QObject):
    painted = False
    def __init__(self, window):
        super().__init__(window)
        self.model = window.model
        window.view.viewport().installEventFilter(self)
        window.bridge.changed.connect(self.look)
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and self.model.rowCount() and not self.painted:
            self.painted = True
            print("painted", time.monotonic(), time.process_time(), flush=True)
        return False
    def look(self, changes):
        if self.painted and not changes.more:
            print("whole", self.model.rowCount(), flush=True)
make = application.make_window
def made(*words):
    window = make(*words)
    Eye(window)
    return window
application.make_window = made
sys.exit(main())
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds until rows are painted, of the clock and of the processor; MB; percent."""

    paint: float
    cpu: float
    memory: float
    idle: float


def fill(state: Path, folder: Path, rows: int) -> None:
    """A list of downloads that are all done."""
    engine = build_engine(Settings(concurrent=64), state, owner="window", pool_size=1)
    work, stop = engine._work, StopSignal()
    for first in range(0, rows, CHUNK):
        some = range(first, min(first + CHUNK, rows))
        engine.add(Request(f"https://server{n % 50}.example.org/{n:06}.zip", folder) for n in some)
    work.open_batch(None)
    for number in range(rows):
        piece = work.take(stop)
        assert piece is not None
        resource = Resource(piece.download.request.url, 4096, Validator(), ranges=False)
        work.delivered(piece, resource, f"archive-{number:06}.zip", 4096)
        work.settle(piece, Done())
    work.close_batch(None)
    stop.close()
    save_settings(state, Settings())  # else it were a first start, with its questions
    if not engine.close(PATIENCE):
        raise SystemExit("the list could not be recorded")


def measure(state: Path, folder: Path, rows: int) -> Figures:
    """Start the program, look at it, and have it end."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever uses it has its bytecode
    environment.setdefault("PYTHONPYCACHEPREFIX", str(state.parent / "bytecode"))
    if not environment.get("DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    words = ["--state-dir", str(state), "--folder", str(folder)]
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    paint = cpu = 0.0
    for line in process.stdout:
        name, *figures = line.split()
        if name == "painted":
            paint, cpu = float(figures[0]) - began, float(figures[1])
        elif figures == [str(rows)]:
            break
    time.sleep(1.0)  # what opening sets off is no idling
    memory = _resident(process.pid)
    before = _ticks(process.pid)
    time.sleep(IDLE_SECONDS)
    idle = (_ticks(process.pid) - before) / TICK / IDLE_SECONDS * 100
    process.terminate()
    process.communicate(timeout=PATIENCE)
    if process.returncode != 0 or not paint:
        raise SystemExit(f"the program ended with status {process.returncode}")
    return Figures(paint, cpu, memory, idle)


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    raise SystemExit("the system does not tell how much memory is used")


def _ticks(pid: int) -> int:
    """Processor time of a process, user and system."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(told[11]) + int(told[12])


def main(rounds: int, rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="headgate-startup-") as scratch:
        state, folder = Path(scratch) / "state", Path(scratch) / "files"
        fill(state, folder, rows)
        measure(state, folder, rows)  # the first start writes bytecode and settings
        found = [measure(state, folder, rows) for _ in range(rounds)]
    for title, unit, figures in (
        ("first paint with rows", "s", [one.paint for one in found]),
        ("its processor time", "s", [one.cpu for one in found]),
        ("memory with all rows", "MB", [one.memory for one in found]),
        ("processor while idle", "%", [one.idle for one in found]),
    ):
        best, middle = min(figures), statistics.median(figures)
        print(f"{rows} rows, {title}: best {best:.2f} {unit}, median {middle:.2f} {unit}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [ROUNDS, ROWS][len(given) :]))

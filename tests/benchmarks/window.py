"""Figures of the window: stop times, and gaps in its loop.

    python -m tests.benchmarks.window [ROUNDS]

Runs offscreen or, with QT_QPA_PLATFORM unset and a display, for real.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMimeData, QTimer

from core.assembly import build_engine, calm_the_collector
from core.model import events
from core.model.settings import Settings
from gui.application import make_application, make_window
from gui.collecting import Collecting
from gui.drops import offer_in
from gui.window import MainWindow
from tests.benchmarks.heartbeat import Heartbeat
from tests.servers.nginx import nginx
from tests.servers.scripted import Asked, Peer, scripted

WORKERS = 8
LINKS = 10_000
GIB = 1024**3
CONNECTIONS = 64
BUSY_SECONDS = 5.0
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def until(fits: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let Qt's loop run until something holds."""
    loop = QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if fits() else None)
    timer.start()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
    timer.stop()
    if not fits():
        raise SystemExit("never came")


def stalls(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", "Content-Length: 1000000")
    peer.send(b"x" * 1000)
    peer.stall()


def drop(window: MainWindow, text: str) -> None:
    mime = QMimeData()
    mime.setText(text)
    window.take(offer_in(mime))


def stop_times(window: MainWindow, rounds: int) -> list[float]:
    """Milliseconds from Stop all to the signal, with every worker on a stalled server."""
    times: list[float] = []
    window.bridge.happened.connect(
        lambda event: times.append(event.stop_ms) if isinstance(event, events.BatchEnded) else None
    )
    for number in range(rounds):
        window.actions_by_name["startAction"].trigger()
        until(lambda: sum(row.received > 0 for row in window.model.rows()) == WORKERS)
        until(lambda: window.bridge.engine.running)
        window.actions_by_name["stopAllAction"].trigger()
        until(lambda number=number: len(times) > number)
    return times


def busy_gap(scratch: Path) -> tuple[float, float, int]:
    """The longest gap in seconds while 64 connections run, bytes per second, connections."""
    with nginx(scratch / "web") as web:
        with (web.root / "large.bin").open("wb") as file:
            file.truncate(2 * GIB)
        settings = Settings(
            concurrent=8, connections=CONNECTIONS, timeout=60, ask_before_leaving=False
        )
        engine = build_engine(settings, scratch / "busy", owner="window")
        window = make_window(engine, settings, scratch / "busy", scratch / "busy-files")
        window.show()
        drop(window, "\n".join(f"{web.http}/large.bin?{number}" for number in range(8)))
        until(lambda: window.model.rowCount() == 8)
        window.actions_by_name["startAction"].trigger()
        until(lambda: engine.received() > 0)
        most = [0]
        window.bridge.changed.connect(
            lambda changes: most.append(sum(row.connections for row in changes.rows))
        )
        until(lambda: max(most) >= CONNECTIONS)
        heart, began, before = Heartbeat(), time.monotonic(), engine.received()
        until(lambda: time.monotonic() - began > BUSY_SECONDS or not engine.running)
        gap = heart.worst
        rate = (engine.received() - before) / (time.monotonic() - began)
        window.closing.begin()
        until(lambda: not window.isVisible())
    return gap, rate, max(most)


def main(rounds: int) -> None:
    application = make_application(sys.argv[:1])
    calm_the_collector()
    Collecting(application)
    with tempfile.TemporaryDirectory() as scratch, scripted() as server:
        folder = Path(scratch)
        settings = Settings(concurrent=WORKERS, connections=1, timeout=60, ask_before_leaving=False)
        engine = build_engine(settings, folder / "state", owner="window")
        window = make_window(engine, settings, folder / "state", folder / "files")
        window.show()
        drop(window, "\n".join(server.add(f"/{n}.bin", stalls) for n in range(WORKERS)))
        until(lambda: window.model.rowCount() == WORKERS)
        times = stop_times(window, rounds)
        print(
            f"stop all, {WORKERS} stalled workers, {rounds} rounds: median "
            f"{statistics.median(times):.1f} ms, worst {max(times):.1f} ms"
        )
        heart = Heartbeat()
        text = "\n".join(f"https://example.org/files/archive-{n:05}.zip" for n in range(LINKS))
        until(lambda: True)
        heart.reset()
        drop(window, text)
        until(lambda: window.model.rowCount() == WORKERS + LINKS)
        print(f"{LINKS} links dropped: longest gap in the loop {heart.worst * 1000:.0f} ms")
        window.closing.begin()
        until(lambda: not window.isVisible())
        with tempfile.TemporaryDirectory(dir=MEMORY) as memory:
            gap, rate, most = busy_gap(Path(memory))
        print(f"{most} connections, {rate / 1e6:.0f} MB/s: longest gap {gap * 1000:.0f} ms")
    application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)

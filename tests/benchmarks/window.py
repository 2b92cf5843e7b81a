"""Figures of the window: stop times, and gaps in its loop.

    python -m tests.benchmarks.window [ROUNDS]

Runs offscreen or, with QT_QPA_PLATFORM unset and a display, for real.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMimeData, QTimer

from core.assembly import build_engine
from core.model import events
from core.model.settings import Settings
from gui.application import make_application
from gui.bridge import Bridge
from gui.drops import offer_in
from gui.window import MainWindow
from tests.benchmarks.heartbeat import Heartbeat
from tests.servers.scripted import Asked, Peer, scripted

WORKERS = 8
LINKS = 10_000


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


def main(rounds: int) -> None:
    application = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as scratch, scripted() as server:
        folder = Path(scratch)
        engine = build_engine(
            Settings(concurrent=WORKERS, connections=1, timeout=60),
            folder / "state",
            owner="window",
        )
        window = MainWindow(Bridge(engine), folder / "files")
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
        window.close()
        until(lambda: not window.isVisible())
    application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)

"""How soon the window is gone: with 64 stalled connections, and with none.

    python -m tests.benchmarks.closing [ROUNDS]

Runs offscreen or, with QT_QPA_PLATFORM unset and a display, for real. From the click to the
window's end, and the longest that Qt's loop was kept from turning meanwhile. Fails if a target
is missed.
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

from core.assembly import build_engine
from core.model.download import Request
from core.model.settings import Settings
from core.policy.links import parse_link
from gui.application import make_application, make_window
from gui.leave_question import LeaveQuestion
from tests.benchmarks.heartbeat import Heartbeat
from tests.benchmarks.window import until
from tests.faults.blocker import Blocker, blocker

FILES = CONNECTIONS = 8
BUSY_MS, IDLE_MS, GAP_MS = 500.0, 200.0, 50.0


def close_once(folder: Path, block: Blocker, *, stalled: bool) -> tuple[float, float]:
    """Milliseconds until the window was gone, and of the longest gap in Qt's loop."""
    settings = Settings(concurrent=FILES, connections=CONNECTIONS, timeout=600)
    engine = build_engine(settings, folder / "state", owner="window")
    window = make_window(engine, settings, folder / "state", folder / "files")
    window.show()
    if stalled:
        # Each on a host of its own: there is a limit to the connections to one.
        engine.add(
            Request(parse_link(link).url, folder / "files")
            for link in (
                block.link(f"stall-at-{CONNECTIONS}", number, host=number + 1)
                for number in range(FILES)
            )
        )
        until(lambda: window.model.rowCount() == FILES)
        window.actions_by_name["startAction"].trigger()
        until(lambda: sum(row.connections for row in engine.running_rows()) == FILES * CONNECTIONS)
        seen = [-1, 0]
        while seen[-1] != seen[-2]:  # the streams run dry as soon as all connections are there
            until(lambda: True)
            seen.append(engine.received())
    heart = Heartbeat()
    until(lambda: True)
    heart.reset()
    click: Callable[[], object] = window.close
    if stalled:
        window.close()
        question = window.findChild(LeaveQuestion)
        assert question is not None, "it asks before it stops anything"
        click = question.defaultButton().click
    began = time.perf_counter()
    click()
    until(lambda: not window.isVisible())
    took = time.perf_counter() - began
    heart.deleteLater()
    window.deleteLater()
    return took * 1000, heart.worst * 1000


def main(rounds: int) -> int:
    application = make_application(sys.argv[:1])
    missed = False
    with tempfile.TemporaryDirectory() as scratch, blocker() as block:
        for stalled, target in ((True, BUSY_MS), (False, IDLE_MS)):
            figures = [
                close_once(Path(scratch) / f"{stalled}-{number}", block, stalled=stalled)
                for number in range(rounds)
            ]
            times, gaps = zip(*figures, strict=True)
            what = f"{FILES} x {CONNECTIONS} stalled connections" if stalled else "nothing running"
            missed |= max(times) > target or max(gaps) > GAP_MS
            print(
                f"{what}, {rounds} rounds: closed after median {statistics.median(times):.0f} ms, "
                f"worst {max(times):.0f} ms (target {target:.0f}); "
                f"longest gap in the loop {max(gaps):.0f} ms (target {GAP_MS:.0f})"
            )
    application.quit()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20))

"""The picture in README.md, in both themes: a window with much to do.

    python -m tests.screenshot [FOLDER]

Needs a display (Xvfb will do). The files come from the server that `--demo` uses, as fast as such
files usually come; their bytes mean nothing.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from core.assembly import build_engine
from core.model.settings import Settings
from core.model.states import State
from gui import demo
from gui.application import make_application, make_window
from gui.demo import MB, DemoFile, DemoServer
from gui.drops import Offer
from gui.language import speak
from gui.look import Look
from tests.screens import Screens

FOLDER = Path(__file__).parent.parent / "resources" / "screenshots"
SIZE = (1320, 620)
SEGMENTS = 1
FILES = (
    DemoFile("novel.epub", 2 * MB, 20 * MB),
    DemoFile("museum-guide.pdf", 18 * MB, 20 * MB),
    DemoFile("city-map-2026.svg", 6 * MB, 20 * MB),
    DemoFile("old-release-1.0.tar.gz", 0, 1, status=404),
    DemoFile("debian-13.2-netinst.iso", 735 * MB, 7 * MB),
    DemoFile("lecture-07-tides.mp4", 412 * MB, 5 * MB),
    DemoFile("field-recordings.flac", 268 * MB, 3 * MB, ranges=False),
    DemoFile("photos-of-the-coast.zip", 960 * MB, 4 * MB),
    DemoFile("weather-1950-2025.csv.gz", 310 * MB, 9 * MB),
    DemoFile("atlas-sheet-12.tiff", 540 * MB, 9 * MB),
    DemoFile("podcast-episode-48.mp3", 64 * MB, 9 * MB),
)
LARGE = 4  # the one that is looked at


def picture(folder: Path, look: str, name: str) -> None:
    """One theme."""
    demo.FILES = FILES
    with tempfile.TemporaryDirectory(prefix="headgate-") as scratch, DemoServer() as server:
        application = make_application(sys.argv[:1])
        speak(application, "en")
        settings = Settings(
            theme=look, retries=0, ask_before_leaving=False, tray=False, concurrent=4
        )
        engine = build_engine(settings, Path(scratch) / "state", owner="window")
        window = make_window(engine, settings, Path(scratch) / "state", Path(scratch) / "files")
        Look(application, window.preferences)
        window.resize(*SIZE)
        window.show()
        here = Screens(window, folder, "")
        window.take(Offer("\n".join(server.links()), ()))
        here.until(lambda: window.model.rowCount() == len(FILES))
        window.actions_by_name["inspectorAction"].setChecked(True)
        window.inspector.setCurrentIndex(SEGMENTS)
        window.view.setCurrentIndex(window.model.index(LARGE, 0))
        here.act("startAction")
        here.until(lambda: _is_telling(here))
        here.shoot(name)
        window.close()
        here.until(lambda: not window.isVisible())


def _is_telling(here: Screens) -> bool:
    """Some are done, several run, and the large one is in the middle of it."""
    rows = here.window.model.rows()
    large = rows[LARGE]
    running = sum(one.state is State.DOWNLOADING for one in rows)
    return running >= 3 and large.connections >= 6 and (large.fraction or 0.0) > 0.4


def main(folder: Path) -> None:
    """Both themes, each in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for look, name in (("light", "window"), ("dark", "window-dark")):
        words = [sys.executable, "-m", "tests.screenshot", str(folder), look, name]
        subprocess.run(words, check=True, env={**os.environ, "QT_SCALE_FACTOR": "1"})


if __name__ == "__main__":
    if len(sys.argv) > 3:
        picture(Path(sys.argv[1]), *sys.argv[2:])
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)

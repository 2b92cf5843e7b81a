"""Real drags from other programs onto the window, with the X server's own pointer.

    xvfb-run -s "-screen 0 1400x800x24" python -m tests.drag FOLDER

Needs a display, xdotool, and pcmanfm for the drag of files. Writes screenshots from before, while
and after each drag to FOLDER and prints what was seen; ends with status 1 if a drag gave no links.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from core.assembly import build_engine
from core.model.settings import Settings
from gui.application import make_application, make_window
from gui.sheet.dialog import SheetDialog
from gui.sheet.overlay import Overlay
from gui.window import MainWindow

LINKS = [f"https://example.org/files/part-{number}.zip" for number in range(1, 15)]
SOURCE = (760, 60)  # where the other program's window is
WINDOW = (350, 300)  # a place in ours


class Source(QLabel):
    """A small program of its own: dragged, it offers links as a browser does."""

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl(link) for link in LINKS[:2]])
        mime.setHtml("".join(f'<a href="{link}">A part</a> ' for link in LINKS))
        mime.setText("\n".join(LINKS))
        mime.setData("text/x-moz-url", f"{LINKS[0]}\nA part".encode("utf-16-le"))
        mime.setData("application/x-qabstractitemmodeldatalist", b"\0\0\0\1" * 64)
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


def be_the_source() -> None:
    application = QApplication(sys.argv[:1])
    label = Source("Drag me")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setGeometry(*SOURCE, 200, 100)
    label.show()
    print("ready", flush=True)
    application.exec()


class Hand:
    """The X server's pointer, and an eye on the screen."""

    def __init__(self, application: QApplication, window: MainWindow, folder: Path) -> None:
        self._application = application
        self._window = window
        self._folder = folder

    def until(self, fits: Callable[[], bool], what: str, seconds: float = 30.0) -> None:
        """Let Qt's loop run until something holds."""
        deadline = time.monotonic() + seconds
        while not fits():
            if time.monotonic() > deadline:
                self.shoot("stuck")
                raise SystemExit(f"never came: {what}")
            self._turn(20)

    def do(self, *words: str | int) -> None:
        """Have xdotool do something, while our own loop runs."""
        process = subprocess.Popen(["xdotool", *map(str, words)])
        self.until(lambda: process.poll() is not None, "xdotool's end")
        self._turn(60)

    def drag(self, start: tuple[int, int], end: tuple[int, int], name: str) -> str:
        """Drag from one place to another; returns what the overlay said."""
        self.shoot(f"{name}-1-before")
        self.do("mousemove", *start)
        self.do("mousedown", 1)
        for step in range(1, 13):
            x = start[0] + (end[0] - start[0]) * step // 12
            y = start[1] + (end[1] - start[1]) * step // 12
            self.do("mousemove", x, y)
        overlay = self._window.findChild(Overlay, "dragOverlay")
        self.until(lambda: overlay.isVisible() and "link(s)" in overlay.text, "the overlay")
        said = str(overlay.text)
        self.shoot(f"{name}-2-while")
        self.do("mouseup", 1)
        self.until(lambda: self.sheet() is not None, "the sheet")
        self.until(lambda: not self.sheet().unsettled, "what was dropped")
        self._turn(200)
        self.shoot(f"{name}-3-after")
        return said

    def sheet(self) -> SheetDialog:
        return self._window.findChild(SheetDialog)

    def shoot(self, name: str) -> None:
        """The whole screen, with both programs."""
        self._application.primaryScreen().grabWindow(0).save(str(self._folder / f"{name}.png"))

    def _turn(self, milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def from_a_program(hand: Hand) -> tuple[str, int]:
    """Drag what a browser would offer; returns what was said and how many links came."""
    source = subprocess.Popen(
        [sys.executable, "-m", "tests.drag", "--source"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert source.stdout is not None
        source.stdout.readline()
        said = hand.drag((SOURCE[0] + 90, SOURCE[1] + 50), WINDOW, "program")
    finally:
        source.terminate()
        source.wait()
    return said, _links(hand)


def from_a_file_manager(hand: Hand, scratch: Path) -> tuple[str, int]:
    """Drag three files out of pcmanfm."""
    shown = scratch / "lists"
    shown.mkdir()
    for number in range(3):
        text = "\n".join(LINKS[number * 4 : number * 4 + 4])
        (shown / f"list-{number}.txt").write_text(text, "utf-8")
    manager = subprocess.Popen(
        ["pcmanfm", "--no-desktop", str(shown)],
        env={**os.environ, "XDG_CONFIG_HOME": str(scratch), "GTK_A11Y": "none"},
        stderr=subprocess.DEVNULL,
    )
    try:
        hand.do("search", "--sync", "--onlyvisible", "--class", "pcmanfm", "windowmove", 740, 20)
        hand.do("search", "--onlyvisible", "--class", "pcmanfm", "windowsize", 620, 400)
        hand.do("search", "--onlyvisible", "--class", "pcmanfm", "windowfocus")
        hand.do("key", "ctrl+a")
        said = hand.drag((935, 150), WINDOW, "files")
    finally:
        manager.terminate()
        manager.wait()
    return said, _links(hand)


def _links(hand: Hand) -> int:
    sheet = hand.sheet()
    count = sheet.model.rowCount()
    sheet.reject()
    hand.until(lambda: hand.sheet() is None, "the sheet's end")
    return count


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        application = make_application(sys.argv[:1])
        settings = Settings(look_over="always", look_up=False, ask_before_leaving=False)
        engine = build_engine(settings, root / "state", owner="window")
        window = make_window(engine, settings, root / "state", root / "files")
        window.setGeometry(0, 0, 700, 560)
        window.show()
        hand = Hand(application, window, folder)
        results = [from_a_program(hand), from_a_file_manager(hand, root)]
        for place, (said, count) in zip(("a program", "a file manager"), results, strict=True):
            print(f"dragged from {place}: “{said}”, {count} rows in the sheet")
        window.closing.begin()
        hand.until(lambda: not window.isVisible(), "the window's end")
    return 0 if [count for _, count in results] == [len(LINKS), 12] else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["--source"]:
        be_the_source()
    else:
        sys.exit(main(Path(sys.argv[1])))

"""A walk through the program as a user: real window, real nginx, screenshots, one large file.

    python -m tests.walk FOLDER [BYTES]

Needs a display (Xvfb will do). Writes the screenshots to FOLDER and prints what was seen.
"""

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QMimeData, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolBar

from core.assembly import build_engine
from core.model.settings import Settings
from core.model.states import State
from gui import theme
from gui.application import make_application, make_window
from gui.drops import offer_in
from gui.window import MainWindow
from tests.servers.nginx import nginx
from tests.servers.scripted import content, scripted

GIB = 1024**3


class Walk:
    """Drives one window with clicks and keeps what it sees."""

    def __init__(self, application: QApplication, window: MainWindow, folder: Path) -> None:
        self.application = application
        self.window = window
        self.folder = folder

    def until(self, fits: Callable[[], bool], seconds: float = 120.0) -> None:
        """Let Qt's loop run until something holds."""
        deadline = time.monotonic() + seconds
        loop = QEventLoop()
        timer = QTimer(interval=5)
        timer.timeout.connect(lambda: loop.quit() if fits() else None)
        timer.start()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
        timer.stop()
        if time.monotonic() >= deadline:
            raise SystemExit(f"never came: {self.window.model.rows()}")

    def click(self, name: str) -> None:
        """A real click on an action's button in the toolbar."""
        action = self.window.findChild(QAction, name)
        bar = self.window.findChild(QToolBar, "mainToolBar")
        QTest.mouseClick(bar.widgetForAction(action), Qt.MouseButton.LeftButton)

    def drop(self, text: str) -> None:
        mime = QMimeData()
        mime.setText(text)
        before = self.window.model.rowCount()
        self.window.take(offer_in(mime))
        self.until(lambda: self.window.model.rowCount() > before)

    def shoot(self, name: str) -> None:
        """The window as it looks now, in both themes."""
        for one in (theme.LIGHT, theme.DARK):
            theme.apply_theme(self.application, one)
            self.application.processEvents()
            self.window.grab().save(str(self.folder / f"{name}-{one.name}.png"))
        theme.apply_theme(self.application, theme.LIGHT)

    def received(self, row: int) -> int:
        return self.window.model.rows()[row].received

    def state(self, row: int) -> State:
        return self.window.model.rows()[row].state


def main(folder: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    base = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="headgate-walk-", dir=base) as scratch:
        root = Path(scratch)
        root.chmod(0o755)
        with nginx(root / "web") as web, scripted() as server:
            block = content(1024 * 1024)
            with (web.root / "large.iso").open("wb") as file:
                for _ in range(size // len(block)):
                    file.write(block)
            server.add("/lecture.mp4", lambda peer, _asked: _stalls(peer))
            application = make_application(sys.argv[:1])
            settings = Settings(timeout=60, ask_before_leaving=False)
            engine = build_engine(settings, root / "state", owner="window")
            window = make_window(engine, settings, root / "state", root / "files")
            window.show()
            walk = Walk(application, window, folder)
            walk.shoot("empty")
            links = [
                f"{web.http}/slow/large.iso" if size < GIB else f"{web.http}/large.iso",
                server.url("/lecture.mp4"),
                f"{web.http}/annual-report-2026.pdf",
            ]
            walk.drop("\n".join(links))
            walk.shoot("queued")
            for part in (0.2, 0.5):
                walk.click("startAction")
                walk.until(lambda part=part: walk.received(0) > size * part)
                walk.shoot("running")
                walk.click("stopAllAction")
                walk.until(lambda: not engine.running and walk.state(0) is State.QUEUED)
                walk.shoot("stopped")
                print(window.statusBar().findChild(object, "statusMessage").text())
            walk.click("startAction")
            walk.until(lambda: walk.state(0) is State.COMPLETED)
            walk.shoot("failed")
            same = _digest(root / "files" / "large.iso") == _digest(web.root / "large.iso")
            print(f"{size} bytes, stopped and started twice: SHA-256 equal: {same}")
            window.close()
            walk.until(lambda: not window.isVisible())
            if not same:
                raise SystemExit(1)


def _stalls(peer: object) -> None:
    peer.head("200 OK", "Content-Length: 900000000", 'ETag: "a"')
    peer.send(content(4_000_000))
    peer.stall()


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else GIB)

"""Every screen of the program as pictures, in several themes, languages and sizes.

    python -m tests.screens FOLDER

Needs a display (Xvfb will do). Real downloads from nginx and a server that misbehaves fill the
list; each variant runs in a process of its own, since Qt reads scale and language at its start.
"""

import os
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import trustme
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from core.assembly import build_engine
from core.model.errors import CertificateError, HeadgateError, LoginRequiredError, all_errors
from core.model.settings import Settings
from core.model.snapshot import Counts
from core.model.states import State
from gui import theme
from gui.application import make_application, make_window
from gui.certificate_question import CertificateQuestion
from gui.countdown import Countdown
from gui.drops import Offer
from gui.first_start import FirstStart
from gui.inspector.panel import Tab
from gui.inspector.trouble import Trouble
from gui.language import speak
from gui.leave_question import LeaveQuestion
from gui.look import Look
from gui.rule_kinds import RULE_KINDS
from gui.texts import translate
from gui.window import MainWindow
from tests.gui.test_downloads_model import changes, row
from tests.model.test_errors import example
from tests.servers.nginx import nginx
from tests.servers.scripted import Asked, Peer, Scripted, content, scripted

VARIANTS = (
    ("light", "en", "1", 1180),
    ("dark", "en", "1", 1180),
    ("light", "de", "1", 1180),
    ("light", "fa", "1", 1180),
    ("dark", "zh_CN", "1", 1180),
    ("light", "en", "2", 900),
    ("light", "fr", "1", 620),
    ("light", "es", "1", 2400),
)
PATIENCE = 60.0  # seconds


class Screens:
    """One window, and the folder its pictures go to."""

    def __init__(self, window: MainWindow, folder: Path, prefix: str) -> None:
        self.window = window
        self._folder = folder
        self._prefix = prefix

    def until(self, fits: Callable[[], bool]) -> None:
        """Let Qt's loop turn until something holds."""
        deadline = time.monotonic() + PATIENCE
        loop = QEventLoop()
        timer = QTimer(interval=20)
        timer.timeout.connect(
            lambda: loop.quit() if fits() or time.monotonic() > deadline else None
        )
        timer.start()
        loop.exec()
        timer.stop()
        if not fits():
            rows = self.window.model.rows()
            raise SystemExit(f"never came: {[(one.name, one.state) for one in rows[:20]]}")

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        for _ in range(3):  # what one turn changes is laid out in the next
            QApplication.processEvents()
        picture = (widget or self.window).grab()
        picture.save(str(self._folder / f"{self._prefix}{name}.png"))

    def act(self, name: str) -> None:
        self.window.actions_by_name[name].trigger()

    @contextmanager
    def dialog(self, name: str) -> Iterator[QDialog]:
        """The dialog an action opens; closed afterwards."""
        self.act(name)
        shown = lambda: [one for one in self.window.findChildren(QDialog) if one.isVisible()]  # noqa: E731
        self.until(lambda: bool(shown()))
        found = shown()[0]
        yield found
        found.reject()
        self.until(lambda: not shown())


def links(server: Scripted, web: str) -> str:
    """One link for each kind of thing that can become of it."""

    def stalls(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Content-Length: 900000000", 'ETag: "a"')
        peer.send(content(4_000_000))
        peer.stall()

    def says(status: str, *headers: str) -> Callable[[Peer, Asked], None]:
        return lambda peer, _asked: peer.head(status, "Content-Length: 0", *headers)

    def page(peer: Peer, _asked: Asked) -> None:
        peer.head("200 OK", "Content-Type: text/html", "Content-Length: 9")
        peer.send(b"<html></h")

    return "\n".join([
        f"{web}/debian-12.iso",
        f"{web}/holiday.jpg",
        server.add("/lecture.mp4", stalls),
        server.add("/old.zip", says("410 Gone")),
        server.add("/secret.pdf", says("401 Who", 'WWW-Authenticate: Basic realm="a"')),
        # Elsewhere, or it would wait for the one that stalls: too many connections, perhaps.
        server.add("/members/paper.pdf", says("403 No")).replace("127.0.0.1", "localhost"),
        server.add("/disc.img", page),
        f"{web}/missing.tar.gz",
        "http://127.0.0.1:9/refused.bin",
        "http://no-such-host.invalid/name.bin",
    ])  # fmt: skip


def variant(folder: Path, look: str, language: str, scale: str, width: int) -> None:
    """All screens of one variant."""
    with (
        tempfile.TemporaryDirectory(prefix="headgate-screens-") as scratch,
        nginx(Path(scratch) / "web") as web,
        scripted() as server,
    ):
        root = Path(scratch)
        root.chmod(0o755)
        (web.root / "debian-12.iso").write_bytes(content(40_000_000))
        (web.root / "holiday.jpg").write_bytes(content(3_000_000))
        application = make_application(sys.argv[:1])
        speak(application, language)
        theme.apply_theme(application, theme.current())  # as the program does: its borders follow
        settings = Settings(
            theme=look, retries=0, timeout=60, ask_before_leaving=False, tray=False, concurrent=12,
            site_rules="*.example.org connections=2 downloads=1 proxy=none header='X-Key: 1'",
            speed_schedule="mon-fri 08:00-17:30 1M\nsat,sun 22:00-06:00 0\n",
        )  # fmt: skip
        engine = build_engine(settings, root / "state", owner="window")
        window = make_window(engine, settings, root / "state", root / "files")
        Look(application, window.preferences)
        window.resize(width, 640)
        window.show()
        here = Screens(window, folder, f"{look}-{language}-{scale}-{width}-")
        _tour(here, links(server, web.http))
        window.close()
        here.until(lambda: not window.isVisible())


def _tour(here: Screens, text: str) -> None:
    window = here.window
    here.shoot("empty")
    with here.dialog("addLinksAction") as sheet:
        sheet.offer(Offer(f"{text}\nftp://old.example/x\nhttp://a.example/[1-3].bin", ()))
        here.until(lambda: not sheet.unsettled)
        here.shoot("sheet", sheet)
    window.take(Offer(text, ()))
    here.until(lambda: window.model.rowCount() == 10)
    here.shoot("queued")
    here.act("startAction")
    here.until(
        lambda: (
            sum(one.state is State.FAILED for one in window.model.rows()) == 7
            and sum(one.state is State.COMPLETED for one in window.model.rows()) == 2
        )
    )
    here.shoot("running")
    window.actions_by_name["inspectorAction"].setChecked(True)
    QApplication.processEvents()
    for number, name in ((0, "finished"), (2, "running"), (3, "failed")):
        window.view.setCurrentIndex(window.model.index(number, 0))
        here.shoot(f"inspector-{name}")
    window.view.setCurrentIndex(window.model.index(2, 0))
    for tab in list(Tab)[1:]:
        window.inspector.setCurrentIndex(tab)
        here.shoot(f"inspector-{tab.name.lower()}")
    window.inspector.setCurrentIndex(Tab.OVERVIEW)
    window.view.selectAll()
    here.shoot("inspector-several")
    window.actions_by_name["inspectorAction"].setChecked(False)
    here.act("stopAllAction")
    here.until(lambda: not window.bridge.engine.running)
    here.shoot("stopped")
    for name in ("settingsAction", "aboutAction", "paletteAction"):
        with here.dialog(name) as shown:
            here.shoot(name.removesuffix("Action"), shown)
    _rules(here)
    _dialogs(here)
    _questions(here)
    _errors(here)
    _crowd(here)


def _dialogs(here: Screens) -> None:
    """What is asked on the way: at the first start, at the end, and about one download."""
    window = here.window
    for state, name in ((State.COMPLETED, "renameAction"), (State.FAILED, "useLinkAction")):
        number = next(one.id for one in window.model.rows() if one.state is state)
        window.view.setCurrentIndex(window.model.index(window.model.place_of(number) or 0, 0))
        with here.dialog(name) as shown:
            here.shoot(name.removesuffix("Action"), shown)
    title = translate("After", "Everything is done. The computer shuts down.")
    for dialog in (
        FirstStart(window.preferences, window.intake.folder, window),
        LeaveQuestion(3, window, tray=True),
        Countdown(title, translate("After", "Now"), window),
    ):
        dialog.open()
        here.shoot(type(dialog).__name__, dialog)
        dialog.reject()
    for menu in window.findChildren(QMenu):
        if menu.title():
            menu.popup(window.mapToGlobal(window.rect().center()))
            here.shoot(f"menu-{menu.title()}".replace("/", "-"), menu)
            menu.close()
    window.view.setCurrentIndex(window.model.index(1, 0))
    here.act("removeAction")
    here.shoot("removed")
    here.act("undoAction")


def _rules(here: Screens) -> None:
    """The settings that are tables."""
    with here.dialog("settingsAction") as shown:
        search = shown.findChild(QLineEdit, "settingsSearch")
        for name in RULE_KINDS:
            search.setText(name)
            here.shoot(f"settings-{name}", shown)


def _questions(here: Screens) -> None:
    """What is asked where something has to be mended."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("files.example", "www.files.example").configure_cert(context)
    with scripted(context) as untrusted:
        _ask(here, untrusted.url(""))


def _ask(here: Screens, server: str) -> None:
    login = {"host": "files.example", "status": "401", "server": "http://files.example:80"}
    for error in (
        LoginRequiredError(**login),
        CertificateError(host="files.example", reason="self-signed certificate", server=server),
    ):
        here.window.tools.mending.mend([row(1, State.FAILED, error=error)])
        [dialog] = [one for one in here.window.findChildren(QDialog) if one.isVisible()]
        if isinstance(dialog, CertificateQuestion):
            labels = dialog.findChildren(QLabel)
            here.until(lambda: any(one.text().count(":") >= 30 for one in labels))  # noqa: B023 - at once
        here.shoot(dialog.objectName(), dialog)
        dialog.reject()
        QApplication.processEvents()


def _errors(here: Screens) -> None:
    """Every error once, as the inspector tells it."""
    sheet = QWidget()
    room = QVBoxLayout(sheet)
    for kind in all_errors():
        trouble = Trouble()
        error: HeadgateError = example(kind)
        trouble.show_rows([row(1, State.FAILED, error=error)])
        room.addWidget(trouble)
    room.addStretch(1)
    sheet.resize(420, room.heightForWidth(420))
    sheet.show()
    here.shoot("errors", sheet)
    sheet.close()


def _crowd(here: Screens) -> None:
    """Ten thousand rows."""
    window = here.window
    rows = [row(number, State.QUEUED) for number in range(1000, 11_000)]
    counts = Counts(Counter(one.state for one in (*window.model.rows(), *rows)))
    window.bridge.changed.emit(replace(changes(*rows), counts=counts))
    here.until(lambda: window.model.rowCount() > 10_000)
    here.shoot("crowd")


def main(folder: Path) -> None:
    """All variants, one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in VARIANTS:
        words = [sys.executable, "-m", "tests.screens", str(folder), *map(str, one)]
        subprocess.run(words, check=True, env={**os.environ, "QT_SCALE_FACTOR": one[2]})
        print(*one)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        variant(Path(sys.argv[1]), *sys.argv[2:5], int(sys.argv[5]))
    else:
        main(Path(sys.argv[1]))

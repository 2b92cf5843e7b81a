"""The window as a program of its own: started, told to end, asked for twice."""

import os
from pathlib import Path

import pytest

from tests.gui.program import Program
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(50_000)


# The window with something done to it: Start pressed, its banner read, its disk frozen.
_START = """
import logging, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from gui import application, closing
from gui.__main__ import main
say = logging.getLogger("test").info
def touched(window):
    timer = QTimer(window, interval=10)
    timer.timeout.connect(lambda: look(window))
    timer.start()
    return window
make = application.make_window
application.make_window = lambda *words: touched(make(*words))
"""
_END = """
sys.exit(main())
"""
_STARTED = f"""{_START}
def look(window):
    if window.model.rowCount() and window.closing.stage is closing.Stage.OPEN:
        window.bridge.engine.start()
    if any(row.connections for row in window.bridge.engine.running_rows()):
        say("it runs")
{_END}"""
_HIDDEN = f"""{_START}
def look(window):
    if window.isVisible():
        window.hide()
        say("hidden")
{_END}"""
_BANNER = f"""{_START}
def look(window):
    label = window.findChild(QLabel, "bannerText")
    if label.isVisible():
        say("banner: %s", label.text())
{_END}"""
_IMPATIENT = f"""
from gui import application
application.PATIENCE_SECONDS = 0.5
import sys
from gui.__main__ import main
{_END}"""
_FROZEN = f"""{_START}
from core.disk.partfile import PartFile
from core.disk.whole import WholeFile
closing.PATIENCE_MS = 50
def hang(*_):
    say("frozen")
    threading.Event().wait()
PartFile.write = PartFile.drain = WholeFile.write = hang
def look(window):
    if window.model.rowCount() and window.closing.stage is closing.Stage.OPEN:
        window.bridge.engine.start()
    button = window.findChild(QPushButton, "bannerButton")
    if button.isVisible():
        say("quit now")
        button.click()
{_END}"""


def _silent(peer: Peer, _asked: Asked) -> None:
    peer.stall()


def test_sigterm_ends_it_properly(tmp_path: Path) -> None:
    with Program(tmp_path) as only:
        only.wait_for("the window is open")
        assert "Traceback" not in only.end()


def test_links_on_the_command_line_are_in_the_list_next_time(
    tmp_path: Path, server: Scripted
) -> None:
    with Program(tmp_path, server.add("/a.bin", _silent)) as first:
        first.wait_for("1 rows")
        first.end("SIGINT")
    with Program(tmp_path) as again:
        again.wait_for("1 rows")
        again.end()


def test_a_second_start_hands_its_links_to_the_first(tmp_path: Path) -> None:
    listed = tmp_path / "listed.txt"
    listed.write_text("http://127.0.0.1:9/b.bin")
    with Program(tmp_path) as first:
        first.wait_for("the window is open")
        with Program(tmp_path, "http://127.0.0.1:9/a.bin", os.path.relpath(listed)) as second:
            second.wait(0)
        first.wait_for("the list has 2 rows")
        first.end()


def test_a_second_start_says_so_if_the_first_one_hangs(tmp_path: Path) -> None:
    with Program(tmp_path) as first:
        first.wait_for("the window is open")
        first.signal("SIGSTOP")
        try:
            with Program(tmp_path, "http://127.0.0.1:9/a.bin", code=_IMPATIENT) as second:
                assert "does not answer" in second.wait(1)
        finally:
            first.signal("SIGCONT")
        first.end()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_a_batch_without_a_question(
    tmp_path: Path, server: Scripted, name: str
) -> None:
    with Program(tmp_path, server.add("/a.bin", _silent), code=_STARTED) as first:
        first.wait_for("it runs")
        assert "Traceback" not in first.end(name)
    with Program(tmp_path) as again:
        again.wait_for("the window is open")
        assert "did not end properly" not in again.end()


def test_a_window_that_was_killed_is_told_of_at_the_next_start(
    tmp_path: Path, server: Scripted
) -> None:
    with Program(tmp_path, server.add("/a.bin", _silent)) as first:
        first.wait_for("1 rows")
        first.end()  # properly: a row that is shown need not be recorded yet
    with Program(tmp_path) as killed:
        killed.wait_for("the window is open")
        killed.kill()
    with Program(tmp_path, code=_BANNER) as again:
        again.wait_for("did not end properly")
        again.wait_for("banner: Headgate did not end properly last time. 1 unfinished download")
        again.end()
    with Program(tmp_path) as last:
        last.wait_for("the window is open")
        assert "did not end properly" not in last.end()


def test_a_program_whose_window_is_hidden_ends_as_well(tmp_path: Path) -> None:
    with Program(tmp_path, code=_HIDDEN) as only:
        only.wait_for("hidden")
        only.end()


def test_a_worker_that_hangs_does_not_keep_the_process_from_ending(
    tmp_path: Path, server: Scripted
) -> None:
    with Program(tmp_path, server.add("/a.bin", serve_file(DATA)), code=_FROZEN) as first:
        first.wait_for("frozen")
        first.signal("SIGTERM")
        first.wait_for("quit now")
        first.wait(0)
    with Program(tmp_path) as again:
        again.wait_for("did not end properly")
        again.end()

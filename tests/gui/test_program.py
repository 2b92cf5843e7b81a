"""The window as a program of its own: started, told to end, asked for twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

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


def program(folder: Path, *words: str, program: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, *(["-c", program] if program else ["-m", "gui"])]
    command += ["--state-dir", str(folder / "state"), *words]
    return subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HEADGATE_LOG": "INFO"},
    )


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    raise AssertionError(f"{text!r} was never said")


def test_sigterm_ends_it_properly(tmp_path: Path) -> None:
    process = program(tmp_path)
    wait_for(process, "the window is open")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors


def test_links_on_the_command_line_are_in_the_list_next_time(
    tmp_path: Path, server: Scripted
) -> None:
    def silent(peer: Peer, _asked: Asked) -> None:
        peer.stall()

    process = program(tmp_path, server.add("/a.bin", silent))
    wait_for(process, "1 rows")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    again = program(tmp_path)
    wait_for(again, "1 rows")
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=30)
    assert again.returncode == 0


def test_a_second_window_on_the_same_list_is_refused_in_one_sentence(tmp_path: Path) -> None:
    first = program(tmp_path)
    wait_for(first, "the window is open")
    second = program(tmp_path)
    _, errors = second.communicate(timeout=30)
    assert second.returncode == 1
    assert "open already" in errors
    first.send_signal(signal.SIGTERM)
    first.communicate(timeout=30)
    assert first.returncode == 0


def _silent(peer: Peer, _asked: Asked) -> None:
    peer.stall()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_a_batch_without_a_question(
    tmp_path: Path, server: Scripted, name: str
) -> None:
    process = program(tmp_path, server.add("/a.bin", _silent), program=_STARTED)
    wait_for(process, "it runs")
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    again = program(tmp_path)
    wait_for(again, "the window is open")
    again.send_signal(signal.SIGTERM)
    assert "did not end properly" not in again.communicate(timeout=30)[1]


def test_a_window_that_was_killed_is_told_of_at_the_next_start(
    tmp_path: Path, server: Scripted
) -> None:
    process = program(tmp_path, server.add("/a.bin", _silent))
    wait_for(process, "1 rows")
    process.kill()
    process.communicate()
    again = program(tmp_path, program=_BANNER)
    wait_for(again, "did not end properly")
    wait_for(again, "banner: Headgate did not end properly last time. 1 unfinished download")
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=30)
    last = program(tmp_path)
    wait_for(last, "the window is open")
    last.send_signal(signal.SIGTERM)
    assert "did not end properly" not in last.communicate(timeout=30)[1]


def test_a_program_whose_window_is_hidden_ends_as_well(tmp_path: Path) -> None:
    process = program(tmp_path, program=_HIDDEN)
    wait_for(process, "hidden")
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors


def test_a_worker_that_hangs_does_not_keep_the_process_from_ending(
    tmp_path: Path, server: Scripted
) -> None:
    def gives(peer: Peer, asked: Asked) -> None:
        serve_file(DATA)(peer, asked)

    process = program(tmp_path, server.add("/a.bin", gives), program=_FROZEN)
    wait_for(process, "frozen")
    process.send_signal(signal.SIGTERM)
    wait_for(process, "quit now")
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    again = program(tmp_path)
    wait_for(again, "did not end properly")
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=30)

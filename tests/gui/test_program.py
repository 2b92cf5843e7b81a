"""The window as a program of its own: started, told to end, asked for twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.servers.scripted import Asked, Peer, Scripted, content

DATA = content(50_000)


def program(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "gui", "--state-dir", str(folder / "state"), *words]
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

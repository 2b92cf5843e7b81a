"""`headgate get` killed with SIGKILL goes on where it was, and the file is right."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from core.disk.schema import FILE_NAME
from tests.servers.gated import Gated
from tests.servers.scripted import Scripted, content

SIZE = 12_000_000
FIRST = 5_000_000  # bytes that are sent before it is killed
PATIENCE = 60.0  # seconds until the test gives up


def test_a_killed_get_continues_and_the_hash_is_right(server: Scripted, tmp_path: Path) -> None:
    file = Gated(content(SIZE), lambda number, _start: FIRST if number == 1 else SIZE)
    words = [
        sys.executable, "-m", "gui", "get", server.add("/killed.bin", file), "--json", "-x", "1",
        "-d", str(tmp_path / "files"), "--state-dir", str(tmp_path / "state"),
    ]  # fmt: skip
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as first:
        try:
            _wait_for_something_held(tmp_path / "state")
        finally:
            first.kill()
    second = subprocess.run(words, capture_output=True, text=True, check=True)
    summary = json.loads(second.stdout.splitlines()[-1])
    assert summary["completed"] == 1
    result = tmp_path / "files" / "killed.bin"
    assert result.read_bytes() == file.data
    assert summary["received"] < SIZE, "nothing was kept of what the killed one received"
    assert [path.name for path in result.parent.iterdir()] == ["killed.bin"]


def _wait_for_something_held(state: Path) -> None:
    """Until the list says that bytes are on the disk; that is written once a second."""
    never, deadline = threading.Event(), time.monotonic() + PATIENCE
    while not _held(state):
        assert time.monotonic() < deadline, "nothing was ever recorded"
        never.wait(0.02)


def _held(state: Path) -> bool:
    if not (state / FILE_NAME).exists():
        return False
    with closing(sqlite3.connect(state / FILE_NAME, timeout=PATIENCE)) as database:
        try:
            return (
                database.execute("SELECT 1 FROM downloads WHERE held != ''").fetchone() is not None
            )
        except sqlite3.OperationalError:  # it is just being made
            return False

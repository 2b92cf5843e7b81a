"""`headgate get` of hundreds of small files, killed at any moment, loses none and doubles none."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.disk.schema import FILE_NAME
from tests.servers.scripted import Scripted, content
from tests.servers.small import at_once

# Runs `get`, and dies where the n-th call of a function of ours begins or has ended.
KILLED_AT = """
import os, signal, sys
from importlib import import_module
module, owner, name, moment, number = sys.argv[1:6]
del sys.argv[1:6]
place = getattr(import_module(module), owner) if owner else import_module(module)
real, calls = getattr(place, name), 0
def dying(*words, **more):
    global calls
    calls += 1
    last = calls == int(number)
    if last and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*words, **more)
    if last:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(place, name, dying)
from gui.__main__ import main
main()
"""


class Place:
    """A folder of files, what they must be, and the command that fetches them."""

    def __init__(self, folder: Path, server: Scripted, count: int) -> None:
        self.files = folder / "files"
        self.state = folder / "state"
        self.files.mkdir()
        self.bodies = {f"{one}.bin": content(200 + one, str(one)) for one in range(count)}
        self.links = [server.add(f"/{name}", at_once(body)) for name, body in self.bodies.items()]
        self.list = "\n".join(self.links)

    def words(self, *more: str) -> list[str]:
        own = ["-d", str(self.files), "--state-dir", str(self.state), "--json", *more]
        return ["get", *own, "-i", "-"]

    def again(self, *more: str) -> None:
        """Fetch what the list does not know as completed."""
        with closing(sqlite3.connect(self.state / FILE_NAME)) as database:
            rows = database.execute("SELECT url FROM downloads WHERE state = 'completed'")
            done = {url for (url,) in rows}
        links = "\n".join(link for link in self.links if link not in done)
        if links:
            words = [sys.executable, "-m", "gui", *self.words(*more)]
            second = subprocess.run(words, input=links, capture_output=True, text=True, check=False)
            assert second.returncode == 0, second.stderr

    def assert_all_there(self) -> None:
        """Every file byte for byte under its name, and nothing else."""
        found = {path.name: path.read_bytes() for path in self.files.iterdir()}
        assert sorted(found) == sorted(self.bodies)
        assert found == self.bodies


MakePlace = Callable[[int], Place]


@pytest.fixture
def place(tmp_path: Path, server: Scripted) -> MakePlace:
    return lambda count: Place(tmp_path, server, count)


@pytest.mark.parametrize(
    ("point", "number"),
    [
        (("core.disk.whole", "WholeFile", "write", "after"), 1),
        (("core.disk.whole", "WholeFile", "name_it", "after"), 1),
        (("core.disk.whole", "WholeFile", "name_it", "after"), 7),
        (("core.disk.checkpoint", "", "sync_folder", "after"), 1),
        (("core.disk.database", "", "write", "before"), 2),
        (("core.engine.opening", "", "reserve", "after"), 1),
        (("core.engine.finishing", "", "publish", "after"), 1),
    ],
    ids=lambda point: "-".join(point[2:]) if isinstance(point, tuple) else str(point),
)
def test_a_kill_at_any_point_neither_loses_nor_doubles_a_file(
    place: MakePlace, point: tuple[str, ...], number: int
) -> None:
    here = place(12)
    here.files.rmdir()  # the first file goes the longer way then
    killed = [sys.executable, "-c", KILLED_AT, *point, str(number), *here.words("-j", "4")]
    first = subprocess.run(killed, input=here.list, capture_output=True, text=True, check=False)
    assert first.returncode == -signal.SIGKILL, first.stderr
    here.again()
    here.assert_all_there()


@pytest.mark.parametrize("completed", [1, 60, 200])
def test_three_hundred_files_killed_somewhere_and_again(place: MakePlace, completed: int) -> None:
    here = place(300)
    words = [sys.executable, "-m", "gui", *here.words("-j", "16")]
    first = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert first.stdin is not None
    assert first.stdout is not None
    first.stdin.write(here.list)
    first.stdin.close()
    left = completed
    for line in first.stdout:
        left -= json.loads(line)["event"] == "completed"
        if not left:
            break
    first.kill()
    first.wait()
    first.stdout.close()
    here.again("-j", "16")
    here.assert_all_there()

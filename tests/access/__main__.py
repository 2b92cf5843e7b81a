"""The window used from outside, by names alone.

    python -m tests.access

Needs Xvfb, dbus-run-session, at-spi2-core and the system's python3-dbus.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.scripted import Asked, Peer, scripted

CLIENT = Path(__file__).with_name("outside.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # a virtual environment has no D-Bus


@contextmanager
def display() -> Iterator[str]:
    """A screen of our own."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    words += ["-noreset"]  # else it turns away who comes while the last client leaves
    with (
        os.fdopen(read) as told,
        subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL) as server,
    ):
        os.close(write)
        try:
            yield f":{int(told.readline())}"
        finally:
            server.terminate()


def stalls(peer: Peer, _asked: Asked) -> None:
    peer.head("200 OK", "Content-Length: 1000000", 'ETag: "v1"')
    peer.send(b"x" * 420_000)
    peer.stall()


def run(scratch: Path) -> subprocess.CompletedProcess[str]:
    """Have the client use a window with a server that stalls; `scratch` takes the state."""
    with display() as name, scripted() as server:
        link = server.add("/lecture.mp4", stalls)
        folders = ["--state-dir", str(scratch / "state"), "--folder", str(scratch / "files")]
        window = [sys.executable, "-m", "gui", *folders]
        surroundings = os.environ | {
            "DISPLAY": name,
            "HOME": str(scratch),
            "LANGUAGE": "en",
            "LC_ALL": "C.UTF-8",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(scratch),
        }
        return subprocess.run(
            ["dbus-run-session", "--", SYSTEM_PYTHON, str(CLIENT), link, *window],
            env=surroundings,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=240,
        )


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="headgate-access-") as scratch:
        done = run(Path(scratch))
    print(done.stdout)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())

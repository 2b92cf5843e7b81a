"""Other processes, and disks with and without extended attributes."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


class Child:
    """A Python process that runs a few lines of ours and talks a line at a time."""

    def __init__(self, code: str, *arguments: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def tell(self) -> None:
        """Let the process go on after `sys.stdin.readline()`."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would, and wait until it is gone."""
        self._process.kill()
        self._process.communicate()

    def end(self) -> str:
        """Close its input; returns the rest of what it said."""
        return self._process.communicate()[0].strip()


Children = Callable[..., Child]


@pytest.fixture
def child() -> Iterator[Children]:
    begun: list[Child] = []

    def begin(code: str, *arguments: object) -> Child:
        begun.append(Child(code, *arguments))
        return begun[-1]

    yield begin
    for one in begun:
        one.kill()


def has_attributes(folder: Path) -> bool:
    """Whether files in a folder can have extended attributes of users."""
    probe = folder / "probe"
    probe.touch()
    try:
        os.setxattr(probe, "user.probe", b"1")
    except (OSError, AttributeError):
        return False
    else:
        return True
    finally:
        probe.unlink()


@pytest.fixture
def marking(tmp_path: Path) -> Iterator[Path]:
    """A folder with extended attributes, if any disk at hand has them."""
    shared = Path("/dev/shm")
    if has_attributes(tmp_path) or not shared.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="headgate-disk-", dir=shared))
    yield folder
    shutil.rmtree(folder)

"""A folder is one program's at a time, and an end without a word is noticed."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.disk.presence import Presence

_KILLED = """
import os, signal, sys
from pathlib import Path
from core.disk.presence import Presence
Presence(Path(sys.argv[1])).begin()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "window.lock"


def test_the_first_time_nothing_was_interrupted(path: Path) -> None:
    here = Presence(path)
    assert not here.interrupted
    here.close()


def test_who_leaves_with_a_word_was_not_interrupted(path: Path) -> None:
    here = Presence(path)
    here.begin()
    here.leave()
    here.close()
    again = Presence(path)
    assert not again.interrupted
    again.close()


def test_who_was_killed_is_noticed_until_somebody_leaves_with_a_word(path: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    for _ in range(2):
        here = Presence(path)
        assert here.interrupted
        here.begin()
        here.close()
    last = Presence(path)
    last.begin()
    last.leave()
    last.close()
    after = Presence(path)
    assert not after.interrupted
    after.close()


def test_who_never_began_leaves_what_it_found(path: Path) -> None:
    subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    Presence(path).close()
    here = Presence(path)
    assert here.interrupted
    here.close()


def test_nobody_else_may_come_meanwhile(path: Path) -> None:
    here = Presence(path)
    with pytest.raises(BlockingIOError):
        Presence(path)
    here.close()
    Presence(path).close()


def test_a_file_of_an_older_release_says_nothing(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    here = Presence(path)
    assert not here.interrupted
    here.close()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        Presence(tmp_path / "file" / "window.lock")

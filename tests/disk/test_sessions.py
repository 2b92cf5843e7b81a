"""Which processes are alive."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.disk.sessions import Sessions
from tests.disk.conftest import Children

LIVE = """
import sys
from pathlib import Path
from core.disk.sessions import Sessions
sessions = Sessions(Path(sys.argv[1]), int(sys.argv[2]))
print("alive", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    ours = Sessions(tmp_path, 1)
    yield ours
    ours.close()


def test_we_are_alive_ourselves(sessions: Sessions) -> None:
    assert sessions.alive(1)


def test_a_number_nobody_has_is_not_alive(sessions: Sessions) -> None:
    assert not sessions.alive(99)


def test_a_process_is_alive_until_it_is_killed(
    tmp_path: Path, sessions: Sessions, child: Children
) -> None:
    other = child(LIVE, tmp_path, 2)
    assert other.line() == "alive"
    assert sessions.alive(2)
    assert sessions.alive(2)
    other.kill()
    assert not sessions.alive(2)


def test_an_orderly_end_is_an_end_too(tmp_path: Path, sessions: Sessions) -> None:
    other = Sessions(tmp_path, 2)
    assert sessions.alive(2)
    other.close()
    assert not sessions.alive(2)


def test_what_a_dead_process_left_is_cleared_up(
    tmp_path: Path, sessions: Sessions, child: Children
) -> None:
    before = set(tmp_path.rglob("*"))
    other = child(LIVE, tmp_path, 2)
    other.line()
    other.kill()
    assert set(tmp_path.rglob("*")) != before
    sessions.alive(2)
    assert set(tmp_path.rglob("*")) == before


def test_an_end_leaves_no_file_behind(tmp_path: Path) -> None:
    Sessions(tmp_path, 1).close()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]

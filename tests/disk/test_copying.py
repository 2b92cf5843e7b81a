"""A copy to another disk is whole, or nothing stays of it, even if its process was killed."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.disk.copying import CHUNK, Copies
from core.model.errors import NameTakenError
from core.stop import Interrupted, StopSignal
from tests.disk.conftest import Children

DATA = os.urandom(3 * CHUNK + 5)
HALFWAY = """
import sys
from pathlib import Path
from core.disk.copying import Copies
from core.stop import StopSignal

state, old, new = map(Path, sys.argv[1:])

class Slow(StopSignal):
    def check(self):
        if new.stat().st_size:
            print("half", flush=True)
            sys.stdin.readline()

with Copies(state).copied(old, new, "token", Slow()):
    pass
"""


class Stopping(StopSignal):
    """Set once something is copied."""

    def check(self) -> None:
        if self.new.stat().st_size:
            self.set()
        super().check()

    def __init__(self, new: Path) -> None:
        super().__init__()
        self.new = new


@pytest.fixture
def old(tmp_path: Path) -> Path:
    made = tmp_path / "old.bin"
    made.write_bytes(DATA)
    return made


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    with closing(StopSignal()) as made:
        yield made


def notes(state: Path) -> list[Path]:
    return list((state / "copies").iterdir())


def test_a_copy_is_whole_and_tells_of_itself_until_it_is_kept(
    old: Path, tmp_path: Path, stop: StopSignal
) -> None:
    new = tmp_path / "new.part"
    with Copies(tmp_path).copied(old, new, "token", stop):
        assert new.read_bytes() == DATA
        assert len(notes(tmp_path)) == 1
        Copies(tmp_path).clear()
        assert new.exists(), "it is under way"
    assert new.read_bytes() == old.read_bytes() == DATA
    assert notes(tmp_path) == []


def test_a_stop_is_heard_in_the_middle(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.part"
    with (
        closing(Stopping(new)) as stop,
        pytest.raises(Interrupted),
        Copies(tmp_path).copied(old, new, "token", stop),
    ):
        pytest.fail("it went on")
    assert not new.exists()
    assert old.read_bytes() == DATA
    assert notes(tmp_path) == []


def test_what_a_killed_process_left_is_deleted(
    old: Path, tmp_path: Path, child: Children, caplog: pytest.LogCaptureFixture
) -> None:
    new = tmp_path / "new.part"
    copying = child(HALFWAY, tmp_path, old, new)
    assert copying.line() == "half"
    copies = Copies(tmp_path)
    copies.clear()
    assert new.exists(), "its process still copies"
    copying.kill()
    assert 0 < new.stat().st_size < len(DATA)
    copies.clear()
    assert not new.exists()
    assert old.read_bytes() == DATA
    assert notes(tmp_path) == []
    assert str(new) in caplog.text


def test_the_next_copy_finds_it_as_well(
    old: Path, tmp_path: Path, child: Children, stop: StopSignal
) -> None:
    new = tmp_path / "new.part"
    copying = child(HALFWAY, tmp_path, old, new)
    assert copying.line() == "half"
    copying.kill()
    with Copies(tmp_path).copied(old, new, "token", stop):
        pass
    assert new.read_bytes() == DATA


def test_a_drive_that_is_not_there_is_waited_for(
    old: Path, tmp_path: Path, child: Children
) -> None:
    drive, away = tmp_path / "drive", tmp_path / "away"
    drive.mkdir()
    copying = child(HALFWAY, tmp_path, old, drive / "new.part")
    assert copying.line() == "half"
    copying.kill()
    drive.rename(away)
    Copies(tmp_path).clear()
    away.rename(drive)
    Copies(tmp_path).clear()
    assert list(drive.iterdir()) == []
    assert notes(tmp_path) == []


def test_what_somebody_else_put_there_stays(
    old: Path, marking: Path, tmp_path: Path, child: Children, stop: StopSignal
) -> None:
    new = marking / "new.part"
    copying = child(HALFWAY, tmp_path, old, new)
    assert copying.line() == "half"
    copying.kill()
    new.unlink()
    new.write_bytes(b"of somebody else")
    with (
        pytest.raises(NameTakenError),
        Copies(tmp_path).copied(old, new, "token", stop),
    ):
        pytest.fail("it was overwritten")
    assert new.read_bytes() == b"of somebody else"


def test_a_note_that_broke_off_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies" / "a.json").write_bytes(b'["/somewh')
    Copies(tmp_path).clear()
    assert notes(tmp_path) == []

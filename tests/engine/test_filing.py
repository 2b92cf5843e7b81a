"""A finished file is renamed and moved, and its row goes with it, over a restart too."""

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.disk import checkpoint, relocate
from core.disk.partfile import PartFile
from core.model.errors import NameTakenError
from core.model.states import State
from core.stop import Interrupted
from tests.engine.conftest import MakeRig
from tests.engine.ear import PATIENCE, Rig
from tests.servers.scripted import Scripted, content, serve_file

DATA = content(1_500_000)  # more than is copied at a time
KILLED = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
from core.disk.copying import Copies
from core.stop import StopSignal

class Deadly(StopSignal):
    def check(self):
        if new.stat().st_size:
            os.kill(os.getpid(), signal.SIGKILL)

state, old, new = map(Path, sys.argv[1:])
with closing(Deadly()) as stop, Copies(state).copied(old, new, "{token}", stop):
    pass
"""


def done(here: Rig, server: Scripted) -> int:
    [number] = here.add(server.add("/data.bin", serve_file(DATA)))
    here.run()
    assert here.states() == [State.COMPLETED]
    return number


def test_the_row_follows_its_file(rig: MakeRig, server: Scripted, tmp_path: Path) -> None:
    here = rig()
    number = done(here, server)
    here.engine.filing.move(number, here.files, "other.bin")
    assert here.look()[number].name == "other.bin"
    assert here.names() == ["other.bin"]
    elsewhere = tmp_path / "elsewhere"
    here.engine.filing.move(number, elsewhere)
    assert (elsewhere / "other.bin").read_bytes() == DATA
    assert here.names() == []
    here.close()
    again = rig()
    again.engine.restore()
    [row] = again.look().values()
    assert (row.folder, row.name, row.state) == (elsewhere, "other.bin", State.COMPLETED)


def test_what_is_recorded_late_does_not_take_it_back(
    rig: MakeRig, server: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = threading.Event()
    real = checkpoint.sync_folder

    def late(folder: Path) -> None:
        assert moved.wait(PATIENCE)
        real(folder)

    monkeypatch.setattr(checkpoint, "sync_folder", late)
    here = rig()
    [number] = here.add(server.add("/small.bin", serve_file(b"small")))
    here.run()
    here.engine.filing.move(number, tmp_path / "elsewhere", "other.bin")
    moved.set()
    here.close()
    again = rig()
    again.engine.restore()
    [row] = again.look().values()
    assert (row.folder, row.name) == (tmp_path / "elsewhere", "other.bin")
    assert row.state is State.COMPLETED


def test_nothing_is_overwritten(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    number = done(here, server)
    (here.files / "other.bin").write_bytes(b"of somebody else")
    with pytest.raises(NameTakenError):
        here.engine.filing.move(number, here.files, "other.bin")
    assert here.look()[number].name == "data.bin"
    assert (here.files / "data.bin").read_bytes() == DATA
    assert (here.files / "other.bin").read_bytes() == b"of somebody else"


def test_a_name_is_made_safe(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    number = done(here, server)
    here.engine.filing.move(number, here.files, "../a/b:c")
    [name] = here.names()
    assert "/" not in name
    assert here.look()[number].name == name


def test_what_is_gone_or_unfinished_stays_as_it_is(rig: MakeRig, server: Scripted) -> None:
    here = rig()
    number = done(here, server)
    (here.files / "data.bin").unlink()
    here.engine.filing.move(number, here.files, "other.bin")
    assert here.look()[number].name == "data.bin"
    [waiting] = here.add(server.add("/later.bin", serve_file(DATA)))
    here.engine.filing.move(waiting, here.files, "other.bin")
    here.engine.filing.move(12345, here.files, "other.bin")
    here.run()
    assert here.names() == ["later.bin"]


# --- to another disk -----------------------------------------------------------------------


@pytest.fixture
def _crossing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything lies on another disk."""

    def crosses(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(relocate, "rename_exclusively", crosses)


class Held:
    """A copy that stands still after its first bytes."""

    def __init__(self, here: Rig, number: int, folder: Path, monkeypatch: pytest.MonkeyPatch):
        self.began, self.goes_on = threading.Event(), threading.Event()
        self.left: list[BaseException] = []
        real = PartFile.write

        def write(part: PartFile, data: memoryview, position: int) -> None:
            real(part, data, position)
            self.began.set()
            assert self.goes_on.wait(PATIENCE)

        def move() -> None:
            try:
                here.engine.filing.move(number, folder)
            except Interrupted as error:
                self.left.append(error)

        monkeypatch.setattr(PartFile, "write", write)
        self._thread = threading.Thread(target=move)
        self._thread.start()
        assert self.began.wait(PATIENCE)

    def end(self) -> None:
        self.goes_on.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.mark.usefixtures("_crossing")
def test_a_copy_hears_stop_though_no_batch_runs(
    rig: MakeRig, server: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig()
    number = done(here, server)
    elsewhere = tmp_path / "elsewhere"
    held = Held(here, number, elsewhere, monkeypatch)
    here.engine.stop()
    held.end()
    assert held.left
    assert list(elsewhere.iterdir()) == []
    assert here.look()[number].folder == here.files
    assert (here.files / "data.bin").read_bytes() == DATA
    here.engine.filing.move(number, elsewhere)  # that stop was for the one before
    assert (elsewhere / "data.bin").read_bytes() == DATA


@pytest.mark.usefixtures("_crossing")
def test_leaving_ends_a_copy_and_begins_none(
    rig: MakeRig, server: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig()
    number = done(here, server)
    elsewhere = tmp_path / "elsewhere"
    held = Held(here, number, elsewhere, monkeypatch)
    assert not here.engine.close(0.1), "it still copies"
    held.end()
    assert held.left
    assert list(elsewhere.iterdir()) == []
    here.close()
    with pytest.raises(Interrupted):
        here.engine.filing.move(number, elsewhere)


@pytest.mark.usefixtures("_crossing")
def test_the_next_start_clears_up_after_a_copy_that_was_killed(
    rig: MakeRig, server: Scripted, tmp_path: Path
) -> None:
    here = rig()
    number = done(here, server)
    half = tmp_path / "elsewhere" / "data.bin.part"
    code = KILLED.format(token=here.engine._journal.token(number))
    half.parent.mkdir()
    words = [sys.executable, "-c", code, str(here.state), str(here.files / "data.bin"), str(half)]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    assert half.exists()
    here.close()
    again = rig()
    again.engine.restore()
    assert not half.exists()
    assert (again.files / "data.bin").read_bytes() == DATA
    again.engine.filing.move(number, half.parent)
    assert (half.parent / "data.bin").read_bytes() == DATA

"""A finished file is renamed and moved, and its row goes with it, over a restart too."""

import threading
from pathlib import Path

import pytest

from core.disk import checkpoint
from core.model.errors import NameTakenError
from core.model.states import State
from tests.engine.conftest import MakeRig
from tests.engine.ear import PATIENCE, Rig
from tests.servers.scripted import Scripted, content, serve_file

DATA = content(100_000)


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

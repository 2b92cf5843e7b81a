"""A folder or the network that is gone is waited for; a full disk stops those it concerns."""

import errno
import sqlite3
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.disk.partfile import PartFile
from core.disk.paths import is_bare_place
from core.disk.store import Store
from core.engine import full_disk, opening, outages
from core.engine.segments import PROVEN_BYTES
from core.model import events
from core.model.download import Request
from core.model.errors import DiskFullError, FolderGoneError, OfflineError, StateLostError
from core.model.events import Cause
from core.model.states import Hold, State
from core.net.dial import dial
from core.policy.links import parse_link
from tests.engine.conftest import MakeRig
from tests.engine.ear import Rig
from tests.servers.scripted import Asked, Peer, Scripted, content, serve_file

DATA = content(400_000)
HALF = len(DATA) // 2


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scouts go out at once, nearly."""
    monkeypatch.setattr(outages, "LOOK_SECONDS", 0.02)


def half_first(peer: Peer, asked: Asked) -> None:
    if asked.number > 1:
        serve_file(DATA)(peer, asked)
        return
    peer.head("200 OK", f"Content-Length: {len(DATA)}", 'ETag: "v1"')
    peer.send(DATA[:HALF])
    peer.stall()


def hold_of(here: Rig, number: int) -> Hold | None:
    """As it is now: a row that is not the first in the queue is not sent again for its hold."""
    detail = here.engine.look_at(number)
    return detail.row.hold if detail else None


# --- folders -------------------------------------------------------------------------------


@pytest.fixture
def unplugged(rig: MakeRig, server: Scripted) -> tuple[Rig, int, Path]:
    """Half of a file was received when its folder was taken away."""
    here = rig(connections=1, concurrent=2)
    [number] = here.add(server.add("/data.bin", half_first))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == HALF)
    here.engine.stop()
    here.wait(events.BatchEnded)
    assert here.engine.rest(10)
    away = here.files.with_name("unplugged")
    here.files.rename(away)
    return here, number, away


def test_a_folder_that_is_gone_is_waited_for_and_nothing_is_forgotten(
    unplugged: tuple[Rig, int, Path], server: Scripted
) -> None:
    here, number, away = unplugged
    here.engine.start()
    lost = here.wait(events.ResourceLost)
    assert isinstance(lost.error, FolderGoneError)
    assert str(here.files) in str(lost.error)
    here.wait_until(lambda _rows: hold_of(here, number) is Hold.FOLDER)
    assert here.look()[number].received == HALF
    assert not here.files.exists(), "nothing may be made in its place"
    away.rename(here.files)
    here.wait(events.ResourceBack)
    assert here.wait(events.BatchEnded).cause is None
    assert here.look()[number].state is State.COMPLETED
    assert (here.files / "data.bin").read_bytes() == DATA
    assert server.asked[-1].headers["range"] == f"bytes={HALF - PROVEN_BYTES}-"
    assert not [one for one in here.heard if isinstance(one, events.DownloadFailed)]


def test_downloads_to_other_folders_go_on_meanwhile(
    unplugged: tuple[Rig, int, Path], server: Scripted
) -> None:
    here, number, away = unplugged
    here.engine.start()
    here.wait(events.ResourceLost)
    link = parse_link(server.add("/other.bin", serve_file(DATA))).url
    elsewhere = here.files.with_name("elsewhere")
    [other] = here.engine.add([Request(link, elsewhere)])
    here.wait_until(lambda rows: rows[other].state is State.COMPLETED)
    assert here.look()[number].state in (State.QUEUED, State.CONNECTING)
    here.engine.stop()
    assert here.wait(events.BatchEnded).cause is Cause.USER
    away.rename(here.files)
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def test_new_downloads_to_it_wait_too(unplugged: tuple[Rig, int, Path], server: Scripted) -> None:
    here, _, away = unplugged
    here.engine.start()
    here.wait(events.ResourceLost)
    [new] = here.add(server.add("/new.bin", serve_file(DATA)))
    here.wait_until(lambda _rows: hold_of(here, new) is Hold.FOLDER)
    assert not here.files.exists()
    away.rename(here.files)
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.COMPLETED, State.COMPLETED]


def test_when_all_who_wait_for_it_are_paused_the_batch_is_over(
    unplugged: tuple[Rig, int, Path],
) -> None:
    here, number, _ = unplugged
    here.engine.start()
    here.wait(events.ResourceLost)
    here.engine.pause([number])
    assert here.wait(events.BatchEnded).cause is None
    assert here.look()[number].state is State.PAUSED


def test_a_folder_that_goes_before_its_file_gets_its_name_is_waited_for(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig(connections=1)
    here.add(server.add("/data.bin", serve_file(DATA)))
    away = here.files.with_name("unplugged")
    real, once = PartFile.make_public, threading.Event()

    def unplug(part: PartFile) -> None:
        real(part)
        if not once.is_set():
            once.set()
            here.files.rename(away)

    monkeypatch.setattr(PartFile, "make_public", unplug)
    here.engine.start()
    here.wait(events.ResourceLost)
    away.rename(here.files)
    assert here.wait(events.BatchEnded).cause is None
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_checkpoint_that_comes_after_the_folder_went_does_not_keep_anything_out(
    unplugged: tuple[Rig, int, Path],
) -> None:
    here, number, away = unplugged
    here.engine._disk_fault(number, FolderGoneError(folder=str(here.files)))
    assert here.look()[number].state is State.QUEUED
    away.rename(here.files)
    here.run()
    assert (here.files / "data.bin").read_bytes() == DATA


def test_a_drive_that_left_its_place_empty_is_waited_for(
    unplugged: tuple[Rig, int, Path], server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, number, away = unplugged
    here.files.mkdir()
    monkeypatch.setattr(opening, "is_bare_place", partial(is_bare_place, mounts=(away.parent,)))
    here.engine.start()
    here.wait(events.ResourceLost)
    assert here.look()[number].received == HALF
    here.files.rmdir()
    away.rename(here.files)
    assert here.wait(events.BatchEnded).cause is None
    assert (here.files / "data.bin").read_bytes() == DATA
    assert server.asked[-1].headers["range"] == f"bytes={HALF - PROVEN_BYTES}-"


def test_no_server_is_asked_for_a_file_whose_drive_is_not_there(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig()
    plugged = threading.Event()
    monkeypatch.setattr(opening, "is_unplugged", lambda _folder: not plugged.is_set())
    here.add(server.add("/once.bin", serve_file(DATA)))
    here.engine.start()
    here.wait(events.ResourceLost)
    assert server.asked == []
    plugged.set()
    assert here.wait(events.BatchEnded).cause is None
    assert len(server.asked) == 1
    assert here.states() == [State.COMPLETED]


# --- the network ---------------------------------------------------------------------------


class Plug:
    """The network cable."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.out = False
        self.tried = 0
        monkeypatch.setattr("core.net.network.dial", self._try)

    def _try(self, *words: Any) -> Any:
        self.tried += 1
        if self.out:
            raise OSError(errno.ENETUNREACH, "Network is unreachable")
        return dial(*words)

    def online(self) -> bool:
        return not self.out


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    return Plug(monkeypatch)


def test_without_a_network_everything_waits_and_goes_on_when_it_is_back(
    rig: MakeRig, server: Scripted, plug: Plug
) -> None:
    here = rig(connections=1, retries=0, online=plug.online)
    ids = here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(5)))
    plug.out = True
    here.engine.start()
    lost = here.wait(events.ResourceLost)
    assert isinstance(lost.error, OfflineError)
    here.wait_until(lambda _rows: hold_of(here, ids[-1]) is Hold.OFFLINE)
    here.wait_until(lambda _rows: plug.tried > 6)
    plug.out = False
    here.wait(events.ResourceBack)
    assert here.wait(events.BatchEnded).cause is None
    assert here.states() == [State.COMPLETED] * 5
    assert sum(isinstance(one, events.ResourceLost) for one in here.heard) == 1


def test_while_it_is_gone_one_at_a_time_looks(
    rig: MakeRig, server: Scripted, plug: Plug, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "LOOK_SECONDS", 3600.0)
    here = rig(connections=1, concurrent=8, online=plug.online)
    here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(50)))
    plug.out = True
    here.engine.start()
    here.wait(events.ResourceLost)
    here.wait_until(lambda rows: all(row.state is State.QUEUED for row in rows.values()))
    assert plug.tried <= 8  # those who had begun before the first one knew
    here.engine.stop()
    assert here.wait(events.BatchEnded).cause is Cause.USER


def test_a_server_that_cannot_be_reached_while_others_can_is_a_failure(
    rig: MakeRig, server: Scripted, plug: Plug
) -> None:
    here = rig(connections=1, retries=0, online=lambda: True)
    here.add(server.add("/a.bin", serve_file(DATA)))
    plug.out = True
    assert here.run().cause is None
    [row] = here.look().values()
    assert row.error is not None
    assert row.error.code == "unreachable"


# --- a full disk ---------------------------------------------------------------------------


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing more can be written."""

    def write(part: PartFile, *_: object) -> None:
        raise DiskFullError(folder=str(part.path.parent))

    monkeypatch.setattr(PartFile, "write", write)
    monkeypatch.setattr(PartFile, "drain", write)
    monkeypatch.setattr(full_disk, "free_bytes", lambda _folder: 0)


@pytest.mark.usefixtures("full")
def test_a_full_disk_stops_the_batch_once_if_everything_goes_there(
    rig: MakeRig, server: Scripted
) -> None:
    here = rig(connections=1, concurrent=1, pool_size=1)
    here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(5)))
    ended = here.run()
    assert ended.cause is Cause.FAULT
    assert isinstance(ended.fault, DiskFullError)
    assert here.states() == [State.FAILED, *[State.QUEUED] * 4]


def test_a_list_that_cannot_be_written_stops_the_batch_and_is_written_by_the_next(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_store: Store, _group: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    here = rig(connections=1, concurrent=1)
    [number] = here.add(server.add("/data.bin", half_first))
    here.engine.start()
    here.wait_until(lambda rows: rows[number].received == HALF)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "write", fails)
        [late] = here.add(server.add("/late.bin", serve_file(DATA)))
        told = here.wait(events.StateFault)
        ended = here.wait(events.BatchEnded)
    assert isinstance(told.error, StateLostError)
    assert ended.cause is Cause.FAULT
    assert ended.fault == told.error
    assert here.states() == [State.QUEUED, State.QUEUED]
    assert here.run().cause is None
    assert here.look()[late].state is State.COMPLETED
    assert (here.files / "data.bin").read_bytes() == DATA


@pytest.mark.usefixtures("full")
def test_with_downloads_to_another_disk_it_fails_those_that_go_there(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = rig(connections=1, concurrent=1, pool_size=1)
    here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(2)))
    link = parse_link(server.url("/missing.bin")).url
    here.engine.add([Request(link, here.files.with_name("elsewhere"))])
    monkeypatch.setattr(full_disk, "disk_of", lambda folder: folder.name)
    assert here.run().cause is None
    assert here.states() == [State.FAILED] * 3


@pytest.mark.usefixtures("full")
def test_a_file_that_is_too_large_for_what_is_left_concerns_itself_alone(
    rig: MakeRig, server: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_disk, "free_bytes", lambda _folder: 10**9)
    here = rig(connections=1, concurrent=1, pool_size=1)
    here.add(*(server.add(f"/{number}.bin", serve_file(DATA)) for number in range(2)))
    assert here.run().cause is None
    assert here.states() == [State.FAILED] * 2
